//! The vendors' operations as values, so that one table can hold for all of them.

use generated_client::{
    Date, Format, Operation, Options, Received, Safety, Vendor, iletimerkezi, organik, paywall, sabapayamak,
};
use vendor_model::model;
use vendor_sandbox::{Answer, ReplyWriter};

use super::{Told, keys, tell, vendors};

/// An operation of a real vendor, in one format of request and reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    UserCredit(Format),
    AddPersons(Format),
    CreateMember,
    GetBalance(Format),
    Authenticate,
    Balance,
    CreditsBetween,
    LastCredits,
    SentCredits,
    ReceivedCredits,
    ChargeCredits,
    MoneyBackCredits,
}

/// Runs the same for an operation, whatever its type.
trait Visit {
    type Out;
    fn visit<O: Operation<Reply: std::fmt::Debug>>(
        self,
        config: generated_client::Config<O::Vendor>,
        request: &O,
    ) -> Self::Out;
}

impl Op {
    /// Those that are done twice when they are sent twice.
    pub const ONCE: [Self; 5] = [
        Self::UserCredit(Format::Json),
        Self::UserCredit(Format::Xml),
        Self::AddPersons(Format::Json),
        Self::AddPersons(Format::Xml),
        Self::CreateMember,
    ];

    /// Those that change nothing.
    pub const READS: [Self; 9] = [
        Self::GetBalance(Format::Json),
        Self::GetBalance(Format::Xml),
        Self::Balance,
        Self::CreditsBetween,
        Self::LastCredits,
        Self::SentCredits,
        Self::ReceivedCredits,
        Self::ChargeCredits,
        Self::MoneyBackCredits,
    ];

    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::ONCE.into_iter().chain(Self::READS).chain([Self::Authenticate])
    }

    pub fn vendor(self) -> &'static str {
        match self {
            Self::UserCredit(_) | Self::AddPersons(_) => "organik",
            Self::CreateMember => "paywall",
            Self::GetBalance(_) => "iletimerkezi",
            _ => "sabapayamak",
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::UserCredit(_) => "user_credit",
            Self::AddPersons(_) => "groupcontentadd",
            Self::CreateMember => "create_member",
            Self::GetBalance(_) => "get_balance",
            Self::Authenticate => "authenticate",
            Self::Balance => "balance",
            Self::CreditsBetween => "credits_between",
            Self::LastCredits => "last_credits",
            Self::SentCredits => "sent_credits",
            Self::ReceivedCredits => "received_credits",
            Self::ChargeCredits => "charge_credits",
            Self::MoneyBackCredits => "money_back_credits",
        }
    }

    pub fn format(self) -> Format {
        match self {
            Self::UserCredit(format) | Self::AddPersons(format) | Self::GetBalance(format) => format,
            _ => Format::Json,
        }
    }

    /// A client of the vendor at that address. SabaPayamak's has a token already.
    pub fn client(self, base: &str, change: impl FnOnce(Options) -> Options) -> Client {
        let client = Client::new(self.vendor(), base);
        client.with(|options| change(options.format(self.format())))
    }

    /// Calls it.
    pub async fn call(self, client: &Client) -> Told {
        match (self, client) {
            (Self::UserCredit(_), Client::Organik(client)) => tell(&client.user_credit(&user_credit()).await),
            (Self::AddPersons(_), Client::Organik(client)) => tell(&client.groupcontentadd(&persons()).await),
            (Self::CreateMember, Client::Paywall(client)) => tell(&client.create_member(&member()).await),
            (Self::GetBalance(_), Client::Iletimerkezi(client)) => {
                tell(&client.get_balance(&iletimerkezi::GetBalance::new()).await)
            }
            (op, Client::Sabapayamak(client)) => op.call_sabapayamak(client).await,
            _ => unreachable!("a client of another vendor"),
        }
    }

    async fn call_sabapayamak(self, client: &sabapayamak::Client) -> Told {
        use sabapayamak as s;
        match self {
            Self::Authenticate => tell(&client.authenticate(&s::Authenticate::new()).await),
            Self::Balance => tell(&client.balance(&s::Balance::new()).await),
            Self::CreditsBetween => tell(&client.credits_between(&days()).await),
            Self::LastCredits => tell(&client.last_credits(&s::LastCredits::new(10)).await),
            Self::SentCredits => tell(&client.sent_credits(&s::SentCredits::new(10)).await),
            Self::ReceivedCredits => tell(&client.received_credits(&s::ReceivedCredits::new(10)).await),
            Self::ChargeCredits => tell(&client.charge_credits(&s::ChargeCredits::new(10)).await),
            Self::MoneyBackCredits => tell(&client.money_back_credits(&s::MoneyBackCredits::new(10)).await),
            _ => unreachable!("an operation of another vendor"),
        }
    }

    /// What an answer means, without any network.
    pub fn decode(self, answer: &Answer) -> Told {
        struct Decode<'a>(&'a Answer, Format);
        impl Visit for Decode<'_> {
            type Out = Told;
            fn visit<O: Operation<Reply: std::fmt::Debug>>(
                self,
                config: generated_client::Config<O::Vendor>,
                request: &O,
            ) -> Told {
                let received = Received::new(
                    http::StatusCode::from_u16(self.0.status).expect("a status"),
                    http::HeaderMap::new(),
                    self.0.body.clone(),
                );
                tell(&config.format(self.1).decode(request, &received))
            }
        }
        self.visit(Decode(answer, self.format()))
    }

    pub fn safety(self) -> Safety {
        struct Ask;
        impl Visit for Ask {
            type Out = Safety;
            fn visit<O: Operation<Reply: std::fmt::Debug>>(
                self,
                _: generated_client::Config<O::Vendor>,
                _: &O,
            ) -> Safety {
                O::FACTS.safety
            }
        }
        self.visit(Ask)
    }

    fn visit<V: Visit>(self, visit: V) -> V::Out {
        use sabapayamak as s;
        match self {
            Self::UserCredit(_) => visit.visit(keys::organik(), &user_credit()),
            Self::AddPersons(_) => visit.visit(keys::organik(), &persons()),
            Self::CreateMember => visit.visit(keys::paywall(), &member()),
            Self::GetBalance(_) => visit.visit(keys::iletimerkezi(), &iletimerkezi::GetBalance::new()),
            Self::Authenticate => visit.visit(keys::sabapayamak(), &s::Authenticate::new()),
            Self::Balance => visit.visit(keys::sabapayamak(), &s::Balance::new()),
            Self::CreditsBetween => visit.visit(keys::sabapayamak(), &days()),
            Self::LastCredits => visit.visit(keys::sabapayamak(), &s::LastCredits::new(10)),
            Self::SentCredits => visit.visit(keys::sabapayamak(), &s::SentCredits::new(10)),
            Self::ReceivedCredits => visit.visit(keys::sabapayamak(), &s::ReceivedCredits::new(10)),
            Self::ChargeCredits => visit.visit(keys::sabapayamak(), &s::ChargeCredits::new(10)),
            Self::MoneyBackCredits => visit.visit(keys::sabapayamak(), &s::MoneyBackCredits::new(10)),
        }
    }

    /// Runs `then` with the operation's part of the model.
    pub fn model<T>(self, then: impl FnOnce(&model::Vendor, &model::Operation, ReplyWriter<'_>) -> T) -> T {
        let vendors = vendors();
        let vendor = vendors.iter().find(|vendor| vendor.name == self.vendor()).expect("the vendor has a spec");
        let operation = vendor.operation(self.name()).expect("the operation has a spec");
        let format = match self.format() {
            Format::Xml => model::Format::Xml,
            _ => model::Format::Json,
        };
        then(vendor, operation, ReplyWriter::new(vendor, operation, format).expect("the operation has that format"))
    }

    /// The reply of its first example that has one, as the vendor would write it.
    pub fn good(self) -> Answer {
        self.model(|_, operation, writer| {
            let mut forms = operation.examples.iter().flat_map(|example| &example.forms);
            let value = forms.find_map(|form| match &form.outcome {
                model::Outcome::Reply(value) => Some(value),
                _ => None,
            });
            writer.success(value.expect("an example with a reply")).expect("a reply that means success")
        })
    }

    /// A refusal with that code.
    pub fn refusal(self, code: &str, message: Option<&str>) -> Answer {
        self.model(|_, _, writer| writer.refusal(code, message).expect("a refusal"))
    }
}

