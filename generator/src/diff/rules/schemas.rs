//! Schemas, whoever uses them, and what they are made of.

use super::rule::{Direction, Effect, Rule, Severity, rules};

rules! { SCHEMAS:
    SCHEMA_ADDED = "schema-added": Both Additive None, "schema added", "no code names the new type yet";
    SCHEMA_REMOVED = "schema-removed": Both Breaking Compile, "schema removed", "its type is gone: leave out what names it";
    SCHEMA_TYPE_ADDED = "schema-type-added": Both Additive None, "type of a schema added",
        "the description has the schema already, and no code names its type yet";
    SCHEMA_TYPE_REMOVED = "schema-type-removed": Both Breaking Compile, "type of a schema removed",
        "the description has the schema still, but nothing leads to it that the client takes or returns as a type of its own: leave out what names the type";
    SCHEMA_RENAMED = "schema-renamed": Both Breaking Compile, "schema renamed",
        "on the wire nothing changes, but its type is called after it, and so are the types inside: write the new names";
    TYPE_RENAMED = "rust-type-renamed": Both Breaking Compile, "Rust type renamed",
        "on the wire nothing changes, but the type has another name: write that one";
    MEMBER_RENAMED = "rust-member-renamed": Both Breaking Compile, "Rust member renamed",
        "on the wire nothing changes, but the member has another name: write that one";
    FIELD_FOLLOWS_USAGE = "field-type-follows-usage": Both Breaking Compile,
        "Rust type of a field follows who uses it",
        "missing and null are distinguished only where requests have a field, and what one side sets is an `Option` on the other: use it as the type that the line of Rust says";
    SCHEMA_KIND_CHANGED = "schema-kind-changed": Both Breaking Compile, "kind of a schema changed",
        "its type is something else (a struct, an enum, another name of a type): use it as that, as the line of Rust says";
    SCHEMA_DEPRECATED = "schema-deprecated": Both Risky None, "schema deprecated",
        "rustc warns where one is made, and one day it is gone: plan to do without it";
    SCHEMA_UNDEPRECATED = "schema-undeprecated": Both Additive None, "schema no longer deprecated", "rustc warns no more";
    SCHEMA_NULL_IN_FIELDS = "schema-null-changed-fields": Both Breaking Compile,
        "nullability of a schema changed, and Rust types with it",
        "where something holds it, there is an `Option` now, or is none any more: handle that, where the lines of Rust say";
    SCHEMA_BECAME_NULLABLE = "schema-became-nullable": Both Additive None, "schema became nullable",
        "nothing holds it as a value that must be there, and a body that is null is never sent";
    SCHEMA_NULL_MOVED = "schema-null-moved": Both DocsOnly None,
        "nullability moved between a schema and what refers to it", "what may be null is what might be before";
    SCHEMA_NO_LONGER_NULLABLE = "schema-no-longer-nullable": Both Additive None, "schema no longer nullable",
        "nothing holds it as a value that may be null, and a body that is null was never sent";
}

