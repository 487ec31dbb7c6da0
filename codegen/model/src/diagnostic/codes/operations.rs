//! Operations.

codes! {
    DUPLICATE_OPERATION = 601, "two operations of one name";
    UNKNOWN_OPERATION = 602, "an operation that does not exist";
    UNKNOWN_METHOD = 603, "an HTTP method that does not exist";
    TWO_RESPONSES = 604, "a response that is a record and a value";
    BAD_MATCH = 605, "a match by what is no field";
    MATCH_WITHOUT_LIST = 606, "a match of what is no list of records";
    MATCH_NAME_TAKEN = 607, "a name for what is missing that is taken";
    SMALL_GROUP = 608, "a group of fewer than two fields";
    GROUP_OF_REQUIRED = 609, "a group with a field that is always there";
}
