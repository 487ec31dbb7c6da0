//! The request on the wire.

codes! {
    NO_PATH = 401, "an operation without a path";
    BAD_PATH = 402, "a path that is none";
    BAD_QUERY = 403, "a query that is none";
    BAD_HEADER = 404, "a header that can not be sent";
    BAD_CONTENT_TYPE = 405, "a content type that is none";
    UNKNOWN_FORMAT = 406, "a format that does not exist";
    BAD_FORM = 407, "a form that is none";
    LIST_IN_FRAME = 408, "a list in a frame";
    SEVERAL_HOLES = 409, "a frame with several holes";
    WRONG_HOLE = 410, "a hole that holds something else";
    NO_ROOT = 411, "an XML document without one root";
    BAD_PATTERN = 412, "a pattern that can not be read";
    BAD_OPTIONAL_GROUP = 413, "an optional group that nothing decides about";
    UNKNOWN_HOLE = 414, "a hole that nothing fills";
    AMBIGUOUS_HOLE = 415, "a hole that several things could fill";
    FIELDS_GO_NOWHERE = 416, "fields that go nowhere";
    FIELDS_GO_TWICE = 417, "fields that go to two places";
    FIELD_NEEDS_BODY = 418, "a field that its place can not hold";
    SECRET_IN_ADDRESS = 419, "a secret in the address or a header";
    OPTIONAL_IN_PATTERN = 420, "an optional field in a pattern";
}
