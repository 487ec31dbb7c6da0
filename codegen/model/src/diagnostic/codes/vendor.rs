//! What is written once for the vendor: names, servers, credentials, tokens, codes.

codes! {
    NO_IDENTIFIER = 201, "a name that is no identifier";
    NO_NAME = 202, "a wire name from which no identifier can be made";
    FOLDER_NAME = 203, "a vendor that is not called as its folder";
    NO_SERVER = 204, "a vendor without a server";
    SERVER_ADDRESS = 205, "a server that is no plain https address";
    DUPLICATE_CREDENTIAL = 206, "two credentials of one name";
    UNKNOWN_SETTING = 207, "a setting that does not exist";
    UNKNOWN_VALUE = 208, "a value that the field or setting does not have";
    SECOND_TOKEN = 209, "more than one token";
    TOKEN_NEEDS_CALLER = 210, "a token that can not be fetched without the caller";
    TOKEN_NOT_SECRET = 211, "a token that is no secret text";
    TOKEN_OUTSIDE_HEADERS = 212, "a token outside the headers";
    BAD_DURATION = 213, "a duration that is none";
    DUPLICATE_CODE = 214, "a code that is listed twice";
    DUPLICATE_CODE_NAME = 215, "two codes of one name";
    UNKNOWN_CLASS = 216, "a class that does not exist";
    UNKNOWN_CODE = 217, "a code that the vendor does not list";
}
