//! [`Items`]: a list that is a member of an object while it is being read.

use super::value::{Kind, Value};
use crate::runtime::malformed::{At, Malformed};

/// How a list is written in XML. In JSON it is an array, whatever this says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListForm {
    /// One element after the other, each an item: `<person/><person/>`.
    Repeated,
    /// One element that holds nothing but the items, which have this name.
    Wrapped(&'static str),
}

/// A list that is a member of an object while it is being read.
///
/// A lone value is a list of one. JSON `null`, `""`, `{}` and a lone empty element are an empty list.
#[derive(Debug)]
pub struct Items<T> {
    name: &'static str,
    form: ListForm,
    state: State,
    items: Vec<T>,
    /// The first repeated element, where it is empty: an item if others follow it.
    first: Option<Result<Option<T>, Malformed>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Not there, or there as `null`.
    Absent { seen: bool },
    /// Repeated elements, of which more may follow.
    Open,
    /// There as a whole.
    Whole,
}

impl<T> Items<T> {
    /// An empty list for the member of that name.
    #[inline]
    pub const fn new(name: &'static str, form: ListForm) -> Self {
        Self { name, form, state: State::Absent { seen: false }, items: Vec::new(), first: None }
    }

    /// Reads a member: the list, or one of its repeated elements.
    ///
    /// # Errors
    ///
    /// When `read` fails or gives `None` for an item, the member was there before as a whole, or a
    /// wrapping element holds something else. Errors carry the member's name and the item's position.
    #[inline]
    pub fn read<'d>(
        &mut self,
        value: Value<'d>,
        read: impl FnMut(Value<'d>) -> Result<Option<T>, Malformed>,
    ) -> Result<(), Malformed> {
        let name = self.name;
        self.take(value, read).at(name)
    }

    /// The list of that record, which must have been there, even if empty.
    ///
    /// # Errors
    ///
    /// When the member was not there, or as `null`; but of an XML element, which can't tell a list of no repeated
    /// elements from an absent one.
    pub fn required(self, record: Value<'_>) -> Result<Vec<T>, Malformed> {
        match self.state {
            State::Absent { .. } if record.kind() != Kind::Element => {
                Err(Malformed::new("to be present").at(self.name))
            }
            _ => Ok(self.items),
        }
    }

    /// The list, which must have been there, and not as `null`.
    ///
    /// # Errors
    ///
    /// When it was not.
    pub fn given(self) -> Result<Vec<T>, Malformed> {
        let name = self.name;
        self.optional().ok_or_else(|| Malformed::new("to be present").at(name))
    }

    /// The list, if it was there and not `null`.
    pub fn optional(self) -> Option<Vec<T>> {
        match self.state {
            State::Absent { .. } => None,
            _ => Some(self.items),
        }
    }

    /// Reads a value that is itself the list.
    ///
    /// # Errors
    ///
    /// As for [`read`](Self::read), without the member's name; and when it is `null`.
    pub fn from_value<'d>(
        value: Value<'d>,
        form: ListForm,
        read: impl FnMut(Value<'d>) -> Result<Option<T>, Malformed>,
    ) -> Result<Vec<T>, Malformed> {
        let mut items = Self::new("", form);
        items.take(value, read)?;
        match items.state {
            State::Absent { .. } => Err(value.expected("a list")),
            _ => Ok(items.items),
        }
    }

    fn take<'d>(
        &mut self,
        value: Value<'d>,
        mut read: impl FnMut(Value<'d>) -> Result<Option<T>, Malformed>,
    ) -> Result<(), Malformed> {
        let repeated = self.form == ListForm::Repeated && value.kind() == Kind::Element;
        match self.state {
            State::Absent { seen: false } => {}
            State::Open if repeated => {}
            _ => return Err(value.expected("to be there only once")),
        }
        let was_open = self.state == State::Open;
        self.state = match value.kind() {
            Kind::Null => State::Absent { seen: true },
            Kind::Element if repeated => State::Open,
            _ => State::Whole,
        };
        match (value.kind(), self.form) {
            (Kind::List, _) => {
                for item in value.items() {
                    self.push(read(item.value))?;
                }
                Ok(())
            }
            (Kind::Element, ListForm::Wrapped(name)) => self.unwrap(value, name, read),
            (Kind::Element, ListForm::Repeated) if !was_open && value.is_empty() => {
                self.first = Some(read(value));
                Ok(())
            }
            (Kind::Element, ListForm::Repeated) => {
                if let Some(first) = self.first.take() {
                    self.push(first)?;
                }
                self.push(read(value))
            }
            _ if value.is_empty() => Ok(()),
            _ => self.push(read(value)),
        }
    }