rules! { PARTS:
    MAP_ADDED = "additional-properties-added": Both Additive None, "additional properties allowed",
        "the struct has a map of them now";
    MAP_REMOVED = "additional-properties-removed": Both Breaking Compile, "additional properties no longer allowed",
        "the map is gone: leave it out";
    MAP_CHANGED = "additional-properties-changed": Both Breaking Compile, "type of additional properties changed",
        "the map holds another type: use its values as that one";
    UNDECLARED_CHANGED = "undeclared-properties-changed": Both DocsOnly None,
        "whether undeclared properties are forbidden changed", "the struct neither sends nor keeps any, as before";
    REQUEST_ENUM_VALUE_ADDED = "request-enum-value-added": Request Additive None, "enum value added",
        "its variant is new";
    REQUEST_ENUM_VALUE_REMOVED = "request-enum-value-removed": Request Breaking Compile, "enum value removed",
        "its variant is gone, and the server refuses the value: send another one";
    RESPONSE_ENUM_VALUE_ADDED = "response-enum-value-added": Response Additive None, "enum value added",
        "the value has a variant now, so a `match`, which compiles as before, since enums are open, takes it to the arm for all else (`_`) and no more to that of unknown values: give it an arm of its own where that matters";
    RESPONSE_ENUM_VALUE_REMOVED = "response-enum-value-removed": Response Breaking Compile, "enum value removed",
        "its variant is gone, and a value that still comes is kept as an unknown one: leave its arm out";
    CATCH_ALL_RENAMED = "enum-catch-all-renamed": Both Breaking Compile, "catch-all variant renamed",
        "a listed value has taken its name: write the new one";
    UNION_VARIANT_ADDED = "alternative-added": Both Additive None, "alternative added",
        "the value has a variant now, so a `match`, which compiles as before, since unions are open, takes it to the arm for all else (`_`) and no more to that of unknown values: give it an arm of its own where that matters";
    UNION_VARIANT_REMOVED = "alternative-removed": Both Breaking Compile, "alternative removed",
        "its variant is gone: leave its arm out";
    UNION_VARIANT_CHANGED = "alternative-changed": Both Breaking Compile, "type of an alternative changed",
        "its variant holds another type: use it as that one";
    TUPLE_ITEM_ADDED = "tuple-item-added": Both Breaking Compile, "item of a tuple added",
        "whoever makes one or takes one apart names each item: name it, too";
    TUPLE_ITEM_REMOVED = "tuple-item-removed": Both Breaking Compile, "item of a tuple removed",
        "whoever makes one or takes one apart names each item: leave it out";
    TUPLE_ITEM_CHANGED = "tuple-item-changed": Both Breaking Compile, "type of an item of a tuple changed",
        "the item is of another type: use it as that one";
    REQUEST_ALTERNATIVES_CHANGED = "request-alternatives-keyword-changed": Request Risky Behaviour,
        "`oneOf` and `anyOf` exchanged", "whether a value may fit several of them decides what the server takes: look at what the app sends";
    RESPONSE_ALTERNATIVES_CHANGED = "response-alternatives-keyword-changed": Response DocsOnly None,
        "`oneOf` and `anyOf` exchanged", "the client reads a value as the alternative that explains most of it, as before";
    REQUEST_MERGED_CHANGED = "request-alternatives-require-otherwise": Request Risky Behaviour,
        "what alternatives require changed", "one struct holds all of them, so no builder asks, and the server may refuse what it took before: look at what the app sends";
    RESPONSE_MERGED_CHANGED = "response-alternatives-require-otherwise": Response DocsOnly None,
        "what alternatives require changed", "one struct holds all of them, whichever it is";
    DISCRIMINATOR_CHANGED = "discriminator-changed": Both Risky Behaviour, "discriminator changed",
        "the same value may be read as another variant: look at which ones the app expects";
    BRANCH_ADDED = "request-branch-added": Request Additive None, "way to build an object added",
        "it has a constructor of its own";
    BRANCH_REMOVED = "request-branch-removed": Request Breaking Compile, "way to build an object removed",
        "its constructor is gone: build it in another of the ways that are left";
    BRANCH_RENAMED = "request-branch-renamed": Request Breaking Compile, "way to build an object renamed",
        "its constructor has another name: write that one";
    BRANCH_ASKS_MORE = "request-branch-asks-for-more": Request Breaking Compile,
        "way to build an object requires another property", "its `build` does not compile without it: set it";
    BRANCH_ASKS_LESS = "request-branch-asks-for-less": Request Additive None,
        "way to build an object requires one property less", "its setter is there as before";
    BRANCH_SETS_OTHERWISE = "request-branch-sets-otherwise": Request Risky Behaviour,
        "way to build an object sets another value", "its builder writes another value by itself: see that this is meant";
    BRANCH_TAKES_VALUES = "request-branch-takes-other-values": Request Additive None,
        "way to build an object takes other values", "its builder writes one by itself as before, and has a setter for others";
    BRANCH_TAKES_FEWER_VALUES = "request-branch-takes-fewer-values": Request Breaking Compile,
        "way to build an object takes fewer values", "its setter has no variant for them, or is gone: leave them out";
    BRANCH_STARTS_SETTING = "request-branch-starts-setting": Request Breaking Compile,
        "way to build an object sets a value", "its builder writes the value by itself, and the setter takes no others, or is gone: leave it out";
    BRANCH_STOPS_SETTING = "request-branch-stops-setting": Request Risky Behaviour,
        "way to build an object no longer sets a value", "its builder leaves the property out: set it where the server is to have it";
    BRANCH_EXCLUDES = "request-branch-excludes": Request Breaking Compile, "way to build an object excludes a property",
        "its builder has no setter for it: leave it out";
    BRANCH_NO_LONGER_EXCLUDES = "request-branch-no-longer-excludes": Request Additive None,
        "way to build an object no longer excludes a property", "its builder has a setter for it";

    DOCUMENTATION_CHANGED = "documentation-changed": Both DocsOnly None, "documentation changed",
        "only the documentation differs";
}
