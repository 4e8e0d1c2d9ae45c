//! The rules: every kind of change that can be told, with its severity and the reason for it.

use std::fmt;

use serde::Serialize;

/// How much a change asks of an app, the gravest first.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// An app that uses the place has to be changed.
    Breaking,
    /// An app goes on compiling, but something may behave differently.
    Risky,
    /// Nothing has to be changed: there is something new to use, or a demand less.
    Additive,
    /// Only what the documentation shows is different.
    DocsOnly,
}

/// Which side of the wire a change is on.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// What a client sends.
    Request,
    /// What it receives.
    Response,
    /// Both, or the operation or client as a whole.
    Both,
}

/// What an app notices that is built with the newer client.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// It stops compiling where it uses the place.
    Compile,
    /// It compiles and behaves differently.
    Behaviour,
    /// Nothing.
    None,
}

/// A kind of change.
#[derive(Debug, Eq, PartialEq)]
pub struct Rule {
    /// Its name, for people and for allow-lists; it never changes.
    pub id: &'static str,
    /// The side of the wire that it is about.
    pub direction: Direction,
    /// How much it asks of an app.
    pub severity: Severity,
    /// What an app notices.
    pub effect: Effect,
    /// What has happened, in a few words.
    pub title: &'static str,
    /// Why it has this severity.
    pub reason: &'static str,
}

macro_rules! rules {
    ($($name:ident = $id:literal: $direction:ident $severity:ident $effect:ident, $title:literal, $reason:literal;)*) => {
        $(
            pub(super) static $name: Rule = Rule {
                id: $id,
                direction: Direction::$direction,
                severity: Severity::$severity,
                effect: Effect::$effect,
                title: $title,
                reason: $reason,
            };
        )*

        /// All rules, as the table of the documentation has them.
        pub static RULES: &[&Rule] = &[$(&$name),*];
    };
}