/// A client of one of the vendors.
#[derive(Clone, Debug)]
pub enum Client {
    Organik(organik::Client),
    Paywall(paywall::Client),
    Iletimerkezi(iletimerkezi::Client),
    Sabapayamak(sabapayamak::Client),
}

impl Client {
    pub fn new(vendor: &str, base: &str) -> Self {
        fn connect<V: Vendor>(config: generated_client::Config<V>, base: &str) -> V::Client {
            config.base_url(base).expect("a good address").connect().expect("a good configuration")
        }
        match vendor {
            "organik" => Self::Organik(connect(keys::organik(), base)),
            "paywall" => Self::Paywall(connect(keys::paywall(), base)),
            "iletimerkezi" => Self::Iletimerkezi(connect(keys::iletimerkezi(), base)),
            _ => Self::Sabapayamak(connect(keys::sabapayamak().token(keys::SABA_TOKEN.into()), base)),
        }
    }

    #[must_use]
    pub fn with(&self, change: impl FnOnce(Options) -> Options) -> Self {
        match self {
            Self::Organik(client) => Self::Organik(client.with(change)),
            Self::Paywall(client) => Self::Paywall(client.with(change)),
            Self::Iletimerkezi(client) => Self::Iletimerkezi(client.with(change)),
            Self::Sabapayamak(client) => Self::Sabapayamak(client.with(change)),
        }
    }
}

pub fn user_credit() -> organik::UserCredit {
    let credit = organik::Credit::bank_transfer(5);
    organik::UserCredit::new(organik::user_credit::Required { credit, user_id: 42, balance: 100 })
}

pub fn persons() -> organik::Groupcontentadd {
    organik::Groupcontentadd::new(vec![person().name("Ayşe")])
}

pub fn person() -> organik::Person {
    organik::Person::new(organik::GroupId::new(100), organik::Gsm::new(905_321_000_001).expect("a number"))
}

pub fn member() -> paywall::CreateMember {
    let member_type = paywall::create_member::MemberType::individual("11111111111");
    paywall::CreateMember::new(paywall::create_member::Required {
        membership: paywall::create_member::Membership::sub_merchant(member_type),
        member_external_id: "ext-1".into(),
        member_name: "Ayşe".into(),
        member_title: "Ayşe Ltd.".into(),
        member_email: "ayse@example.com".into(),
        member_phone: "905321000001".into(),
        member_address: "Ankara".into(),
        contact_name: "Ayşe".into(),
        contact_lastname: "Yılmaz".into(),
    })
}

pub fn days() -> sabapayamak::CreditsBetween {
    let day = |day| Date::new(2023, 7, day).expect("a day");
    sabapayamak::CreditsBetween::new(sabapayamak::credits_between::Required { start_date: day(1), end_date: day(9) })
}
