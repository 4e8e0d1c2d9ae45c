//! Properties and other values: what is sent, and what is received.

use super::rule::{Direction, Effect, Rule, Severity, rules};

rules! { REQUESTS:
    REQUEST_REQUIRED_PROPERTY_ADDED = "request-required-property-added": Request Breaking Compile,
        "required property added", "the builder asks for it: set it, since `build` does not compile without it";
    REQUEST_CONSTANT_PROPERTY_ADDED = "request-constant-property-added": Request Additive None,
        "constant property added", "the builder writes it by itself";
    REQUEST_OPTIONAL_PROPERTY_ADDED = "request-optional-property-added": Request Additive None,
        "optional property added", "it has a setter of its own; what is built without it stays as it was";
    REQUEST_PROPERTY_REMOVED = "request-property-removed": Request Breaking Compile, "property removed",
        "its setter and field are gone: leave it out";
    REQUEST_PROPERTY_RENAMED = "request-property-renamed": Request Breaking Compile, "property renamed",
        "its setter and field have another name: write that one";
    REQUEST_PROPERTY_TYPE_CHANGED = "request-property-type-changed": Request Breaking Compile,
        "type of a property changed", "its setter takes another type: give it the new one, as the line of Rust says";
    REQUEST_PROPERTY_TAKES_LIST = "request-property-takes-list": Request Additive None,
        "property accepts a list, too", "its setter takes one value as before";
    REQUEST_PROPERTY_TAKES_EITHER = "request-property-takes-text-and-integers": Request Additive None,
        "property accepts text and integers", "its setter takes what it took; the field of the struct is a `StringOrInteger`";
    REQUEST_PROPERTY_BECAME_REQUIRED = "request-property-became-required": Request Breaking Compile,
        "property became required", "the builder asks for it: set it, since `build` does not compile without it";
    REQUEST_PROPERTY_BECAME_OPTIONAL = "request-property-became-optional": Request Additive None,
        "property became optional", "the builder takes it as before and asks for it no more";
    REQUEST_REQUIRED_PROPERTY_BECAME_NULLABLE = "request-required-property-became-nullable": Request Breaking Compile,
        "required property became nullable", "its setter takes an `Option`: give it `Some` of what it took before";
    REQUEST_PROPERTY_BECAME_NULLABLE = "request-property-became-nullable": Request Additive None,
        "optional property became nullable", "its setter takes a value as before";
    REQUEST_PROPERTY_NO_LONGER_NULLABLE = "request-property-no-longer-nullable": Request Breaking Compile,
        "property no longer nullable", "its setter takes no `None`: give it the value itself";
    REQUEST_CONSTANT_BECAME_CHOICE = "request-constant-became-choice": Request Breaking Compile,
        "constant property became a choice",
        "the builder wrote it by itself and asks for it now: set the value that it wrote to go on as before";
    REQUEST_CHOICE_BECAME_CONSTANT = "request-choice-became-constant": Request Breaking Compile,
        "choice became a constant property", "the builder writes it by itself, and the other variants are gone: leave its setter out";
    REQUEST_CONSTANT_BECAME_SEVERAL = "request-constant-became-several": Request Additive None,
        "constant property has other values, too", "its builder writes it by itself as before; other builders write the others";
    REQUEST_SEVERAL_BECAME_CONSTANT = "request-several-became-constant": Request Breaking Compile,
        "constant property has one value only", "the variants of the others are gone, and their builders with them: build with the one that is left";
    REQUEST_CONSTANT_CHANGED = "request-constant-changed": Request Risky Behaviour,
        "value of a constant property changed", "the builder writes the new value by itself, so an app compiles and sends something else: see that this is meant";
    REQUEST_PROPERTY_BECAME_CONSTANT = "request-property-became-constant": Request Breaking Compile,
        "optional property became a constant", "the builder writes it by itself: leave its setter out";
    REQUEST_CONSTANT_BECAME_OPTIONAL = "request-constant-became-optional": Request Risky Behaviour,
        "constant property became optional", "the builder does not write it by itself any more: set it to go on as before";
    REQUEST_PRESENCE_CHANGED = "request-property-presence-changed": Request Additive None,
        "presence of a one-sided property changed", "what only one side sets is an `Option`, whatever it may be besides";
    REQUEST_DEFAULT_CHANGED = "request-default-changed": Request Risky Behaviour, "default changed",
        "what an app leaves out may mean something else to the server now: set it to go on as before";
    REQUEST_LIMIT_TIGHTENED = "request-limit-tightened": Request Breaking Behaviour, "limit tightened",
        "the server refuses what it took before: keep to the new limit";
    REQUEST_LIMIT_LOOSENED = "request-limit-loosened": Request Additive None, "limit loosened",
        "the server takes what it took before";
    REQUEST_PATTERN_CHANGED = "request-pattern-changed": Request Risky Behaviour, "pattern or limit changed",
        "the server may refuse what it took before: look at what the app sends";
    REQUEST_FORMAT_CHANGED = "request-format-changed": Request Risky Behaviour, "format changed",
        "the type stays, since formats are not enforced, but the server may refuse what it took before: look at what the app sends";
    REQUEST_PROPERTY_BECAME_READ_ONLY = "request-property-became-read-only": Request Breaking Compile,
        "property became read-only", "its setter is gone: leave it out, since only the server sets it";
    REQUEST_PROPERTY_NO_LONGER_READ_ONLY = "request-property-no-longer-read-only": Request Additive None,
        "property no longer read-only", "it has a setter of its own; what is built without it stays as it was";
    REQUEST_REQUIRED_PROPERTY_NO_LONGER_READ_ONLY = "request-required-property-no-longer-read-only":
        Request Breaking Compile, "required property no longer read-only",
        "the builder asks for it: set it, since `build` does not compile without it";
    REQUEST_WRITE_ONLY_CHANGED = "request-property-write-only-changed": Request DocsOnly None,
        "whether a property is write-only changed", "no response has it, as before";
}

