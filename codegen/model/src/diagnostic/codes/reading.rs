//! Reading YAML, before anything is known of the language.

codes! {
    NOT_YAML = 1, "the file is not YAML";
    DUPLICATE_KEY = 2, "a key stands twice in one mapping";
    ANCHOR = 3, "an anchor or alias";
    TAG = 4, "a YAML tag";
    SECOND_DOCUMENT = 5, "a second document in one file";
    COMPLEX_KEY = 6, "a key that is no name";
    TOO_DEEP = 7, "nesting that is too deep";
    TOO_LARGE = 8, "a file that is too large";
    NOT_UTF8 = 9, "a file that is not UTF-8";
    CHANGED_BY_YAML = 10, "a value that YAML changes by reading it";
    BINARY_FRACTION = 11, "a fraction that would pass through a binary number";
}
