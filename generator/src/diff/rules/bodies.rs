//! Bodies of requests, and responses.

use super::rule::{Direction, Effect, Rule, Severity, rules};

rules! { BODIES:
    REQUIRED_BODY_ADDED = "request-required-body-added": Request Breaking Compile, "required request body added",
        "the method takes another argument: give it the body";
    OPTIONAL_BODY_ADDED = "request-optional-body-added": Request Additive None, "optional request body added",
        "it has a setter of its own; what is built without it stays as it was";
    BODY_REMOVED = "request-body-removed": Request Breaking Compile, "request body removed", "its argument or setter is gone: leave it out";
    BODY_BECAME_REQUIRED = "request-body-became-required": Request Breaking Compile, "request body became required",
        "the setter has become an argument: give the body to the method";
    BODY_BECAME_OPTIONAL = "request-body-became-optional": Request Breaking Compile, "request body became optional",
        "the argument has become a setter: set the body there";
    BODY_TYPE_CHANGED = "request-body-type-changed": Request Breaking Compile, "type of the request body changed",
        "the method takes another type: give it the new one, as the line of Rust says";
    BODY_MEDIA_TYPE_CHANGED = "request-body-media-type-changed": Request Risky Behaviour,
        "media type of the request body changed", "the client sends it so by itself: fix what mocks, proxies and logs expect";
    BODY_CONTENT_CHANGED = "request-body-content-changed": Request Risky Behaviour,
        "content of the request body changed", "an app writes it by itself, so its code compiles, and the server may refuse what it wrote so far: look at what the app sends";
    REQUEST_MEDIA_TYPE_ADDED = "request-media-type-added": Request Additive None,
        "media type of the request body accepted", "the client goes on sending the one that it has chosen";
    REQUEST_MEDIA_TYPE_REMOVED = "request-media-type-removed": Request DocsOnly None,
        "media type of the request body no longer accepted", "the client sends another one, as before";
    OTHER_BODY_ADDED = "request-other-body-added": Request Additive None, "another kind of request body accepted",
        "it has a method of its own; what is sent so far stays as it was";
    OTHER_BODY_REMOVED = "request-other-body-removed": Request Breaking Compile,
        "another kind of request body no longer accepted", "its method is gone: send what the operation's other methods take";
    OUTPUT_CHANGED = "response-type-changed": Response Breaking Compile, "type of a successful response changed",
        "what the method returns is another type: read it as that one";
    SUCCESS_ADDED = "response-success-status-added": Response Additive None, "success status added",
        "the enum of responses is open";
    SUCCESS_REMOVED = "response-success-status-removed": Response Breaking Compile, "success status removed",
        "its variant is gone: leave its arm out";
    ERROR_STATUS_ADDED = "response-error-status-added": Response Additive None, "error status added",
        "every error arrives as `Error`, declared or not";
    ERROR_BODY_CHANGED = "response-error-type-changed": Response Risky Behaviour, "body of an error status changed",
        "every error decodes as `ErrorBody`, and what does not fit is in the raw body: look at what the app reads of it";
    ERROR_VARIANT_ADDED = "response-error-variant-added": Response Additive None, "variant of an operation's errors added",
        "the enum of the operation's errors is open; who reads them otherwise goes on so";
    ERROR_VARIANT_CHANGED = "response-error-variant-changed": Response Breaking Compile, "variant of an operation's errors changed",
        "the enum of the operation's errors has no such variant any more, or one of another model: read the error as the model that it has now";
    ERROR_STATUS_REMOVED = "response-error-status-removed": Response Additive None, "error status removed",
        "every error arrives as `Error`, declared or not";
    SUCCESS_CHANGED = "response-success-status-changed": Response Risky Behaviour, "success status changed",
        "what the method returns stays, its status is another: fix what reads the status, and mocks";
    RESPONSE_MEDIA_TYPE_CHANGED = "response-media-type-changed": Response Risky Behaviour,
        "media types that the client accepts changed", "the client asks for them by itself: fix what mocks, proxies and logs expect";
    RESPONSE_MEDIA_TYPE_ADDED = "response-media-type-added": Response Additive None, "media type of a response added",
        "the client goes on asking for the one that it has chosen";
    RESPONSE_MEDIA_TYPE_REMOVED = "response-media-type-removed": Response DocsOnly None,
        "media type of a response removed", "the client asks for another one, as before";
    HEADER_ADDED = "response-header-added": Response Additive None, "response header added",
        "there is more to read, by its name";
    HEADER_REMOVED = "response-header-removed": Response Risky Behaviour, "response header removed",
        "headers are read by their names, so code that reads it compiles, and finds nothing: do without it";
    HEADER_CHANGED = "response-header-changed": Response Risky Behaviour, "type of a response header changed",
        "headers are read as text, so code that parses it compiles, and may fail: parse the new type";
    HEADER_BECAME_REQUIRED = "response-header-became-required": Response Additive None,
        "response header became required", "it is there where it may have been missing";
    HEADER_BECAME_OPTIONAL = "response-header-became-optional": Response Risky Behaviour,
        "response header became optional", "code that relies on it compiles, and may find nothing: handle that it is not there";
}
