//! Replies, in each format, and what must never be a success.

use generated_client::{Class, Code as _, Date, DateTime, Error, Format, Operation, Received, Secret};
use http::{HeaderMap, StatusCode};
use test_vendor::everything::count_orders::{CountOrders, CountOrdersReply};
use test_vendor::everything::create_order::{
    CreateOrder, CreateOrderReply, Level, Line, LineRequired, Paid, Payment, Required, State, Wrap,
};
use test_vendor::everything::find_order::{self, FindOrder, FindOrderReply};
use test_vendor::everything::open_session::{OpenSession, OpenSessionReply};
use test_vendor::everything::remove_order::RemoveOrder;
use test_vendor::everything::{City, Code, Colour, Everything, Place, Rank, Size, Sku};

use crate::config;

fn decoded<O: Operation<Vendor = Everything>>(
    operation: &O,
    format: Format,
    status: u16,
    body: &str,
) -> Result<O::Reply, Error<Code>> {
    let status = StatusCode::from_u16(status).expect("a status");
    config(format).decode(operation, &Received::new(status, HeaderMap::new(), body.to_owned()))
}

fn order() -> CreateOrder {
    let line = |sku: &str| {
        Line::new(LineRequired { sku: Sku::new(sku).expect("short"), amount: 1, price: 1.into(), wrap: Wrap::bare() })
    };
    CreateOrder::new(Required {
        payment: Payment::free(),
        pin: Secret::from("1"),
        place: Place::new(City::new("x")),
        sizes: vec![Size::Large],
        lines: vec![line("abc"), line("def")],
        at: DateTime::new(Date::new(2026, 11, 22).expect("a day"), 0, 0, 0).expect("a time"),
    })
}

fn find() -> FindOrder {
    let sku = Sku::new("abc").expect("short");
    FindOrder::new(find_order::Required {
        shop: Rank::new(1).expect("in range"),
        colour: Colour::Red,
        name: String::new(),
        pinned: false,
        code: sku,
        exact: true,
    })
}

#[test]
fn a_full_reply_in_both_formats() {
    let json = r#"{"state":"ok","more":[1,{"a":null}],"data":{"Id":"۱۲","State":"shut & gone","Level":1,"Paid":"1","Total":12.50,
        "At":"22.11.2026 09:05","Until":"1405/12/29","Key":"k-1","Name":"Ada","Colour":"green & blue",
        "Place":{"City":{"Name":"İzmir","Zip":""}},"Numbers":[1,"-2"],"Words":"one","Lines":[{"Sku":"abc","Rest":null},{"Sku":"xyz","Rest":3}],"Extra":true}}"#;
    let xml = r#"<?xml version="1.0"?><answer><state>ok</state><data><Id>12</Id><State>shut &amp; gone</State><Level> 1 </Level><Paid>true</Paid><Total>12.50</Total>
        <At>22.11.2026 09:05</At><Until>1405/12/29</Until><Key>k-1</Key><Name>Ada</Name><Colour>green &amp; blue</Colour>
        <Place><City><Name>İzmir</Name><Zip/></City></Place><Numbers>1</Numbers><Numbers>-2</Numbers><Words><Word>one</Word></Words>
        <Lines><Line><Sku>abc</Sku><Rest/></Line><Line><Sku>xyz</Sku><Rest>3</Rest></Line></Lines></data></answer>"#;
    for (format, body) in [(Format::Json, json), (Format::Xml, xml)] {
        let CreateOrderReply::Done(reply) = decoded(&order(), format, 200, body).expect("a success") else {
            panic!("not done")
        };
        assert_eq!(
            (reply.id, reply.state.clone(), reply.level.clone(), reply.paid.clone()),
            (12, State::Shut, Some(Level::Some), Some(Paid::Paid))
        );
        assert_eq!(reply.total, "12.5".parse().expect("a decimal"));
        assert_eq!(reply.at, Some(DateTime::new(Date::new(2026, 11, 22).expect("a day"), 9, 5, 0).expect("a time")));
        assert_eq!(reply.until.as_ref().map(|day| day.get().to_jalali()), Some(Some((1405, 12, 29))));
        assert_eq!(reply.key.as_ref().map(Secret::expose), Some("k-1"));
        assert_eq!(reply.colour, Some(Colour::Teal));
        let place = reply.place.as_ref().expect("a place");
        assert_eq!((place.street.as_deref(), place.city.name.as_str()), (None, "İzmir"));
        assert_eq!(
            reply.numbers.as_ref().map(|numbers| numbers.iter().map(|rank| rank.get()).collect::<Vec<_>>()),
            Some(vec![1, -2])
        );
        assert_eq!(reply.words.as_deref(), Some(["one".to_owned()].as_slice()));
        assert_eq!(
            reply.lines.iter().map(|line| (line.sku.as_str(), line.rest)).collect::<Vec<_>>(),
            [("abc", None), ("xyz", Some(3))]
        );
        assert_eq!(
            reply.not_ordered.iter().map(|line| line.sku.as_str()).collect::<Vec<_>>(),
            ["def"],
            "what was sent and not answered"
        );
        let shown = format!("{reply:?}");
        assert!(!shown.contains("k-1") && !shown.contains("Ada"), "{shown}");
    }
}

