//! The client as a whole: servers, credentials, headers of its own, webhooks.

use super::rule::{Direction, Effect, Rule, Severity, rules};

rules! { CLIENT:
    SERVER_ADDED = "server-added": Both Additive None, "server added",
        "requests go there only where an app asks for it";
    SERVER_REMOVED = "server-removed": Both Breaking Compile, "server removed",
        "its variant of `Server` is gone: name another one, or give the client a base URL";
    SERVER_CHANGED = "server-changed": Both Risky Behaviour, "server URL changed",
        "the client sends its requests elsewhere by itself: let proxies and lists of hosts pass it";
    DEFAULT_SERVER_CHANGED = "default-server-changed": Both Risky Behaviour, "default server changed",
        "an app that names no server sends its requests there: name the old one to stay with it";
    AUTHENTICATION_CHANGED = "authentication-changed": Both Breaking Behaviour, "authentication changed",
        "the credential that an app has may not be the one that is asked for now: give the client that one";
    CLIENT_HEADER_ADDED = "client-header-added": Request Additive None, "client header added",
        "the client sends its default by itself";
    CLIENT_HEADER_REMOVED = "client-header-removed": Request Breaking Compile, "client header removed",
        "its setters are gone: leave them out, or send it with `with_header`";
    CLIENT_HEADER_TYPE_CHANGED = "client-header-type-changed": Request Breaking Compile,
        "type of a client header changed", "its setters take another type: give them the new one, as the line of Rust says";
    CLIENT_HEADER_VALUE_REMOVED = "client-header-value-removed": Request Breaking Compile,
        "value of a client header removed", "what is marked `−` has no variant any more, though the catch-all variant still sends it: name another one";
    CLIENT_HEADER_DEFAULT_CHANGED = "client-header-default-changed": Request Risky Behaviour,
        "default of a client header changed", "an app that sets none sends another value: set the old one to stay with it";
    CLIENT_HEADER_VERSION_MOVED = "client-header-version-moved": Request Additive None,
        "client header follows the API version",
        "the client sends the version that it was made for, as before; all else that this brings has a line of its own";
    CLIENT_HEADER_VALUE_ADDED = "client-header-value-added": Request Additive None,
        "value of a client header added", "what is marked `+` has a variant of its own now";
    ERROR_MODEL_CHANGED = "error-model-changed": Response Breaking Compile, "error model changed",
        "`ErrorBody` is another type: read the fields that it has now";
    RELATIVE_SERVER_CHANGED = "relative-server-changed": Both Risky Behaviour,
        "server without an address of its own changed",
        "the client is given a base URL by the app, and what it has to say there is different: fix it";
}

rules! { SECURITY:
    SECURITY_ADDED = "security-added": Request Breaking Behaviour, "credential required",
        "without a credential, the server refuses what it took before: give the client one";
    SECURITY_REMOVED = "security-removed": Request Additive None, "credential no longer required",
        "the client sends none any more";
    SECURITY_OVERRIDDEN = "security-default-changed": Request DocsOnly None, "credential of all operations changed",
        "each operation that stays says for itself what it asks for";
    SECURITY_CHANGED = "security-changed": Request Breaking Behaviour, "another credential required",
        "the credential that an app has may not be the one that is asked for now: give the client that one";
    SECURITY_ALTERNATIVE_ADDED = "security-alternative-added": Request Additive None, "another credential accepted",
        "the one that an app has is accepted as before";
    SECURITY_ALTERNATIVE_REMOVED = "security-alternative-removed": Request Breaking Behaviour,
        "credential no longer accepted", "the credential that an app has may be refused now: give the client one that is still accepted";
    SECURITY_SCOPE_ADDED = "security-scope-added": Request Risky Behaviour, "scope required",
        "a credential that was granted less is refused: ask for one with the scope";
    SECURITY_SCOPE_REMOVED = "security-scope-removed": Request Additive None, "scope no longer required",
        "a credential that was granted more is accepted as before";
    SECURITY_SCHEME_CHANGED = "security-scheme-changed": Request Breaking Behaviour, "security scheme changed",
        "its credential is another one, or goes elsewhere in a request: see that the app's own is the one that is asked for";
    SECURITY_SCHEME_DETAILS_CHANGED = "security-scheme-details-changed": Request Risky Behaviour,
        "details of a security scheme changed", "how an app gets its credential may be different, where it goes is not: look at how the app gets it";
    SECURITY_SETTER_ADDED = "security-setter-added": Request Additive None, "setter of a credential added",
        "an app that has such a credential gives it to the client with it";
    SECURITY_SETTER_REMOVED = "security-setter-removed": Request Breaking Compile, "setter of a credential removed",
        "no operation asks for the credential any more, or the client does not know its kind: leave the setter out";
    SECURITY_SETTER_CHANGED = "security-setter-changed": Request Breaking Compile, "setter of a credential changed",
        "it is called after its scheme, and takes what that asks for: write the new one";
}

rules! { WEBHOOKS:
    WEBHOOK_ADDED = "webhook-added": Response Additive None, "webhook added",
        "it has a variant of its own; what the client does not know is kept as before";
    WEBHOOK_REMOVED = "webhook-removed": Response Breaking Compile, "webhook removed",
        "its variant is gone, and a payload that still comes is kept as an unknown one: leave its arm out";
    WEBHOOK_RENAMED = "webhook-renamed": Response Breaking Behaviour, "webhook renamed",
        "its variant stays, but `Webhook::read` knows it by the new name alone, and keeps what comes with the old one as unknown: give it the new one";
    WEBHOOK_AND_VARIANT_RENAMED = "webhook-and-variant-renamed": Response Breaking Compile, "webhook renamed, and its variant",
        "its variant is called otherwise, and `Webhook::read` knows it by the new name alone, and keeps what comes with the old one as unknown: write both new names";
    WEBHOOK_PAYLOAD_CHANGED = "webhook-payload-changed": Response Breaking Compile, "payload of a webhook changed",
        "its variant holds another type: read it as that one";
}
