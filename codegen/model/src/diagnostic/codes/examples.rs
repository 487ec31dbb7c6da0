//! Examples.

codes! {
    UNKNOWN_ARM = 701, "an arm that does not exist";
    SEVERAL_OUTCOMES = 702, "an example with several outcomes";
    EXAMPLE_OF_ANOTHER_SHAPE = 703, "an example value of another shape";
    EXAMPLE_VALUE = 704, "an example value that the spec does not allow";
    EXAMPLE_BREAKS_RULES = 705, "an example that breaks the rules of its fields";
}