#[test]
fn values_that_nobody_listed_are_kept() {
    let body =
        r#"{"state":"OK","data":{"Id":1,"State":"lost","Level":7,"Total":"1","Colour":"","Paid":null,"Lines":[]}}"#;
    let CreateOrderReply::Done(reply) = decoded(&order(), Format::Json, 200, body).expect("a success") else {
        panic!("not done")
    };
    assert_eq!((reply.state.as_str(), reply.level.as_ref().map(Level::as_str), reply.paid), ("lost", Some("7"), None));
    assert!(matches!(reply.state, State::Unknown(_)) && matches!(reply.level, Some(Level::Unknown(_))));
    assert_eq!(reply.not_ordered.len(), 2);
}

/// The first arm that holds tells; what none of them tells is in doubt.
#[test]
fn each_arm_has_its_reply() {
    let told = |status: u16, body: &str| match decoded(&order(), Format::Json, status, body) {
        Ok(CreateOrderReply::Done(_)) => "success".to_owned(),
        Ok(CreateOrderReply::Queued(_)) => "pending".to_owned(),
        Ok(other) => format!("{other:?}"),
        Err(Error::Rejected(error)) => {
            format!(
                "rejected {} {:?} {}",
                error.code().map_or("-", |code| code.as_str()),
                error.class(),
                error.message().unwrap_or("-")
            )
        }
        Err(Error::InDoubt(error)) => format!("in doubt {}", error.code().unwrap_or("-")),
        Err(Error::Accepted(_)) => "accepted".to_owned(),
        Err(other) => format!("{other:?}"),
    };
    let data = r#""data":{"Id":1,"State":"open","Total":1,"Lines":[]}"#;
    for (status, body, expected) in [
        (200, format!(r#"{{"state":"OK",{data}}}"#), "success"),
        (202, format!(r#"{{"state":"PENDING-7",{data}}}"#), "pending"),
        (201, format!(r#"{{"state":"PENDING-7",{data}}}"#), "in doubt -"),
        (200, format!(r#"{{"state":"Ok",{data}}}"#), "in doubt -"),
        (500, format!(r#"{{"state":"OK",{data}}}"#), "in doubt -"),
        (200, format!(r#"{{"state":"OK","faults":[{{"code":"17"}}],{data}}}"#), "in doubt -"),
        (200, format!(r#"{{"state":"OK","Code":"17",{data}}}"#), "in doubt 17"),
        (200, r#"{"state":"OK"}"#.to_owned(), "accepted"),
        (200, r#"{"state":"OK","data":{"Id":"x","State":"open","Total":1,"Lines":[]}}"#.to_owned(), "accepted"),
        (
            200,
            r#"{"state":"NO","Code":"17","detail":"Ticket expired"}"#.to_owned(),
            "rejected 17 Credentials Ticket expired",
        ),
        (200, r#"{"state":"NO","Code":"0x1F","faults":[{"text":"none"}]}"#.to_owned(), "rejected 0x1F NotFound none"),
        (200, r#"{"state":"NO","Code":"E-99"}"#.to_owned(), "in doubt E-99"),
        (200, r#"{"state":"NO","Code":"31"}"#.to_owned(), "in doubt 31"),
        (400, r#"{"faults":[{"code":"17","text":"old"}]}"#.to_owned(), "rejected 17 Credentials old"),
        (502, r#"{"faults":{"code":"99"}}"#.to_owned(), "in doubt 99"),
        (403, "{}".to_owned(), "rejected - Permission -"),
        (403, "<html>".to_owned(), "rejected - Permission -"),
        (200, String::new(), "in doubt -"),
        (200, r#"{"state":"OK","state":"NO"}"#.to_owned(), "in doubt -"),
        (200, format!(r#"{{"state":"OK",{data}}} x"#), "in doubt -"),
    ] {
        assert_eq!(told(status, &body), expected, "{status} {body}");
    }
}

#[test]
fn a_reply_that_is_cut_is_no_success() {
    let body = r#"{"state":"OK","data":{"Id":1,"State":"open","Total":1,"Lines":[{"Sku":"abc"}]}}"#;
    for end in 0..body.len() {
        let cut = body.get(..end).expect("ASCII");
        assert!(decoded(&order(), Format::Json, 200, cut).is_err(), "{cut}");
    }
    let body = "<answer><state>OK</state><data><Id>1</Id><State>open</State><Total>1</Total><Lines><Line><Sku>abc</Sku></Line></Lines></data></answer>";
    for end in 0..body.len() {
        let cut = body.get(..end).expect("ASCII");
        assert!(decoded(&order(), Format::Xml, 200, cut).is_err(), "{cut}");
    }
}

/// The path of what could not be read, and never its value.
#[test]
fn what_can_not_be_read_is_named() {
    for (data, path) in [
        (r#"{"Id":1.5,"State":"open","Total":1,"Lines":[]}"#, "Id"),
        (r#"{"Id":9223372036854775808,"State":"open","Total":1,"Lines":[]}"#, "Id"),
        (r#"{"Id":1,"Total":1,"Lines":[]}"#, "State"),
        (r#"{"Id":1,"State":"open","Total":"1,5","Lines":[]}"#, "Total"),
        (r#"{"Id":1,"State":"open","Total":1,"Lines":[{"Sku":"abc"},{"Rest":1}]}"#, "Lines[1].Sku"),
        (r#"{"Id":1,"State":"open","Total":1,"Lines":[],"Until":"1405/13/01"}"#, "Until"),
        (r#"{"Id":1,"State":"open","Total":1,"Lines":[],"At":"2026-11-22"}"#, "At"),
        (r#"{"Id":1,"State":"open","Total":1,"Lines":[],"Place":{"City":{}}}"#, "Place.City.Name"),
        (r#"{"Id":1,"State":"open","Total":1,"Lines":[],"Place":{"City":{"Name":{"a":"geheim"}}}}"#, "Place.City.Name"),
    ] {
        let error = decoded(&order(), Format::Json, 200, &format!(r#"{{"state":"OK","data":{data}}}"#))
            .expect_err("it can't be read");
        let Error::Accepted(error) = error else { panic!("{data}: {error:?}") };
        let told = format!("{} {:?}", error.malformed(), error);
        assert!(told.contains(path), "{data}: {told}");
        assert!(!told.contains("geheim") && !told.contains("1,5"), "{told}");
    }
}

#[test]
fn a_list_or_a_single_value_may_be_the_whole_reply() {
    let found = |format, body: &str| match decoded(&find(), format, 200, body).expect("a success") {
        FindOrderReply::Done(reply) => {
            reply.orders.iter().map(|order| (order.id, order.name.clone())).collect::<Vec<_>>()
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(
        found(Format::Json, r#"{"state":"OK","data":[{"Id":1},{"Id":"2","Name":"x"}]}"#),
        [(1, None), (2, Some("x".to_owned()))]
    );
    assert_eq!(found(Format::Json, r#"{"state":"OK","data":{"Id":1}}"#), [(1, None)], "one instead of many");
    let body = "<answer><state>OK</state><data><Order><Id>1</Id></Order><Order><Id>2</Id></Order></data></answer>";
    assert_eq!(found(Format::Xml, body).len(), 2);
    let counted = |format, body: &str| match decoded(&CountOrders::new(), format, 200, body).expect("a success") {
        CountOrdersReply::Counted(reply) | CountOrdersReply::Done(reply) => reply.count,
        other => panic!("{other:?}"),
    };
    for body in [r#"{"RESULT":{"cOUNT":"5","State":"COUNTED"}}"#, r#"{"result":{"Count":5,"state":"OK"}}"#] {
        assert_eq!(counted(Format::Json, body), 5, "{body}");
    }
    assert_eq!(counted(Format::Xml, "<Result><COUNT>5</COUNT><STATE>OK</STATE></Result>"), 5);
    assert!(decoded(&CountOrders::new(), Format::Json, 200, r#"{"result":{"state":"OK"}}"#).is_err());
}

#[test]
fn an_operation_may_have_arms_of_its_own() {
    let remove = RemoveOrder::new(1, Colour::Red);
    assert!(decoded(&remove, Format::Json, 404, "{}").is_ok());
    assert!(decoded(&remove, Format::Json, 200, "{}").is_err());
    assert!(decoded(&find(), Format::Json, 404, "{}").is_err(), "it is not the vendor's");
}

#[test]
fn codes_have_classes() {
    let token =
        decoded(&OpenSession::new(), Format::Json, 200, r#"{"state":"OK","data":{"Ticket":"t"}}"#).expect("a success");
    assert!(matches!(token, OpenSessionReply::Done(token) if token.ticket.expose() == "t"));
    for (wire, class) in
        [("17", Class::Credentials), ("0x1F", Class::NotFound), ("E-99", Class::VendorFault), ("31", Class::Unknown)]
    {
        let code = Code::from_wire(wire);
        assert_eq!((code.as_str(), code.class()), (wire, class));
    }
}
