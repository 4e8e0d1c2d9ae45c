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
    SERVER_ADDED = "server-added": Both Additive None, "server added",
        "requests go there only where an app asks for it";
    SERVER_REMOVED = "server-removed": Both Breaking Compile, "server removed",
        "its variant of `Server` is gone";
    SERVER_CHANGED = "server-changed": Both Risky Behaviour, "server URL changed",
        "requests go elsewhere; the app's code stays";
    DEFAULT_SERVER_CHANGED = "default-server-changed": Both Risky Behaviour, "default server changed",
        "an app that names no server sends its requests there";
    AUTHENTICATION_CHANGED = "authentication-changed": Both Breaking Behaviour, "authentication changed",
        "the token that an app has may not be the one that is asked for now";
    CLIENT_HEADER_ADDED = "client-header-added": Request Additive None, "client header added",
        "the client sends its default by itself";
    CLIENT_HEADER_REMOVED = "client-header-removed": Request Breaking Compile, "client header removed",
        "its setters are gone";
    CLIENT_HEADER_TYPE_CHANGED = "client-header-type-changed": Request Breaking Compile,
        "type of a client header changed", "its setters take something else";
    CLIENT_HEADER_VALUE_REMOVED = "client-header-value-removed": Request Breaking Compile,
        "values of a client header removed", "their variants are gone";
    CLIENT_HEADER_DEFAULT_CHANGED = "client-header-default-changed": Request Risky Behaviour,
        "default of a client header changed", "an app that sets none sends another value";
    CLIENT_HEADER_VERSION_MOVED = "client-header-version-moved": Request Additive None,
        "client header follows the API version",
        "its default is the description's own version, before and after; all else that this brings has a line of its own";
    CLIENT_HEADER_VALUE_ADDED = "client-header-value-added": Request Additive None,
        "values of a client header added", "its variant is new";
    ERROR_MODEL_CHANGED = "error-model-changed": Response Breaking Compile, "error model changed",
        "`ErrorBody` is another type";

    // Tags and operations.
    TAG_ADDED = "tag-added": Both Additive None, "tag added", "the client has another group of methods";
    TAG_REMOVED = "tag-removed": Both Breaking Compile, "tag removed", "the client's method for the group is gone";
    OPERATION_ADDED = "operation-added": Both Additive None, "operation added", "its method is new";
    OPERATION_REMOVED = "operation-removed": Both Breaking Compile, "operation removed", "its method is gone";
    OPERATION_RENAMED = "operation-renamed": Both Breaking Compile, "operation renamed",
        "the method and the type are called after it; on the wire nothing changes";
    OPERATION_MOVED = "operation-moved": Both Risky Behaviour, "method or path of an operation changed",
        "the method stays, the request goes elsewhere: mocks, proxies and logs see it";
    OPERATION_JOINED_TAG = "operation-joined-tag": Both Additive None, "operation added to a tag",
        "it can be called in two groups";
    OPERATION_LEFT_TAG = "operation-left-tag": Both Breaking Compile, "operation removed from a tag",
        "the group has lost the method";
    OPERATION_DEPRECATED = "operation-deprecated": Both Risky None, "operation deprecated",
        "rustc warns where it is called, and one day it is gone";
    OPERATION_UNDEPRECATED = "operation-undeprecated": Both Additive None, "operation no longer deprecated",
        "rustc warns no more";
    OPERATION_IDEMPOTENCE_CHANGED = "operation-idempotence-changed": Request Risky Behaviour,
        "retries of an operation changed", "whether a second try does harm decides when the client makes one";
    PAGINATION_ADDED = "pagination-added": Response Additive None, "pagination added", "there is more to use";
    PAGINATION_REMOVED = "pagination-removed": Response Breaking Compile, "pagination removed",
        "what walks it is gone";
    PAGINATION_CHANGED = "pagination-changed": Response Risky Behaviour, "pagination changed",
        "the client asks for the next page in another way";

    // Parameters.
    PATH_PARAMETER_RENAMED = "path-parameter-renamed": Request DocsOnly None, "path parameter renamed",
        "the name is not on the wire, and Rust's arguments have positions: only the documentation and the `with_path` of a mock show it";
    REQUIRED_PARAMETER_RENAMED = "request-required-parameter-renamed": Request Risky Behaviour,
        "required parameter renamed", "the argument stays where it is; mocks, proxies and logs see the name";
    OPTIONAL_PARAMETER_RENAMED = "request-optional-parameter-renamed": Request Breaking Compile,
        "optional parameter renamed", "its setter has another name";
    PARAMETERS_REORDERED = "request-arguments-reordered": Request Breaking Behaviour,
        "required parameters reordered",
        "two arguments of one type would change places without a word of the compiler";
    REQUIRED_PARAMETER_ADDED = "request-required-parameter-added": Request Breaking Compile,
        "required parameter added", "the method takes another argument";
    OPTIONAL_PARAMETER_ADDED = "request-optional-parameter-added": Request Additive None,
        "optional parameter added", "it has a setter of its own; what is built without it stays as it was";
    PARAMETER_REMOVED = "request-parameter-removed": Request Breaking Compile, "parameter removed",
        "its argument or setter is gone";
    PARAMETER_BECAME_REQUIRED = "request-parameter-became-required": Request Breaking Compile,
        "parameter became required", "the setter has become an argument";
    PARAMETER_BECAME_OPTIONAL = "request-parameter-became-optional": Request Breaking Compile,
        "parameter became optional", "the argument has become a setter";
    PARAMETER_MOVED = "request-parameter-moved": Request Risky Behaviour, "location of a parameter changed",
        "the client sends it there by itself; mocks, proxies and logs see it";
    PARAMETER_TYPE_CHANGED = "request-parameter-type-changed": Request Breaking Compile,
        "type of a parameter changed", "its argument or setter takes something else";
    PARAMETER_STYLE_CHANGED = "request-parameter-style-changed": Request Risky Behaviour,
        "serialization of a parameter changed", "the client writes it so; mocks, proxies and logs see it";

    // Bodies and answers.
    REQUIRED_BODY_ADDED = "request-required-body-added": Request Breaking Compile, "required request body added",
        "the method takes another argument";
    OPTIONAL_BODY_ADDED = "request-optional-body-added": Request Additive None, "optional request body added",
        "it has a setter of its own; what is built without it stays as it was";
    BODY_REMOVED = "request-body-removed": Request Breaking Compile, "request body removed", "its argument or setter is gone";
    BODY_BECAME_REQUIRED = "request-body-became-required": Request Breaking Compile, "request body became required",
        "the setter has become an argument";
    BODY_BECAME_OPTIONAL = "request-body-became-optional": Request Breaking Compile, "request body became optional",
        "the argument has become a setter";
    BODY_TYPE_CHANGED = "request-body-type-changed": Request Breaking Compile, "type of the request body changed",
        "the method takes something else";
    BODY_MEDIA_TYPE_CHANGED = "request-body-media-type-changed": Request Risky Behaviour,
        "media type of the request body changed", "the client sends it so; the app's code stays";
    OUTPUT_CHANGED = "response-type-changed": Response Breaking Compile, "type of a successful response changed",
        "what the method gives is another type";
    SUCCESS_ADDED = "response-success-status-added": Response Additive None, "success status added",
        "the enum of answers is open";
    SUCCESS_REMOVED = "response-success-status-removed": Response Breaking Compile, "success status removed",
        "its variant is gone";
    ERROR_STATUS_ADDED = "response-error-status-added": Response Additive None, "error status added",
        "every error arrives as `Error`, declared or not";
    ERROR_BODY_CHANGED = "response-error-type-changed": Response Risky Behaviour, "body of an error status changed",
        "every error decodes as `ErrorBody`; what does not fit is in the raw body";
    ERROR_STATUS_REMOVED = "response-error-status-removed": Response Additive None, "error status removed",
        "every error arrives as `Error`, declared or not";

    // Schemas.
    SCHEMA_ADDED = "schema-added": Both Additive None, "schema added", "no code names the new type yet";
    SCHEMA_REMOVED = "schema-removed": Both Breaking Compile, "schema removed", "its type is gone";
    SCHEMA_RENAMED = "schema-renamed": Both Breaking Compile, "schema renamed",
        "its type is called after it, and so are the types inside; on the wire nothing changes";
    TYPE_RENAMED = "rust-type-renamed": Both Breaking Compile, "Rust type renamed",
        "on the wire nothing changes, but an app that names the type does";
    MEMBER_RENAMED = "rust-member-renamed": Both Breaking Compile, "Rust member renamed",
        "on the wire nothing changes: only its place among names that are alike has";
    FIELD_FOLLOWS_USAGE = "field-type-follows-usage": Both Breaking Compile,
        "Rust type of a field follows who uses it",
        "missing and null are told apart only where requests have a field, and what one side sets is an `Option` on the other";
    SCHEMA_KIND_CHANGED = "schema-kind-changed": Both Breaking Compile, "kind of a schema changed",
        "its type is something else: a struct, an enum, another name of a type";
    SCHEMA_DEPRECATED = "schema-deprecated": Both Risky None, "schema deprecated",
        "rustc warns where one is made, and one day it is gone";
    SCHEMA_UNDEPRECATED = "schema-undeprecated": Both Additive None, "schema no longer deprecated", "rustc warns no more";
    SCHEMA_NULL_IN_FIELDS = "schema-null-changed-fields": Both Breaking Compile,
        "nullability of a schema changed, and Rust types with it",
        "a field that refers to it is an `Option` now, or is none any more";
    SCHEMA_BECAME_NULLABLE = "schema-became-nullable": Both Additive None, "schema became nullable",
        "no field holds it as a value that must be there: a body that is null is never sent";
    SCHEMA_NO_LONGER_NULLABLE = "schema-no-longer-nullable": Both Additive None, "schema no longer nullable",
        "no field holds it as a value that may be null: a body that is null was never sent";

    // Properties of requests.
    REQUEST_REQUIRED_PROPERTY_ADDED = "request-required-property-added": Request Breaking Compile,
        "required property added", "the builder asks for it: `build` does not compile without it";
    REQUEST_CONSTANT_PROPERTY_ADDED = "request-constant-property-added": Request Additive None,
        "constant property added", "the builder writes it by itself";
    REQUEST_OPTIONAL_PROPERTY_ADDED = "request-optional-property-added": Request Additive None,
        "optional property added", "it has a setter of its own; what is built without it stays as it was";
    REQUEST_PROPERTY_REMOVED = "request-property-removed": Request Breaking Compile, "property removed",
        "its setter and field are gone";
    REQUEST_PROPERTY_RENAMED = "request-property-renamed": Request Breaking Compile, "property renamed",
        "its setter and field have another name";
    REQUEST_PROPERTY_TYPE_CHANGED = "request-property-type-changed": Request Breaking Compile,
        "type of a property changed", "its setter takes something else";
    REQUEST_PROPERTY_TAKES_LIST = "request-property-takes-list": Request Additive None,
        "property accepts a list, too", "its setter takes one value as before";
    REQUEST_PROPERTY_BECAME_REQUIRED = "request-property-became-required": Request Breaking Compile,
        "property became required", "the builder asks for it: `build` does not compile without it";
    REQUEST_PROPERTY_BECAME_OPTIONAL = "request-property-became-optional": Request Additive None,
        "property became optional", "the builder takes it as before and asks for it no more";
    REQUEST_REQUIRED_PROPERTY_BECAME_NULLABLE = "request-required-property-became-nullable": Request Breaking Compile,
        "required property became nullable", "its setter takes an `Option`";
    REQUEST_PROPERTY_BECAME_NULLABLE = "request-property-became-nullable": Request Additive None,
        "optional property became nullable", "its setter takes a value as before";
    REQUEST_PROPERTY_NO_LONGER_NULLABLE = "request-property-no-longer-nullable": Request Breaking Compile,
        "property no longer nullable", "its setter takes no `None`";
    REQUEST_CONSTANT_BECAME_CHOICE = "request-constant-became-choice": Request Breaking Compile,
        "constant property became a choice",
        "the builder wrote it by itself and asks for it now: `build` does not compile without it";
    REQUEST_CHOICE_BECAME_CONSTANT = "request-choice-became-constant": Request Breaking Compile,
        "choice became a constant property", "the builder writes it by itself: its setter and the other variants are gone";
    REQUEST_CONSTANT_CHANGED = "request-constant-changed": Request Risky Behaviour,
        "value of a constant property changed", "the builder writes the new value by itself: an app compiles and sends something else";
    REQUEST_PROPERTY_BECAME_CONSTANT = "request-property-became-constant": Request Breaking Compile,
        "optional property became a constant", "the builder writes it by itself: its setter is gone";
    REQUEST_CONSTANT_BECAME_OPTIONAL = "request-constant-became-optional": Request Risky Behaviour,
        "constant property became optional", "the builder does not write it by itself any more: an app that wants it has to set it";
    REQUEST_PRESENCE_CHANGED = "request-property-presence-changed": Request Additive None,
        "presence of a read-only property changed", "only the server sets it";
    REQUEST_DEFAULT_CHANGED = "request-default-changed": Request Risky Behaviour, "default of a property changed",
        "the server has another value for what an app leaves out";
    REQUEST_LIMIT_TIGHTENED = "request-limit-tightened": Request Breaking Behaviour, "limit tightened",
        "the server refuses what it took before";
    REQUEST_LIMIT_LOOSENED = "request-limit-loosened": Request Additive None, "limit loosened",
        "the server takes what it took before";
    REQUEST_PATTERN_CHANGED = "request-pattern-changed": Request Risky Behaviour, "pattern or limit changed",
        "the server may refuse what it took before";
    REQUEST_FORMAT_CHANGED = "request-format-changed": Request Risky Behaviour, "format changed",
        "the type stays, since formats are not enforced; the server may refuse what it took before";
    REQUEST_PROPERTY_BECAME_READ_ONLY = "request-property-became-read-only": Request Breaking Compile,
        "property became read-only", "its setter is gone";
    REQUEST_PROPERTY_NO_LONGER_READ_ONLY = "request-property-no-longer-read-only": Request Additive None,
        "property no longer read-only", "it has a setter of its own; what is built without it stays as it was";

    // Properties of responses.
    RESPONSE_PROPERTY_ADDED = "response-property-added": Response Additive None, "property added",
        "the struct is open: a field more, which only a test that builds an answer has to set";
    RESPONSE_PROPERTY_REMOVED = "response-property-removed": Response Breaking Compile, "property removed",
        "its field is gone";
    RESPONSE_PROPERTY_RENAMED = "response-property-renamed": Response Breaking Compile, "property renamed",
        "its field has another name";
    RESPONSE_PROPERTY_TYPE_CHANGED = "response-property-type-changed": Response Breaking Compile,
        "type of a property changed", "its field has another type";
    RESPONSE_PROPERTY_BECAME_REQUIRED = "response-property-became-required": Response Breaking Compile,
        "property became required", "its field is no `Option` any more";
    RESPONSE_PROPERTY_BECAME_OPTIONAL = "response-property-became-optional": Response Breaking Compile,
        "property became optional", "its field is an `Option` or a `Nullable` now";
    RESPONSE_PROPERTY_BECAME_NULLABLE = "response-property-became-nullable": Response Breaking Compile,
        "property became nullable", "its field is an `Option` or a `Nullable` now";
    RESPONSE_PROPERTY_NO_LONGER_NULLABLE = "response-property-no-longer-nullable": Response Breaking Compile,
        "property no longer nullable", "its field is no `Option` any more";
    RESPONSE_PRESENCE_CHANGED = "response-property-presence-changed": Response Additive None,
        "presence or nullability of a property changed",
        "missing and null are one `Option` where only responses have the field";
    RESPONSE_PROPERTY_BECAME_WRITE_ONLY = "response-property-became-write-only": Response Risky Behaviour,
        "property became write-only", "responses leave it out";
    RESPONSE_PROPERTY_NO_LONGER_WRITE_ONLY = "response-property-no-longer-write-only": Response Additive None,
        "property no longer write-only", "there is more to read";
    RESPONSE_DEFAULT_CHANGED = "response-default-changed": Response DocsOnly None, "default of a property changed",
        "the client fills in no defaults: only the documentation shows it";
    RESPONSE_LIMIT_CHANGED = "response-limit-changed": Response DocsOnly None, "limit changed",
        "the client checks no limits: only the documentation shows it";
    RESPONSE_FORMAT_CHANGED = "response-format-changed": Response DocsOnly None, "format changed",
        "the type stays, since formats are not enforced";
    PROPERTY_DEPRECATED = "property-deprecated": Both Risky None, "property or parameter deprecated",
        "rustc warns where it is used, and one day it is gone";
    PROPERTY_UNDEPRECATED = "property-undeprecated": Both Additive None, "property or parameter no longer deprecated",
        "rustc warns no more";

    // Maps, enums, unions, branches.
    MAP_ADDED = "additional-properties-added": Both Additive None, "additional properties allowed",
        "the struct has a map of them now";
    MAP_REMOVED = "additional-properties-removed": Both Breaking Compile, "additional properties no longer allowed",
        "the map is gone";
    MAP_CHANGED = "additional-properties-changed": Both Breaking Compile, "type of additional properties changed",
        "the map holds something else";
    REQUEST_ENUM_VALUE_ADDED = "request-enum-value-added": Request Additive None, "enum value added",
        "its variant is new";
    REQUEST_ENUM_VALUE_REMOVED = "request-enum-value-removed": Request Breaking Compile, "enum value removed",
        "its variant is gone, and the server refuses the value";
    RESPONSE_ENUM_VALUE_ADDED = "response-enum-value-added": Response Additive None, "enum value added",
        "enums are open: the value was kept as an unknown one before";
    RESPONSE_ENUM_VALUE_REMOVED = "response-enum-value-removed": Response Breaking Compile, "enum value removed",
        "its variant is gone; a value that still comes is kept as an unknown one";
    CATCH_ALL_RENAMED = "enum-catch-all-renamed": Both Breaking Compile, "catch-all variant renamed",
        "a listed value has taken its name";
    UNION_VARIANT_ADDED = "alternative-added": Both Additive None, "alternative added",
        "unions are open: the value was kept as an unknown one before";
    UNION_VARIANT_REMOVED = "alternative-removed": Both Breaking Compile, "alternative removed",
        "its variant is gone";
    UNION_VARIANT_CHANGED = "alternative-changed": Both Breaking Compile, "type of an alternative changed",
        "its variant holds something else";
    DISCRIMINATOR_CHANGED = "discriminator-changed": Both Risky Behaviour, "discriminator changed",
        "the same value may be read as another variant";
    BRANCH_ADDED = "request-branch-added": Request Additive None, "way to build an object added",
        "it has a constructor of its own";
    BRANCH_REMOVED = "request-branch-removed": Request Breaking Compile, "way to build an object removed",
        "its constructor is gone";
    BRANCH_RENAMED = "request-branch-renamed": Request Breaking Compile, "way to build an object renamed",
        "its constructor has another name";
    BRANCH_ASKS_MORE = "request-branch-asks-for-more": Request Breaking Compile,
        "way to build an object requires another property", "its `build` does not compile without it";
    BRANCH_ASKS_LESS = "request-branch-asks-for-less": Request Additive None,
        "way to build an object requires one property less", "its setter is there as before";

    DOCUMENTATION_CHANGED = "documentation-changed": Both DocsOnly None, "documentation changed",
        "only the documentation differs";
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
