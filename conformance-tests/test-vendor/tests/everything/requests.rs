//! Requests, in each format.

use generated_client::{Date, DateTime, Decimal, Format, Secret};
use test_vendor::everything::change_order::ChangeOrder;
use test_vendor::everything::count_orders::CountOrders;
use test_vendor::everything::create_order::{
    Channel, CreateOrder, Days, Every, Line, LineRequired, Pace, Payment, Required, ThreeD, Wrap, channel, payment,
    three_d,
};
use test_vendor::everything::find_order::{self, FindOrder, Sort};
use test_vendor::everything::open_session::OpenSession;
use test_vendor::everything::remove_order::RemoveOrder;
use test_vendor::everything::replace_order::ReplaceOrder;
use test_vendor::everything::{City, Colour, Day, Label, Place, Rank, Size, Sku, Weight};

use crate::{america, config, prepared};

fn decimal(text: &str) -> Decimal {
    text.parse().expect("a decimal")
}

fn line() -> Line {
    Line::new(LineRequired {
        sku: Sku::new("a<b").expect("short"),
        amount: 3,
        price: decimal("-0.50"),
        wrap: Wrap::bare(),
    })
}

fn at() -> DateTime {
    let date = Date::new(2026, 11, 22).expect("a day");
    DateTime::new(date, 9, 5, 0).expect("a time")
}

fn least() -> CreateOrder {
    CreateOrder::new(Required {
        payment: Payment::free(),
        pin: Secret::from("0\"0"),
        place: Place::new(City::new("İzmir")),
        sizes: vec![Size::Large, Size::Small],
        lines: vec![line()],
        at: at(),
    })
}

fn most() -> CreateOrder {
    let card = payment::Card::new(payment::CardRequired {
        card_number: "4111111111111111".to_owned(),
        three_d: ThreeD::from(three_d::Checked::new("https://a/?b&c").language("tr")),
    });
    let mut order = least();
    order.place = Place::new(City::new("Ankara").zip("06100")).street("1 & 2");
    order.lines = vec![line().colour(Colour::Teal), {
        let mut wrapped = line();
        wrapped.wrap = Wrap::wrapped("\u{1f381} <3");
        wrapped
    }];
    order.payment = Payment::from(card.guarantee("yes"));
    order.at = at().with_nanosecond(120_000_000).expect("a fraction");
    order
        .reference("r/1")
        .urgent(true)
        .channel(Channel::from(channel::Mail::new("c@d").sender(Label::new("İ&x").expect("four bytes"))))
        .pace(Pace::new(Every::weekday(Rank::new(-5).expect("in range"))))
        .tags(vec!["a".to_owned(), "\"b\"".to_owned()])
        .weights(vec![Weight::new(decimal("0.50")).expect("in range"), Weight::new(decimal("100")).expect("in range")])
        .holidays(vec![Day::new(Date::from_jalali(1405, 9, 1).expect("a day"))])
        .until(Day::new(Date::from_jalali(1405, 12, 29).expect("a day")))
        .on(Date::new(2026, 1, 2).expect("a day"))
}

const META: &str = r#"{"meta":{"account":"A-17","live":true,"version":5,"trace":null,"note":"a \"quoted\" <text> & more","both":"orders-A-17"},"payload":"#;
const META_XML: &str = r#"<?xml version="1.0" encoding="UTF-8"?><call><meta><account>A-17</account><live>true</live><version>5</version><trace/><note>a "quoted" &lt;text&gt; &amp; more</note></meta><payload>"#;

