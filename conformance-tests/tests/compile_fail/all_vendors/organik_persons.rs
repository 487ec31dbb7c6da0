//! A group is no number of a telephone, although both are whole numbers.

use generated_client::organik::groupcontentadd::{Groupcontentadd, Person};
use generated_client::organik::{GroupId, Gsm};
use generated_client::{Date, DateTime, Invalid};

fn main() -> Result<(), Invalid> {
    let group = GroupId::new(101);
    let gsm = Gsm::new(905_321_000_001)?;
    let born = Date::new(1975, 12, 30)?;
    let hour = DateTime::new(born, 12, 0, 0)?;

    let person = Person::new(group, gsm); //~ TWIN
    //~ FAILS E0308 let person = Person::new(gsm, group);
    //~ FAILS E0308 let person = Person::new(group, group);
    //~ FAILS E0308 let person = Person::new(101, gsm);
    //~ FAILS E0308 let person = Person::new(group, 905_321_000_001);
    //~ FAILS E0308 let person = Person::new(group, "905321000001");
    //~ FAILS E0308 let person = Person::new(group, Gsm::new(905_321_000_001));
    //~ FAILS E0423 let person = Person::new(group, Gsm(905_321_000_001));
    //~ FAILS E0423 let person = Person::new(GroupId(101), gsm);
    //~ FAILS E0277 let person = Person::new(gsm.into(), gsm);
    //~ FAILS E0061 let person = Person::new(group);
    //~ FAILS E0639 let person = Person { group_id: group, gsm, name: None, surname: None, birthday: None };

    let person = person.birthday(born); //~ TWIN
    //~ FAILS E0308 let person = person.birthday(hour);
    //~ FAILS E0308 let person = person.birthday("1975-12-30");
    //~ FAILS E0308 let person = person.birthday(None);
    //~ FAILS E0308 let person = person.birthday(Date::new(1975, 2, 30));
    //~ FAILS E0277 let person = person.name(905_321_000_001_i64);
    //~ WARNS unused_must_use person.clone().birthday(born);

    let _ = Groupcontentadd::new(vec![person]); //~ TWIN
    //~ FAILS E0308 let _ = Groupcontentadd::new(person);
    //~ FAILS E0308 let _ = Groupcontentadd::new([person]);
    //~ FAILS E0308 let _ = Groupcontentadd::new(vec![gsm]);
    //~ FAILS E0616 let _ = Groupcontentadd::new(vec![person]).unchecked_;

    let _ = (gsm.get(), hour);
    Ok(())
}
