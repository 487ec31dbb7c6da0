//! Fields, types, rules, and how values are written.

codes! {
    UNKNOWN_TYPE = 301, "a type that does not exist";
    TYPE_OF_THE_LANGUAGE = 302, "a type with the name of one of the language";
    DUPLICATE_TYPE = 303, "two types of one name";
    RECURSIVE_TYPE = 304, "a type that contains itself";
    BAD_NAMED_TYPE = 305, "a named type of what can have no name";
    UNUSED_TYPE = 306, "a type that nothing uses";
    NO_SHAPE = 307, "a field that does not say what it is";
    SEVERAL_SHAPES = 308, "a field that says several things it is";
    KEYWORD_OF_A_FIELD = 309, "a keyword of a field on a type or item";
    UNKNOWN_FIELD = 310, "a field that does not exist";
    DUPLICATE_FIELD = 311, "two fields of one name";
    REPEATED_FIELD = 312, "a reply with one field under several values";
    ITEMS_WITHOUT_LIST = 313, "items of what is no list";
    LIST_OF_LISTS = 314, "a list of lists in XML";
    BAD_WIRE_NAME = 315, "a name that can not stand on the wire";
    MISPLACED_LIMITS = 316, "limits that do not suit the type";
    SECRET_NOT_TEXT = 317, "a secret that is no text";
    BAD_FILLED_FIELD = 318, "a field that the client can not fill";
    BASE_OF_ENUM = 319, "an enum of a type that has none";
    BAD_ENUM_VALUE = 320, "an enum value that the wire can not have";
    DUPLICATE_VALUE = 321, "an enum value that stands twice";
    INCOMPLETE_ENUM = 322, "an enum that lacks values";
    RULE_OF_SEVERAL_FIELDS = 323, "a rule that names several fields";
    RULE_WITHOUT_VALUES = 324, "a rule about a field without values";
    CONTRADICTING_RULES = 325, "rules that contradict each other";
    REQUIRED_WHERE_FORBIDDEN = 326, "a field that is required where it is not allowed";
    DATE_WITHOUT_PATTERN = 327, "a date that does not say how it is written";
    DATE_KEYWORD = 328, "a keyword of dates on another type";
    BAD_DATE_PATTERN = 329, "a date pattern that can not be read";
    PATTERN_FOR_ANOTHER_TYPE = 330, "a date pattern that does not fit the type";
    UNKNOWN_CODEC = 331, "a way to write a value that does not exist";
    CODEC_FOR_ANOTHER_TYPE = 332, "a way to write a value that does not fit the type";
    CODEC_ORDER = 333, "ways to write a value in an impossible order";
    BYTES_WITHOUT_CODEC = 334, "bytes that do not become text";
}