#[test]
fn leading_optional_fields_leave_no_comma_behind() {
    let (line, body) = prepared(&config(Format::Json), &least());
    assert_eq!(line, "POST /base/api/orders/json?region=eu&v=2%20%26%203");
    let payload = r#"{"Payment":"free","Pin":"0\"0","Place":{"City":{"Name":"İzmir"}},"Sizes":[2,-1],"Lines":[{"Sku":"a<b","Amount":3,"Price":-0.50,"Wrap":false}],"At":"22.11.2026 09:05:00"}}"#;
    assert_eq!(body, format!("{META}{payload}"));
    let (_, body) = prepared(&config(Format::Json), &least().urgent(false));
    assert!(body.contains(r#""payload":{"Urgent":false,"Payment":"free","#), "{body}");
    let (_, body) = prepared(&config(Format::Json), &least().reference("").urgent(false));
    assert!(body.contains(r#""payload":{"Reference":"","Urgent":false,"Payment":"free","#), "{body}");
}

#[test]
fn everything_at_once_in_json() {
    let (line, body) = prepared(&america(config(Format::Json)), &most());
    assert_eq!(line, "POST /base/api/orders/json?region=us%20%26%20more&v=2%20%26%203");
    let payload = concat!(
        r#"{"Reference":"r/1","Urgent":true,"Channel":"e\"mail","Sender":"İ&x","Copy":"c@d","#,
        r#""Payment":"card","CardNumber":"4111111111111111","ThreeD":true,"Callback":"https://a/?b&c","Language":"tr","Guarantee":"yes","#,
        r#""Pace":{"every":2,"number":-5},"Pin":"0\"0","Place":{"Street":"1 & 2","City":{"Name":"Ankara","Zip":"06100"}},"#,
        r#""Tags":["a","\"b\""],"Sizes":[2,-1],"Weights":[0.50,100],"Days":["1405/09/01"],"#,
        r#""Lines":[{"Sku":"a<b","Colour":"green & blue","Amount":3,"Price":-0.50,"Wrap":false},"#,
        r#"{"Sku":"a<b","Amount":3,"Price":-0.50,"Wrap":true,"Greeting":"🎁 <3"}],"#,
        r#""At":"22.11.2026 09:05:00.12","Until":"1405/12/29","On":"<20260102>"}}"#,
    );
    assert_eq!(body, format!("{META}{payload}"));
}

#[test]
fn everything_at_once_in_xml() {
    let (line, body) = prepared(&config(Format::Xml), &most());
    assert_eq!(line, "POST /base/xml/orders?region=eu&v=2%20%26%203");
    let payload = concat!(
        "<Reference>r/1</Reference><Urgent>true</Urgent><Channel>e\"mail</Channel><Sender>İ&amp;x</Sender><Copy>c@d</Copy>",
        "<Payment>card</Payment><CardNumber>4111111111111111</CardNumber><ThreeD>true</ThreeD><Callback>https://a/?b&amp;c</Callback><Language>tr</Language><Guarantee>yes</Guarantee>",
        "<Pace><every>2</every><number>-5</number></Pace><Pin>0\"0</Pin><Place><Street>1 &amp; 2</Street><City><Name>Ankara</Name><Zip>06100</Zip></City></Place>",
        "<Tags>a</Tags><Tags>\"b\"</Tags><Sizes><Size>2</Size><Size>-1</Size></Sizes><Weights><W>0.50</W><W>100</W></Weights><Days>1405/09/01</Days>",
        "<Lines><Line><Sku>a&lt;b</Sku><Colour>green &amp; blue</Colour><Amount>3</Amount><Price>-0.50</Price><Wrap>false</Wrap></Line>",
        "<Line><Sku>a&lt;b</Sku><Amount>3</Amount><Price>-0.50</Price><Wrap>true</Wrap><Greeting>🎁 &lt;3</Greeting></Line></Lines>",
        "<At>22.11.2026 09:05:00.12</At><Until>1405/12/29</Until><On>&lt;20260102&gt;</On></payload></call>",
    );
    assert_eq!(body, format!("{META_XML}{payload}"));
}

/// An optional tag, fields that need it, and one that does not.
#[test]
fn fields_hang_on_a_tag_that_may_be_missing() {
    let body = |order: CreateOrder| {
        let (_, body) = prepared(&config(Format::Json), &order);
        let payload = body.split(r#""payload":"#).nth(1).expect("a payload").to_owned();
        payload.split(r#""Payment""#).next().expect("a payment").to_owned()
    };
    assert_eq!(body(least()), "{");
    assert_eq!(body(least().channel(channel::NotGiven::new().copy("c"))), r#"{"Copy":"c","#);
    assert_eq!(body(least().channel(Channel::sms("1"))), r#"{"Channel":"sms","Number":"1","#);
    assert_eq!(
        body(least().channel(Channel::from(channel::Sms::new("1").copy("c")))),
        r#"{"Channel":"sms","Number":"1","Copy":"c","#
    );
    assert_eq!(body(least().channel(Channel::mail("c"))), r#"{"Channel":"e\"mail","Copy":"c","#);
}

#[test]
fn choices_stand_in_choices() {
    let body = |payment: Payment| {
        let mut order = least();
        order.payment = payment;
        let (_, body) = prepared(&config(Format::Json), &order);
        let payload = body.split(r#""payload":{"#).nth(1).expect("a payload").to_owned();
        payload.split(r#","Pin""#).next().expect("a pin").to_owned()
    };
    assert_eq!(body(Payment::free()), r#""Payment":"free""#);
    let card =
        |three_d: ThreeD| Payment::card(payment::CardRequired { card_number: "411111111111".to_owned(), three_d });
    assert_eq!(
        body(card(ThreeD::from(three_d::Unchecked::new()))),
        r#""Payment":"card","CardNumber":"411111111111","ThreeD":false"#
    );
    assert_eq!(
        body(card(ThreeD::checked("u"))),
        r#""Payment":"card","CardNumber":"411111111111","ThreeD":true,"Callback":"u""#
    );
    assert_eq!(body(Payment::later()), r#""Payment":"later""#);
    assert_eq!(
        body(Payment::from(payment::Later::new().days(Days::TwoMonths).guarantee("g"))),
        r#""Payment":"later","Days":60,"Guarantee":"g""#
    );
}

#[test]
fn paths_queries_and_headers_take_every_scalar() {
    let required = find_order::Required {
        shop: Rank::new(-3).expect("in range"),
        colour: Colour::Teal,
        name: "a b&c=d/é".to_owned(),
        pinned: true,
        code: Sku::new("abc").expect("short"),
        exact: false,
    };
    let least = FindOrder::new(required);
    let (line, body) = prepared(&config(Format::Json), &least);
    assert_eq!(
        line,
        "GET /base/api/shops/-3/orders/green%20&%20blue?region=eu&shop-name=a%20b%26c%3Dd/%C3%A9%20true&exact=false"
    );
    assert_eq!(body, "");
    let most = least
        .page(2)
        .since(at())
        .state(find_order::State::Shut)
        .sort(Sort::up("x[y]"))
        .words("w")
        .price(decimal("1.50"));
    let request = config(Format::Json).prepare(&most).expect("a request").into_http();
    assert_eq!(
        request.uri().query().expect("a query"),
        "region=eu&shop-name=a%20b%26c%3Dd/%C3%A9%20true&page=2&since=2026-11-22%2009:05:00&state=shut%20%26%20gone&exact=false&sort=up&by=x%5By%5D&q[]=w&price=1.50"
    );
    let header = |name: &str| request.headers().get(name).map(|value| value.to_str().expect("a text").to_owned());
    assert_eq!(header("x-shop").as_deref(), Some("-3-abc"));
    assert_eq!(header("x-client").as_deref(), Some("conformance {1} [2]"));
    assert_eq!(header("authorization").as_deref(), Some("Ticket T1"));
    assert_eq!(header("accept").as_deref(), Some("application/json"), "the vendor names none, so it is ours");
    assert_eq!(header("content-type"), None);
}

#[test]
fn every_method_and_what_it_carries() {
    let (line, body) = prepared(&config(Format::Json), &ReplaceOrder::new(7).rest(1));
    // A body of its own takes the place of the vendor's body and query.
    assert_eq!(line, "PUT /base/api/orders/7");
    assert_eq!(body, r#"{"id":7,"kind":"order {literal <&> \"x\"}","Rest":1}"#);
    let (_, body) = prepared(&config(Format::Xml), &ReplaceOrder::new(7).comment(""));
    assert_eq!(
        body,
        r#"<?xml version="1.0" encoding="UTF-8"?><order><id>7</id><kind>order {literal &lt;&amp;&gt; "x"}</kind><Comment></Comment></order>"#
    );
    let (line, body) = prepared(&config(Format::Json), &ChangeOrder::new(7));
    assert_eq!((line.as_str(), body.as_str()), ("PATCH /base/api/orders/7", "{}"));
    let (line, body) = prepared(&config(Format::Json), &RemoveOrder::new(7, Colour::Red));
    assert_eq!((line.as_str(), body.as_str()), ("DELETE /base/api/orders/7?region=eu&why=red", ""));
    let (line, body) = prepared(&config(Format::Json), &CountOrders::new());
    assert_eq!((line.as_str(), body.as_str()), ("GET /base/api/count_orders/json?region=eu&v=2%20%26%203", ""));
    let (line, _) = prepared(&config(Format::Json).reply_format(Format::Xml), &CountOrders::new());
    assert_eq!(line, "GET /base/api/count_orders/json/xml?region=eu&v=2%20%26%203");
}

#[test]
fn the_client_fills_in_what_it_knows() {
    let (line, body) = prepared(&america(config(Format::Json)), &OpenSession::new());
    assert_eq!(line, "POST /base/api/session/json?region=us%20%26%20more&v=2%20%26%203");
    assert!(body.ends_with(r#""payload":{"Login":"A-17","Secret":"p<w>\"d","Kind":"api/us & more"}}"#), "{body}");
    let (_, body) = prepared(&config(Format::Xml), &OpenSession::new());
    assert!(
        body.ends_with(
            "<payload><Login>A-17</Login><Secret>p&lt;w&gt;\"d</Secret><Kind>api/eu</Kind></payload></call>"
        ),
        "{body}"
    );
    let request = config(Format::Json).prepare(&OpenSession::new()).expect("a request").into_http();
    assert!(request.headers().get("authorization").is_none(), "the ticket is not needed to get it");
}

/// Each rule names the field and its place on the page; none names a value.
#[test]
fn rules_are_held_before_anything_is_sent() {
    let refused = |order: &CreateOrder| {
        let error = config(Format::Json).prepare(order).expect_err("a rule is broken");
        let invalid = error.invalid();
        format!("{}: {} ({})", invalid.field(), invalid.rule(), invalid.place().unwrap_or("-"))
    };
    let mut orders = Vec::new();
    orders.push(least().reference("12345678901"));
    orders.push(least().tags(Vec::new()));
    orders.push(least().tags(vec!["123456".to_owned()]));
    orders.push({
        let mut order = least();
        order.lines.clear();
        order
    });
    orders.push({
        let mut order = least();
        order.lines = vec![line(), line(), line()];
        order
    });
    orders.push({
        let mut order = least();
        order.lines.push(line());
        order.lines[1].amount = 0;
        order
    });
    orders.push({
        let mut order = least();
        order.lines[0].price = decimal("1000.01");
        order
    });
    orders.push({
        let mut order = least();
        order.place.city.zip = Some("1".to_owned());
        order
    });
    orders.push(least().pace(Pace::new(Every::days(101))));
    orders.push({
        let mut order = least();
        order.payment =
            Payment::card(payment::CardRequired { card_number: "4".to_owned(), three_d: ThreeD::checked("u") });
        order
    });
    let told: Vec<String> = orders.iter().map(refused).collect();
    assert_eq!(
        told,
        [
            "reference: must be at most 10 characters long (Reference)",
            "tags: must have 1 to 3 items (Tags)",
            "tags[0]: must be at most 5 characters long (Tags)",
            "lines: must have 1 to 2 items (Lines)",
            "lines: must have 1 to 2 items (Lines)",
            "lines[1].amount: must be at least 1 (Amount)",
            "lines[0].price: must be at most 1000 (Price)",
            "place.city.zip: must be exactly 5 characters long (Zip)",
            "pace.count: must be 1 to 100 (number)",
            "card_number: must be 12 to 19 characters long (CardNumber)",
        ]
    );
    for order in orders {
        // An empty list and a list of too many are sent as well, on the day on which the page is wrong.
        config(Format::Json).prepare(&order.unchecked()).expect("the rules are off");
    }
}

#[test]
fn named_values_hold_their_own_rules() {
    assert!(
        Sku::new("ab").is_err()
            && Sku::new("abc").is_ok()
            && Sku::new("ééééééééé").is_err()
            && Sku::new("éééééééé").is_ok()
    );
    assert!(Label::new("ééé").is_ok() && Label::new("éééé").is_err(), "six bytes");
    assert!(Rank::new(-6).is_err() && Rank::new(5).is_ok());
    assert!(Weight::new(decimal("100.000001")).is_err() && Weight::new(decimal("-0.1")).is_err());
}

/// What the encoding can't hold is refused, rules or not; what is masked stays masked.
#[test]
fn nothing_leaks_and_nothing_breaks_out() {
    let order = least().reference("a\u{0}b").unchecked();
    assert!(config(Format::Xml).prepare(&order).is_err(), "no control character in XML");
    let (_, body) = prepared(&config(Format::Json), &order);
    assert!(body.contains(r#""Reference":"a\u0000b""#), "{body}");
    let shown = format!("{:?}", most());
    assert!(!shown.contains("4111") && !shown.contains("0\"0") && !shown.contains("0\\\"0"), "{shown}");
    let shown = format!("{:?} {:?}", Channel::sms("0532"), config(Format::Json));
    assert!(
        !shown.contains("0532") && !shown.contains("p<w>") && !shown.contains("A-17") && !shown.contains("T1"),
        "{shown}"
    );
    let prepared = config(Format::Json).prepare(&most()).expect("a request");
    assert_eq!(prepared.template(), "/api/orders/{request_format}/{reply_format}");
    let shown = format!("{prepared:?}");
    assert!(!shown.contains("A-17") && !shown.contains("T1"), "{shown}");
}
