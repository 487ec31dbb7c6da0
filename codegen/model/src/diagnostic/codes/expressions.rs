//! Computed values.

codes! {
    COMPUTED_WITHOUT_EXPRESSION = 801, "a computed value that is no expression";
    BAD_EXPRESSION = 802, "an expression that can not be read";
    UNKNOWN_FUNCTION = 803, "a function that does not exist";
    ARGUMENT_COUNT = 804, "a function with too few or too many values";
    BYTES_FOR_TEXT = 805, "bytes where text is due";
    BAD_NOW = 806, "a clock value that can not be read";
    COMPUTED_FROM_ITSELF = 807, "a value that is computed from itself";
}