    fn unwrap<'d>(
        &mut self,
        value: Value<'d>,
        name: &'static str,
        mut read: impl FnMut(Value<'d>) -> Result<Option<T>, Malformed>,
    ) -> Result<(), Malformed> {
        const EXPECTED: &str = "nothing but the items of the list";
        if value.is_mixed() {
            return Err(value.expected(EXPECTED));
        }
        for member in value.members()? {
            if member.name == name {
                self.push(read(member.value))?;
            } else if !member.name.starts_with('@') {
                return Err(member.value.expected(EXPECTED));
            }
        }
        Ok(())
    }

    #[inline]
    fn push(&mut self, item: Result<Option<T>, Malformed>) -> Result<(), Malformed> {
        match item {
            Ok(Some(item)) => {
                self.items.push(item);
                Ok(())
            }
            Ok(None) => Err(Malformed::new("to be present").index(self.items.len())),
            Err(error) => Err(error.index(self.items.len())),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::runtime::read::{Document, Limits, Slot, integer, text};

    /// Reads `l` of a JSON object or of a root element, as generated code would.
    fn list(document: &Document<'_>, form: ListForm) -> Result<Items<i64>, Malformed> {
        let root = document.root();
        let mut items = Items::new("l", form);
        for member in root.sole("r")?.unwrap_or(root).members()? {
            if member.name == "l" {
                items.read(member.value, integer)?;
            }
        }
        Ok(items)
    }

    fn json(text: &str) -> Result<Items<i64>, Malformed> {
        list(&Document::json(text.as_bytes(), Limits::default()).unwrap(), ListForm::Repeated)
    }

    fn xml(text: &str, form: ListForm) -> Result<Items<i64>, Malformed> {
        list(&Document::xml(text.as_bytes(), Limits::default()).unwrap(), form)
    }

    #[test]
    fn json_lists() {
        for (text, expected) in [
            ("{\"l\":[1,\"2\",3]}", Some(vec![1, 2, 3])),
            ("{\"l\":7}", Some(vec![7])),
            ("{\"l\":[]}", Some(vec![])),
            ("{\"l\":\"\"}", Some(vec![])),
            ("{\"l\":{}}", Some(vec![])),
            ("{\"l\":null}", None),
            ("{}", None),
        ] {
            assert_eq!(json(text).unwrap().optional(), expected, "{text}");
            let record = Document::json(b"{}", Limits::default()).unwrap();
            let required = json(text).unwrap().required(record.root()).map_err(|error| error.to_string());
            assert_eq!(required, expected.ok_or_else(|| "l: expected to be present".to_owned()), "{text}");
        }
        for (text, error) in [
            ("{\"l\":[1,null]}", "l[1]: expected to be present"),
            ("{\"l\":[1,2,\"x\"]}", "l[2]: expected an integer (byte 11)"),
            ("{\"l\":[[1]]}", "l[0]: expected an integer"),
        ] {
            assert_eq!(json(text).unwrap_err().to_string(), error);
        }
    }

    #[test]
    fn repeated_elements() {
        for (text, expected) in [
            ("<r><l>1</l><x/><l>2</l></r>", Some(vec![1, 2])),
            ("<r><l>7</l></r>", Some(vec![7])),
            ("<r><l/></r>", Some(vec![])),
            ("<r><l> </l></r>", Some(vec![])),
            ("<r></r>", None),
        ] {
            assert_eq!(xml(text, ListForm::Repeated).unwrap().optional(), expected, "{text}");
            let document = Document::xml(b"<r/>", Limits::default()).unwrap();
            let element = document.root().sole("r").unwrap().unwrap();
            let items = xml(text, ListForm::Repeated).unwrap();
            assert_eq!(items.required(element).unwrap(), expected.unwrap_or_default(), "{text}");
        }
        for (text, error) in [
            ("<r><l/><l>2</l></r>", "l[0]: expected to be present"),
            ("<r><l>1</l><l/></r>", "l[1]: expected to be present"),
            ("<r><l>1</l><l>x</l></r>", "l[1]: expected an integer (byte 14)"),
            ("<r><l><i>1</i></l></r>", "l[0]: expected an integer"),
        ] {
            assert_eq!(xml(text, ListForm::Repeated).unwrap_err().to_string(), error);
        }
    }

    #[test]
    fn wrapped_elements() {
        const FORM: ListForm = ListForm::Wrapped("i");
        for (text, expected) in [
            ("<r><l><i>1</i>\n<i>2</i></l></r>", Some(vec![1, 2])),
            ("<r><l count='1'><i>1</i></l></r>", Some(vec![1])),
            ("<r><l/></r>", Some(vec![])),
            ("<r><l> </l></r>", Some(vec![])),
            ("<r></r>", None),
        ] {
            assert_eq!(xml(text, FORM).unwrap().optional(), expected, "{text}");
        }
        for (text, error) in [
            ("<r><l><i>1</i></l><l><i>2</i></l></r>", "l: expected to be there only once"),
            ("<r><l/><l/></r>", "l: expected to be there only once"),
            ("<r><l><i>1</i><j/></l></r>", "l: expected nothing but the items of the list"),
            ("<r><l><i>1</i>x</l></r>", "l: expected nothing but the items of the list"),
            ("<r><l>x</l></r>", "l: expected an object (byte 6)"),
            ("<r><l><i>1</i><i/></l></r>", "l[1]: expected to be present"),
        ] {
            assert_eq!(xml(text, FORM).unwrap_err().to_string(), error, "{text}");
        }
    }

    #[test]
    fn empty_texts_between_others_are_items() {
        let body = "<r><l></l><l>b</l><l/></r>";
        let document = Document::xml(body.as_bytes(), Limits::default()).unwrap();
        let mut items = Items::new("l", ListForm::Repeated);
        for member in document.root().get("r").unwrap().members().unwrap() {
            items.read(member.value, text).unwrap();
        }
        assert_eq!(items.optional().unwrap(), ["", "b", ""]);
    }

    #[test]
    fn a_payload_that_is_the_list() {
        let document = Document::json(b"[1,2]", Limits::default()).unwrap();
        let items = Items::from_value(document.root(), ListForm::Repeated, integer);
        assert_eq!(items.unwrap(), [1, 2]);
        let document = Document::json(b"[1,\"x\"]", Limits::default()).unwrap();
        let items = Items::from_value(document.root(), ListForm::Repeated, integer);
        assert_eq!(items.unwrap_err().field(), "[1]");
        let document = Document::json(b"null", Limits::default()).unwrap();
        assert!(Items::from_value(document.root(), ListForm::Repeated, integer).is_err());
    }

    #[test]
    fn slots_are_filled_once() {
        let document = Document::xml(b"<r><a>1</a><a>2</a><b/></r>", Limits::default()).unwrap();
        let root = document.root().get("r").unwrap();
        let mut slot = Slot::<i64>::new("a");
        let mut members = root.members().unwrap();
        slot.read(members.next().unwrap().value, integer).unwrap();
        let error = slot.read(members.next().unwrap().value, integer).unwrap_err();
        assert_eq!(error.to_string(), "a: expected to be there only once (byte 14)");
        assert_eq!(slot.required().unwrap(), 1);
        let mut slot = Slot::<i64>::new("b");
        slot.read(members.next().unwrap().value, integer).unwrap();
        assert_eq!(slot.required().unwrap_err().to_string(), "b: expected to be present");
        assert_eq!(Slot::<i64>::new("c").optional(), None);
        assert!(root.sole("a").is_err());
        assert_eq!(root.sole("b").unwrap().map(Value::is_empty), Some(true));
        assert!(root.sole("c").unwrap().is_none());
    }
}
