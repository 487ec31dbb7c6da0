//! Persons to send and the vendor's replies about them, for benches and for the test of allocations.

use std::fmt::Write as _;

use generated_client::Date;
use generated_client::organik::{GroupId, Groupcontentadd, Gsm, Person};

const NAMES: [&str; 8] = ["Ahmet", "Ayşe", "Mehmet", "Zeynep", "Mustafa", "Fatma", "Gülşah", "Deniz"];
const SURNAMES: [&str; 8] = ["Sert", "Yılmaz", "Kaya", "Demir", "Çelik", "Öztürk", "Dere", "Karaosmanoğlu"];

/// One person, before anybody's types.
pub struct Plain {
    pub id: i64,
    pub group_id: i64,
    pub name: &'static str,
    pub surname: &'static str,
    pub gsm: i64,
    pub birthday: (i16, u8, u8),
}

/// The same persons at each run: names as people have them, two fifths with letters beyond ASCII.
pub fn plain(count: usize) -> impl Iterator<Item = Plain> {
    (0..count).map(|index| Plain {
        id: index as i64 + 1,
        group_id: 100 + (index % 50) as i64,
        name: NAMES[index % 8],
        surname: SURNAMES[index / 8 % 8],
        gsm: 905_321_000_001 + index as i64,
        birthday: (1950 + (index % 60) as i16, 1 + (index % 12) as u8, 1 + (index % 28) as u8),
    })
}

impl Plain {
    /// The day of birth as the vendor writes it.
    pub fn birthday_text(&self) -> String {
        let (year, month, day) = self.birthday;
        format!("{year:04}-{month:02}-{day:02}")
    }
}

/// The request for so many persons.
pub fn request(count: usize) -> Groupcontentadd {
    let persons = plain(count).map(|plain| {
        let (year, month, day) = plain.birthday;
        let gsm = Gsm::new(plain.gsm).expect("a number of 12 digits");
        Person::new(GroupId::new(plain.group_id), gsm)
            .name(plain.name)
            .surname(plain.surname)
            .birthday(Date::new(year, month, day).expect("a day that exists"))
    });
    Groupcontentadd::new(persons.collect())
}

/// The vendor's reply in JSON, without white space between the values.
pub fn json_reply(count: usize) -> String {
    let mut reply = String::from(r#"{"response":{"result":true,"data":["#);
    for plain in plain(count) {
        if plain.id > 1 {
            reply.push(',');
        }
        let Plain { id, group_id, name, surname, gsm, .. } = plain;
        let _ = write!(
            reply,
            r#"{{"id":{id},"group_id":{group_id},"name":"{name}","surname":"{surname}","gsm":{gsm},"birthday":"{}"}}"#,
            plain.birthday_text()
        );
    }
    reply.push_str("]}}");
    reply
}

/// The vendor's reply in XML, without white space between the elements.
pub fn xml_reply(count: usize) -> String {
    let mut reply = String::from(r#"<?xml version="1.0" encoding="UTF-8"?><response><result>1</result><data>"#);
    for plain in plain(count) {
        let Plain { id, group_id, name, surname, gsm, .. } = plain;
        let _ = write!(
            reply,
            "<item><id>{id}</id><group_id>{group_id}</group_id><name>{name}</name><surname>{surname}</surname><gsm>{gsm}</gsm><birthday>{}</birthday></item>",
            plain.birthday_text()
        );
    }
    reply.push_str("</data></response>");
    reply
}