rules! {
    // The client as a whole.
    SERVER_ADDED = "server-added": Both Additive None, "a server is new",
        "nobody is sent there who does not ask for it";
    SERVER_REMOVED = "server-removed": Both Breaking Compile, "a server is gone",
        "its variant of `Server` is gone";
    SERVER_CHANGED = "server-changed": Both Risky Behaviour, "a server has another address",
        "requests go elsewhere; the app's code stays";
    DEFAULT_SERVER_CHANGED = "default-server-changed": Both Risky Behaviour, "another server is the default",
        "an app that names no server sends its requests there";
    AUTHENTICATION_CHANGED = "authentication-changed": Both Breaking Behaviour, "requests authenticate otherwise",
        "the token that an app has may not be the one that is asked for now";
    CLIENT_HEADER_ADDED = "client-header-added": Request Additive None, "the client has a header more",
        "the client sends its default by itself";
    CLIENT_HEADER_REMOVED = "client-header-removed": Request Breaking Compile, "the client has a header less",
        "its setters are gone";
    CLIENT_HEADER_TYPE_CHANGED = "client-header-type-changed": Request Breaking Compile,
        "a header of the client has another type", "its setters take something else";
    CLIENT_HEADER_VALUE_REMOVED = "client-header-value-removed": Request Breaking Compile,
        "a header of the client has lost values", "their variants are gone";
    CLIENT_HEADER_DEFAULT_CHANGED = "client-header-default-changed": Request Risky Behaviour,
        "a header of the client has another default", "an app that sets none sends another value";
    CLIENT_HEADER_VERSION_MOVED = "client-header-version-moved": Request Additive None,
        "a header of the client follows the version",
        "its default is the description's own version, before and after; all else that this brings has a line of its own";
    CLIENT_HEADER_VALUE_ADDED = "client-header-value-added": Request Additive None,
        "a header of the client has values more", "there is more to choose from";
    ERROR_MODEL_CHANGED = "error-model-changed": Response Breaking Compile, "errors have another model",
        "`ErrorBody` is another type";

    // Tags and operations.
    TAG_ADDED = "tag-added": Both Additive None, "a tag is new", "the client has a group more";
    TAG_REMOVED = "tag-removed": Both Breaking Compile, "a tag is gone", "the client's method for the group is gone";
    OPERATION_ADDED = "operation-added": Both Additive None, "an operation is new", "nobody calls it yet";
    OPERATION_REMOVED = "operation-removed": Both Breaking Compile, "an operation is gone", "its method is gone";
    OPERATION_RENAMED = "operation-renamed": Both Breaking Compile, "an operation has another id",
        "the method and the type are called after it; on the wire nothing changes";
    OPERATION_MOVED = "operation-moved": Both Risky Behaviour, "an operation has another method or path",
        "the method stays, the request goes elsewhere: mocks, proxies and logs see it";
    OPERATION_JOINED_TAG = "operation-joined-tag": Both Additive None, "an operation has a tag more",
        "it can be called in two groups";
    OPERATION_LEFT_TAG = "operation-left-tag": Both Breaking Compile, "an operation has a tag less",
        "the group has lost the method";
    OPERATION_DEPRECATED = "operation-deprecated": Both Risky None, "an operation is deprecated",
        "rustc warns where it is called, and one day it is gone";
    OPERATION_UNDEPRECATED = "operation-undeprecated": Both Additive None, "an operation is deprecated no more",
        "a warning less";
    OPERATION_IDEMPOTENCE_CHANGED = "operation-idempotence-changed": Request Risky Behaviour,
        "an operation is retried otherwise", "whether a second try does harm decides when the client makes one";
    PAGINATION_ADDED = "pagination-added": Response Additive None, "a list can be walked", "there is more to use";
    PAGINATION_REMOVED = "pagination-removed": Response Breaking Compile, "a list can't be walked any more",
        "what walks it is gone";
    PAGINATION_CHANGED = "pagination-changed": Response Risky Behaviour, "a list is walked otherwise",
        "the client asks for the next page in another way";

    // Parameters.
    PATH_PARAMETER_RENAMED = "path-parameter-renamed": Request DocsOnly None, "a path parameter has another name",
        "the name is not on the wire, and Rust's arguments have positions: only the documentation shows it";
    REQUIRED_PARAMETER_RENAMED = "request-required-parameter-renamed": Request Risky Behaviour,
        "a required parameter has another name", "the argument stays where it is; mocks, proxies and logs see the name";
    OPTIONAL_PARAMETER_RENAMED = "request-optional-parameter-renamed": Request Breaking Compile,
        "an optional parameter has another name", "its setter has another name";
    PARAMETERS_REORDERED = "request-arguments-reordered": Request Breaking Behaviour,
        "the arguments of a method stand in another order",
        "two arguments of one type would change places without a word of the compiler";
    REQUIRED_PARAMETER_ADDED = "request-required-parameter-added": Request Breaking Compile,
        "a required parameter is new", "the method takes an argument more";
    OPTIONAL_PARAMETER_ADDED = "request-optional-parameter-added": Request Additive None,
        "an optional parameter is new", "a setter more";
    PARAMETER_REMOVED = "request-parameter-removed": Request Breaking Compile, "a parameter is gone",
        "its argument or setter is gone";
    PARAMETER_BECAME_REQUIRED = "request-parameter-became-required": Request Breaking Compile,
        "a parameter is required now", "the setter has become an argument";
    PARAMETER_BECAME_OPTIONAL = "request-parameter-became-optional": Request Breaking Compile,
        "a parameter is optional now", "the argument has become a setter";
    PARAMETER_MOVED = "request-parameter-moved": Request Risky Behaviour, "a parameter is sent in another place",
        "the client sends it there by itself; mocks, proxies and logs see it";
    PARAMETER_TYPE_CHANGED = "request-parameter-type-changed": Request Breaking Compile,
        "a parameter has another type", "its argument or setter takes something else";
    PARAMETER_STYLE_CHANGED = "request-parameter-style-changed": Request Risky Behaviour,
        "a parameter is written otherwise", "the client writes it so; mocks, proxies and logs see it";

    // Bodies and answers.
    REQUIRED_BODY_ADDED = "request-required-body-added": Request Breaking Compile, "a required body is new",
        "the method takes an argument more";
    OPTIONAL_BODY_ADDED = "request-optional-body-added": Request Additive None, "an optional body is new",
        "a setter more";
    BODY_REMOVED = "request-body-removed": Request Breaking Compile, "the body is gone", "its argument or setter is gone";
    BODY_BECAME_REQUIRED = "request-body-became-required": Request Breaking Compile, "the body is required now",
        "the setter has become an argument";
    BODY_BECAME_OPTIONAL = "request-body-became-optional": Request Breaking Compile, "the body is optional now",
        "the argument has become a setter";
    BODY_TYPE_CHANGED = "request-body-type-changed": Request Breaking Compile, "the body has another type",
        "the method takes something else";
    BODY_MEDIA_TYPE_CHANGED = "request-body-media-type-changed": Request Risky Behaviour,
        "the body has another media type", "the client sends it so; the app's code stays";
    OUTPUT_CHANGED = "response-type-changed": Response Breaking Compile, "a success brings another type",
        "what the method gives is another type";
    SUCCESS_ADDED = "response-success-status-added": Response Additive None, "another success is possible",
        "the enum of answers is open";
    SUCCESS_REMOVED = "response-success-status-removed": Response Breaking Compile, "a success is gone",
        "its variant is gone";
    ERROR_STATUS_ADDED = "response-error-status-added": Response Additive None, "another error is declared",
        "every error arrives as `Error`, declared or not";
    ERROR_BODY_CHANGED = "response-error-type-changed": Response Risky Behaviour, "an error brings another body",
        "every error decodes as `ErrorBody`; what does not fit is in the raw body";
    ERROR_STATUS_REMOVED = "response-error-status-removed": Response Additive None, "an error is declared no more",
        "every error arrives as `Error`, declared or not";

    // Schemas.
    SCHEMA_ADDED = "schema-added": Both Additive None, "a schema is new", "nobody uses it yet";
    SCHEMA_REMOVED = "schema-removed": Both Breaking Compile, "a schema is gone", "its type is gone";
    SCHEMA_RENAMED = "schema-renamed": Both Breaking Compile, "a schema has another name",
        "its type is called after it, and so are the types inside; on the wire nothing changes";
    TYPE_RENAMED = "rust-type-renamed": Both Breaking Compile, "a type has another name in Rust",
        "on the wire nothing changes, but an app that names the type does";
    MEMBER_RENAMED = "rust-member-renamed": Both Breaking Compile, "a member has another name in Rust",
        "on the wire nothing changes: only its place among names that are alike has";
    FIELD_FOLLOWS_USAGE = "field-type-follows-usage": Both Breaking Compile,
        "a field has another type because requests or responses have begun or ceased to use it",
        "missing and null are told apart only where requests have a field, and what one side sets is an `Option` on the other";
    SCHEMA_KIND_CHANGED = "schema-kind-changed": Both Breaking Compile, "a schema is something else",
        "its type is something else: a struct, an enum, another name of a type";
    SCHEMA_DEPRECATED = "schema-deprecated": Both Risky None, "a schema is deprecated",
        "rustc warns where one is made, and one day it is gone";
    SCHEMA_UNDEPRECATED = "schema-undeprecated": Both Additive None, "a schema is deprecated no more", "a warning less";
    SCHEMA_NULL_IN_FIELDS = "schema-null-changed-fields": Both Breaking Compile,
        "whether a schema may be null has changed, and with it the type of fields",
        "a field that refers to it is an `Option` now, or is none any more";
    SCHEMA_BECAME_NULLABLE = "schema-became-nullable": Both Additive None, "a schema may be null",
        "no field holds it as a value that must be there: a body that is null is never sent";
    SCHEMA_NO_LONGER_NULLABLE = "schema-no-longer-nullable": Both Additive None, "a schema may not be null any more",
        "no field holds it as a value that may be null: a body that is null was never sent";

    // Properties of requests.
    REQUEST_REQUIRED_PROPERTY_ADDED = "request-required-property-added": Request Breaking Compile,
        "a required property is new", "the builder asks for it: `build` does not compile without it";
    REQUEST_CONSTANT_PROPERTY_ADDED = "request-constant-property-added": Request Additive None,
        "a required property of one value is new", "the builder writes it by itself";
    REQUEST_OPTIONAL_PROPERTY_ADDED = "request-optional-property-added": Request Additive None,
        "an optional property is new", "a setter more";
    REQUEST_PROPERTY_REMOVED = "request-property-removed": Request Breaking Compile, "a property is gone",
        "its setter and field are gone";
    REQUEST_PROPERTY_RENAMED = "request-property-renamed": Request Breaking Compile, "a property has another name",
        "its setter and field have another name";
    REQUEST_PROPERTY_TYPE_CHANGED = "request-property-type-changed": Request Breaking Compile,
        "a property has another type", "its setter takes something else";
    REQUEST_PROPERTY_TAKES_LIST = "request-property-takes-list": Request Additive None,
        "a property takes a list, too", "its setter takes one value as before";
    REQUEST_PROPERTY_BECAME_REQUIRED = "request-property-became-required": Request Breaking Compile,
        "a property is required now", "the builder asks for it: `build` does not compile without it";
    REQUEST_PROPERTY_BECAME_OPTIONAL = "request-property-became-optional": Request Additive None,
        "a property may be left out", "the builder takes it as before and asks for it no more";
    REQUEST_REQUIRED_PROPERTY_BECAME_NULLABLE = "request-required-property-became-nullable": Request Breaking Compile,
        "a required property may be null", "its setter takes an `Option`";
    REQUEST_PROPERTY_BECAME_NULLABLE = "request-property-became-nullable": Request Additive None,
        "an optional property may be null", "its setter takes a value as before";
    REQUEST_PROPERTY_NO_LONGER_NULLABLE = "request-property-no-longer-nullable": Request Breaking Compile,
        "a property may not be null any more", "its setter takes no `None`";
    REQUEST_CONSTANT_BECAME_CHOICE = "request-constant-became-choice": Request Breaking Compile,
        "a required property of one value has several now",
        "the builder wrote it by itself and asks for it now: `build` does not compile without it";
    REQUEST_CHOICE_BECAME_CONSTANT = "request-choice-became-constant": Request Breaking Compile,
        "a required property of several values has one now", "the builder writes it by itself: its setter and the other variants are gone";
    REQUEST_CONSTANT_CHANGED = "request-constant-changed": Request Risky Behaviour,
        "a required property of one value has another value", "the builder writes the new value by itself: an app compiles and sends something else";
    REQUEST_PROPERTY_BECAME_CONSTANT = "request-property-became-constant": Request Breaking Compile,
        "an optional property is required now and has one value", "the builder writes it by itself: its setter is gone";
    REQUEST_CONSTANT_BECAME_OPTIONAL = "request-constant-became-optional": Request Risky Behaviour,
        "a property of one value may be left out", "the builder does not write it by itself any more: an app that wants it has to set it";
    REQUEST_PRESENCE_CHANGED = "request-property-presence-changed": Request Additive None,
        "whether a property is required has changed, and no builder asks for it", "only the server sets it";
    REQUEST_DEFAULT_CHANGED = "request-default-changed": Request Risky Behaviour, "a property has another default",
        "the server has another value for what an app leaves out";
    REQUEST_LIMIT_TIGHTENED = "request-limit-tightened": Request Breaking Behaviour, "a value is limited more",
        "the server refuses what it took before";
    REQUEST_LIMIT_LOOSENED = "request-limit-loosened": Request Additive None, "a value is limited less",
        "the server takes what it took before";
    REQUEST_PATTERN_CHANGED = "request-pattern-changed": Request Risky Behaviour, "a text is limited otherwise",
        "the server may refuse what it took before";
    REQUEST_FORMAT_CHANGED = "request-format-changed": Request Risky Behaviour, "a value has another format",
        "the type stays, since formats are not enforced; the server may refuse what it took before";
    REQUEST_PROPERTY_BECAME_READ_ONLY = "request-property-became-read-only": Request Breaking Compile,
        "only the server sets a property now", "its setter is gone";
    REQUEST_PROPERTY_NO_LONGER_READ_ONLY = "request-property-no-longer-read-only": Request Additive None,
        "a client may set a property now", "a setter more";

    // Properties of responses.
    RESPONSE_PROPERTY_ADDED = "response-property-added": Response Additive None, "a property is new",
        "the struct is open: a field more, which only a test that builds an answer has to set";
    RESPONSE_PROPERTY_REMOVED = "response-property-removed": Response Breaking Compile, "a property is gone",
        "its field is gone";
    RESPONSE_PROPERTY_RENAMED = "response-property-renamed": Response Breaking Compile, "a property has another name",
        "its field has another name";
    RESPONSE_PROPERTY_TYPE_CHANGED = "response-property-type-changed": Response Breaking Compile,
        "a property has another type", "its field has another type";
    RESPONSE_PROPERTY_BECAME_REQUIRED = "response-property-became-required": Response Breaking Compile,
        "a property is always there now", "its field is no `Option` any more";
    RESPONSE_PROPERTY_BECAME_OPTIONAL = "response-property-became-optional": Response Breaking Compile,
        "a property may be missing", "its field has to be asked for its value now";
    RESPONSE_PROPERTY_BECAME_NULLABLE = "response-property-became-nullable": Response Breaking Compile,
        "a property may be null", "its field has to be asked for its value now";
    RESPONSE_PROPERTY_NO_LONGER_NULLABLE = "response-property-no-longer-nullable": Response Breaking Compile,
        "a property may not be null any more", "its field is no `Option` any more";
    RESPONSE_PRESENCE_CHANGED = "response-property-presence-changed": Response Additive None,
        "whether a property may be missing or null has changed, its type has not",
        "missing and null are one `Option` where only responses have the field";
    RESPONSE_PROPERTY_BECAME_WRITE_ONLY = "response-property-became-write-only": Response Risky Behaviour,
        "a property is sent and not returned any more", "responses leave it out";
    RESPONSE_PROPERTY_NO_LONGER_WRITE_ONLY = "response-property-no-longer-write-only": Response Additive None,
        "responses return a property now that was only sent", "there is more to read";
    RESPONSE_DEFAULT_CHANGED = "response-default-changed": Response DocsOnly None, "a property has another default",
        "the client fills in no defaults: only the documentation shows it";
    RESPONSE_LIMIT_CHANGED = "response-limit-changed": Response DocsOnly None, "a value is limited otherwise",
        "the client checks no limits: only the documentation shows it";
    RESPONSE_FORMAT_CHANGED = "response-format-changed": Response DocsOnly None, "a value has another format",
        "the type stays, since formats are not enforced";
    PROPERTY_DEPRECATED = "property-deprecated": Both Risky None, "a property or parameter is deprecated",
        "rustc warns where it is used, and one day it is gone";
    PROPERTY_UNDEPRECATED = "property-undeprecated": Both Additive None, "a property or parameter is deprecated no more",
        "a warning less";

    // Maps, enums, unions, branches.
    MAP_ADDED = "additional-properties-added": Both Additive None, "an object may have other properties",
        "a map more, which was empty before";
    MAP_REMOVED = "additional-properties-removed": Both Breaking Compile, "an object has no other properties any more",
        "the map is gone";
    MAP_CHANGED = "additional-properties-changed": Both Breaking Compile, "the other properties have another type",
        "the map holds something else";
    REQUEST_ENUM_VALUE_ADDED = "request-enum-value-added": Request Additive None, "an enum has a value more",
        "there is more to choose from";
    REQUEST_ENUM_VALUE_REMOVED = "request-enum-value-removed": Request Breaking Compile, "an enum has a value less",
        "its variant is gone, and the server refuses the value";
    RESPONSE_ENUM_VALUE_ADDED = "response-enum-value-added": Response Additive None, "an enum has a value more",
        "enums are open: the value was kept as an unknown one before";
    RESPONSE_ENUM_VALUE_REMOVED = "response-enum-value-removed": Response Breaking Compile, "an enum has a value less",
        "its variant is gone; a value that still comes is kept as an unknown one";
    CATCH_ALL_RENAMED = "enum-catch-all-renamed": Both Breaking Compile, "the variant for all other values has another name",
        "a listed value has taken its name";
    UNION_VARIANT_ADDED = "alternative-added": Both Additive None, "there is an alternative more",
        "unions are open: the value was kept as an unknown one before";
    UNION_VARIANT_REMOVED = "alternative-removed": Both Breaking Compile, "there is an alternative less",
        "its variant is gone";
    UNION_VARIANT_CHANGED = "alternative-changed": Both Breaking Compile, "an alternative has another type",
        "its variant holds something else";
    DISCRIMINATOR_CHANGED = "discriminator-changed": Both Risky Behaviour, "the alternatives are told apart otherwise",
        "the same value may be read as another variant";
    BRANCH_ADDED = "request-branch-added": Request Additive None, "there is another way to build an object",
        "a constructor more";
    BRANCH_REMOVED = "request-branch-removed": Request Breaking Compile, "there is a way less to build an object",
        "its constructor is gone";
    BRANCH_RENAMED = "request-branch-renamed": Request Breaking Compile, "a way to build an object has another name",
        "its constructor has another name";
    BRANCH_ASKS_MORE = "request-branch-asks-for-more": Request Breaking Compile,
        "a way to build an object requires a property more", "its `build` does not compile without it";
    BRANCH_ASKS_LESS = "request-branch-asks-for-less": Request Additive None,
        "a way to build an object requires a property less", "its setter is there as before";

    DOCUMENTATION_CHANGED = "documentation-changed": Both DocsOnly None, "the documentation says something else",
        "no code knows it";
}

impl fmt::Display for Severity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Breaking => "breaking",
            Self::Risky => "risky",
            Self::Additive => "additive",
            Self::DocsOnly => "docs-only",
        })
    }
}

impl fmt::Display for Direction {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Request => "request",
            Self::Response => "response",
            Self::Both => "both",
        })
    }
}

impl fmt::Display for Effect {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Compile => "stops compiling",
            Self::Behaviour => "behaves differently",
            Self::None => "nothing to do",
        })
    }
}

/// The table of all rules, in Markdown.
#[must_use]
pub fn table() -> String {
    let mut text =
        "| rule | what has changed | side | severity | an app | because |\n|---|---|---|---|---|---|\n".to_owned();
    for Rule { id, direction, severity, effect, title, reason } in RULES {
        text.push_str(&format!("| `{id}` | {title} | {direction} | {severity} | {effect} | {reason} |\n"));
    }
    text
}