rules! { RESPONSES:
    RESPONSE_PROPERTY_ADDED = "response-property-added": Response Additive None, "property added",
        "there is a field more to read";
    RESPONSE_PROPERTY_REMOVED = "response-property-removed": Response Breaking Compile, "property removed",
        "its field is gone: do without it";
    RESPONSE_PROPERTY_RENAMED = "response-property-renamed": Response Breaking Compile, "property renamed",
        "its field has another name: read that one";
    RESPONSE_PROPERTY_TYPE_CHANGED = "response-property-type-changed": Response Breaking Compile,
        "type of a property changed", "its field has another type: read it as that one";
    RESPONSE_PROPERTY_BECAME_REQUIRED = "response-property-became-required": Response Breaking Compile,
        "property became required", "its field is no `Option` any more: take the value as it is";
    RESPONSE_PROPERTY_BECAME_OPTIONAL = "response-property-became-optional": Response Breaking Compile,
        "property became optional", "its field is an `Option` or a `Nullable` now: handle that there is no value";
    RESPONSE_PROPERTY_BECAME_NULLABLE = "response-property-became-nullable": Response Breaking Compile,
        "property became nullable", "its field is an `Option` or a `Nullable` now: handle that there is no value";
    RESPONSE_PROPERTY_NO_LONGER_NULLABLE = "response-property-no-longer-nullable": Response Breaking Compile,
        "property no longer nullable", "its field is no `Option` any more: take the value as it is";
    RESPONSE_PRESENCE_CHANGED = "response-property-presence-changed": Response Additive None,
        "presence or nullability of a property changed",
        "missing and null are one `Option` where no request has the field";
    RESPONSE_PROPERTY_BECAME_WRITE_ONLY = "response-property-became-write-only": Response Risky Behaviour,
        "property became write-only", "responses leave it out: do without it";
    RESPONSE_PROPERTY_NO_LONGER_WRITE_ONLY = "response-property-no-longer-write-only": Response Additive None,
        "property no longer write-only", "there is more to read";
    RESPONSE_READ_ONLY_CHANGED = "response-property-read-only-changed": Response DocsOnly None,
        "whether a property is read-only changed", "no request has it, as before";
    RESPONSE_DEFAULT_CHANGED = "response-default-changed": Response DocsOnly None, "default changed",
        "the client fills in no defaults, so only the documentation shows it";
    RESPONSE_LIMIT_CHANGED = "response-limit-changed": Response DocsOnly None, "limit changed",
        "the client checks no limits, so only the documentation shows it";
    RESPONSE_FORMAT_CHANGED = "response-format-changed": Response DocsOnly None, "format changed",
        "the type stays, since formats are not enforced";
    REQUIRED_DEFAULT_CHANGED = "required-default-changed": Both DocsOnly None, "default of a required value changed",
        "it can't be left out, so no default takes its place, and only the documentation shows it";
    PROPERTY_DEPRECATED = "property-deprecated": Both Risky None, "property or parameter deprecated",
        "rustc warns where it is used, and one day it is gone: plan to do without it";
    PROPERTY_UNDEPRECATED = "property-undeprecated": Both Additive None, "property or parameter no longer deprecated",
        "rustc warns no more";
}
