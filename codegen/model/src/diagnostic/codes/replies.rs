//! The reply on the wire, and what it means.

codes! {
    NO_FRAME = 501, "a format without a frame";
    NO_HOLE = 502, "a frame without a hole";
    VALUE_AMONG_NAMES = 503, "a single value among other names";
    VALUE_IN_FRAME = 504, "a value in a frame";
    UNKNOWN_MEMBER = 505, "a member that the frame does not have";
    AMBIGUOUS_MEMBER = 506, "a member that could be several";
    DUPLICATE_ARM = 507, "two arms of one name";
    UNREACHABLE_ARM = 508, "an arm that no reply reaches";
    NO_SUCCESS = 509, "no reply would be a success";
    SUCCESS_BY_SILENCE = 510, "a success for which nothing says yes";
    GUESSED_SUCCESS = 511, "a guess that decides about a call that must not be repeated";
    CLASS_OF_SUCCESS = 512, "a class of what is no refusal";
    REFUSAL_WITH_FIELDS = 513, "a refusal with fields";
    BAD_READS = 514, "an arm that reads no document";
    BAD_TEXT_PATTERN = 515, "a text pattern that can not be read";
    AMBIGUOUS_PATTERN = 516, "a text pattern that can be read in several ways";
    DUPLICATE_HOLE = 517, "a hole that stands twice";
    PATTERN_WITHOUT_FIELD = 518, "a text pattern that lacks a field";
    BAD_STATUS = 519, "an HTTP status that is none";
    BAD_TEST = 520, "a test that is none";
    TEST_OF_A_RECORD = 521, "a test of what has parts";
    TEST_OF_ANOTHER_TYPE = 522, "a test that does not suit the type";
    EVERY_WITHOUT_LIST = 523, "a test of all items where there is no list";
}
