//! What people write by hand instead: `serde` derives for `serde_json` and `quick-xml`.
//!
//! Optional values are `Option`s as in our types, and left out when absent. Days are texts that were made
//! beforehand, so that the derives have less to do than we have; [`Dated`] has them as days.

use generated_client::Date;
use serde::{Deserialize, Serialize, Serializer};

use super::persons::{Plain, plain};

#[derive(Serialize)]
#[serde(rename = "document")]
pub struct Document<P> {
    data: Persons<P>,
}

#[derive(Serialize)]
struct Persons<P> {
    persons: Vec<P>,
}

#[derive(Serialize)]
pub struct Texted {
    group_id: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    surname: Option<String>,
    gsm: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    birthday: Option<String>,
}

#[derive(Serialize)]
pub struct Dated {
    group_id: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    surname: Option<String>,
    gsm: i64,
    #[serde(serialize_with = "day", skip_serializing_if = "Option::is_none")]
    birthday: Option<Date>,
}

fn day<S: Serializer>(day: &Option<Date>, to: S) -> Result<S::Ok, S::Error> {
    match day {
        Some(day) => to.collect_str(day),
        None => to.serialize_none(),
    }
}

fn document<P>(count: usize, person: impl Fn(Plain) -> P) -> Document<P> {
    Document { data: Persons { persons: plain(count).map(person).collect() } }
}

pub fn texted(count: usize) -> Document<Texted> {
    document(count, |plain| Texted {
        group_id: plain.group_id,
        name: Some(plain.name.to_owned()),
        surname: Some(plain.surname.to_owned()),
        gsm: plain.gsm,
        birthday: Some(plain.birthday_text()),
    })
}

pub fn dated(count: usize) -> Document<Dated> {
    document(count, |plain| {
        let (year, month, day) = plain.birthday;
        Dated {
            group_id: plain.group_id,
            name: Some(plain.name.to_owned()),
            surname: Some(plain.surname.to_owned()),
            gsm: plain.gsm,
            birthday: Date::new(year, month, day).ok(),
        }
    })
}

pub const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8"?>"#;

pub fn write_json<P: Serialize>(document: &Document<P>, out: &mut Vec<u8>) {
    serde_json::to_writer(out, document).expect("a vector takes everything");
}

pub fn write_xml<P: Serialize>(document: &Document<P>, out: &mut String) {
    out.push_str(DECLARATION);
    quick_xml::se::to_writer(out, document).expect("a string takes everything");
}

/// A person of a reply, with our types but for the day.
#[derive(Deserialize)]
pub struct Stored {
    pub id: i64,
    pub group_id: i64,
    pub name: Option<String>,
    pub surname: Option<String>,
    pub gsm: i64,
    pub birthday: Option<String>,
}

#[derive(Deserialize)]
struct JsonDocument {
    response: JsonResponse,
}

#[derive(Deserialize)]
struct JsonResponse {
    result: bool,
    data: Vec<Stored>,
}

#[derive(Deserialize)]
struct XmlResponse {
    result: bool,
    data: XmlData,
}

#[derive(Deserialize)]
struct XmlData {
    item: Vec<Stored>,
}

pub fn read_json(body: &[u8]) -> Vec<Stored> {
    let document: JsonDocument = serde_json::from_slice(body).expect("the reply");
    assert!(document.response.result);
    document.response.data
}

pub fn read_xml(body: &[u8]) -> Vec<Stored> {
    let body = std::str::from_utf8(body).expect("UTF-8");
    let response: XmlResponse = quick_xml::de::from_str(body).expect("the reply");
    assert!(response.result);
    response.data.item
}
