//! Rules over several fields of a request.

use super::Resolver;
use crate::diagnostic::codes;
use crate::language::RequestSpec;
use crate::model::{Group, Presence, RecordId};
use crate::source::Origin;

impl Resolver<'_> {
    /// Optional fields of which only so many are given.
    pub(super) fn groups(&mut self, spec: &RequestSpec, request: RecordId, origin: &Origin) {
        let kinds = [
            ("one_of", &spec.one_of, 1, Some(1)),
            ("at_least_one", &spec.at_least_one, 1, None),
            ("at_most_one", &spec.at_most_one, 0, Some(1)),
        ];
        for (keyword, groups, least, most) in kinds {
            for (i, names) in groups.iter().enumerate() {
                let origin = origin.key(keyword).index(i);
                if names.len() < 2 {
                    self.error_with_help(
                        codes::SMALL_GROUP,
                        &origin,
                        "a group has two fields or more",
                        "write a list of lists: `[[a, b]]`",
                    );
                }
                let mut fields = Vec::new();
                for (j, name) in names.iter().enumerate() {
                    let origin = origin.index(j);
                    let Some(index) = self.field_index(request, name, &origin) else { continue };
                    if self.vendor.record(request).fields[index].presence != Presence::Optional {
                        self.error_with_help(
                            codes::GROUP_OF_REQUIRED,
                            &origin,
                            format!("`{name}` is not optional"),
                            "give it `optional: true`; the group says how many there are",
                        );
                    }
                    fields.push(index);
                }
                let most = most.unwrap_or(fields.len());
                self.vendor.records[request.0].groups.push(Group { fields, least, most });
            }
        }
    }
}
