//! Tags, operations, and what each of them takes.

use super::rule::{Direction, Effect, Rule, Severity, rules};

rules! { OPERATIONS:
    TAG_ADDED = "tag-added": Both Additive None, "tag added", "the client has another group of methods";
    TAG_REMOVED = "tag-removed": Both Breaking Compile, "tag removed", "the client's method for the group is gone: leave its calls out, or call the methods in another group that has them";
    TAG_RENAMED = "tag-renamed": Both Breaking Compile, "tag renamed",
        "on the wire nothing changes, but the client's method for the group and its struct are called after it: write the new names";
    OPERATION_ADDED = "operation-added": Both Additive None, "operation added", "its method is new";
    OPERATION_REMOVED = "operation-removed": Both Breaking Compile, "operation removed", "its method is gone: leave the call out, or call what the vendor names instead";
    OPERATION_RENAMED = "operation-renamed": Both Breaking Compile, "operation renamed",
        "on the wire nothing changes, but the method and the type are called after it: write the new names";
    METHOD_RENAMED = "method-renamed": Both Breaking Compile, "method of an operation renamed",
        "on the wire nothing changes, but operations of one group can't have one name, and the words of its tag are no part of them: write the new name, or keep the old one by `[names.methods]`";
    OPERATION_MOVED = "operation-moved": Both Risky Behaviour, "method or path of an operation changed",
        "the method stays, the request goes elsewhere: fix what mocks, proxies and logs expect";
    OPERATION_JOINED_TAG = "operation-joined-tag": Both Additive None, "operation added to a tag",
        "it can be called in two groups";
    OPERATION_LEFT_TAG = "operation-left-tag": Both Breaking Compile, "operation removed from a tag",
        "the group has lost the method: call it in another of its groups";
    OPERATION_DEPRECATED = "operation-deprecated": Both Risky None, "operation deprecated",
        "rustc warns where it is called, and one day it is gone: plan to do without it";
    OPERATION_UNDEPRECATED = "operation-undeprecated": Both Additive None, "operation no longer deprecated",
        "rustc warns no more";
    OPERATION_IDEMPOTENCE_CHANGED = "operation-idempotence-changed": Request Risky Behaviour,
        "retries of an operation changed", "after which failures the client tries again by itself depends on it: say it for one request by `with_retry`";
    PAGINATION_ADDED = "pagination-added": Response Additive None, "pagination added", "`items` and `pages` walk the whole list";
    PAGINATION_REMOVED = "pagination-removed": Response Breaking Compile, "pagination removed",
        "`items` and `pages` are gone: ask for one page after the other";
    PAGINATION_CHANGED = "pagination-changed": Response Risky Behaviour, "pagination changed",
        "the client asks for the next page in another way: fix what mocks expect";
    STREAM_ADDED = "stream-added": Response Additive None, "stream of items added", "`send_events` returns them as they come";
    STREAM_REMOVED = "stream-removed": Response Breaking Compile, "stream of items removed",
        "`send_events` is gone: read the response as a whole";
    STREAM_CHANGED = "stream-changed": Response Breaking Compile, "items of a stream changed",
        "`send_events` returns another type, or reads what comes in another way: take the items as they are now";
    OPERATION_SERVERS_CHANGED = "operation-servers-changed": Both Risky Behaviour, "servers of an operation changed",
        "the client sends it there, unless the app has given a base URL: let proxies and lists of hosts pass it";
}

rules! { PARAMETERS:
    PATH_PARAMETER_RENAMED = "path-parameter-renamed": Request DocsOnly None, "path parameter renamed",
        "a test that gives the name to `with_path` of a mock panics, though neither the wire nor the code of an app has it: give it the new one";
    REQUIRED_PARAMETER_RENAMED = "request-required-parameter-renamed": Request Risky Behaviour,
        "required parameter renamed", "the argument stays where it is, its name on the wire is another: fix what mocks, proxies and logs expect";
    OPTIONAL_PARAMETER_RENAMED = "request-optional-parameter-renamed": Request Breaking Compile,
        "optional parameter renamed", "its setter has another name: write that one";
    PARAMETERS_REORDERED = "request-arguments-reordered": Request Breaking Behaviour,
        "required parameters reordered",
        "two arguments of one type would change places without a word of the compiler: put them into the new order";
    REQUIRED_PARAMETER_ADDED = "request-required-parameter-added": Request Breaking Compile,
        "required parameter added", "the method takes another argument: give it";
    OPTIONAL_PARAMETER_ADDED = "request-optional-parameter-added": Request Additive None,
        "optional parameter added", "it has a setter of its own; what is built without it stays as it was";
    PARAMETER_REMOVED = "request-parameter-removed": Request Breaking Compile, "parameter removed",
        "its argument or setter is gone: leave it out";
    PARAMETER_BECAME_REQUIRED = "request-parameter-became-required": Request Breaking Compile,
        "parameter became required", "the setter has become an argument: give the value to the method";
    PARAMETER_BECAME_OPTIONAL = "request-parameter-became-optional": Request Breaking Compile,
        "parameter became optional", "the argument has become a setter: set the value there";
    PARAMETER_MOVED = "request-parameter-moved": Request Risky Behaviour, "location of a parameter changed",
        "the client sends it there by itself: fix what mocks, proxies and logs expect";
    PARAMETER_TYPE_CHANGED = "request-parameter-type-changed": Request Breaking Compile,
        "type of a parameter changed", "its argument or setter takes another type: give it the new one, as the line of Rust says";
    PARAMETER_TYPES_NARROWED = "request-parameter-types-narrowed": Request Breaking Behaviour,
        "types of a parameter narrowed",
        "the code of an app compiles, since the client writes it as text, but the server refuses what it took before: send it as one of the types that are left";
    PARAMETER_TYPES_NARROWED_TO_TEXT = "request-parameter-types-narrowed-to-text": Request Risky Behaviour,
        "types of a parameter narrowed, text still among them",
        "the client writes it as text as before, but the server may read it as something else: look at what the app sends";
    PARAMETER_TYPES_WIDENED = "request-parameter-types-widened": Request Additive None,
        "types of a parameter widened", "the server takes what it took before";
    PARAMETER_STYLE_CHANGED = "request-parameter-style-changed": Request Risky Behaviour,
        "serialization of a parameter changed", "the client writes it so by itself: fix what mocks, proxies and logs expect";
}
