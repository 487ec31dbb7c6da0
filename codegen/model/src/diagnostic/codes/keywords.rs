//! Keywords of the language and the kinds of what stands after them.

codes! {
    UNKNOWN_KEYWORD = 101, "a keyword that does not exist here";
    MISSING_KEYWORD = 102, "a keyword that must be there is missing";
    UNKNOWN_WORD = 103, "a word that is not possible here";
    WRONG_KIND = 104, "a value of the wrong kind";
    BAD_LIMITS = 105, "limits that are none";
    UNREADABLE = 106, "a value that can not be read";
}
