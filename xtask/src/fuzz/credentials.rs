//! The objects that say who may call: schemes of security, and the flows of OAuth.

use super::fields::{
    Holds::{Boolean, Is, KeyedBy, Name, Text, Url, Word},
    Keys::AnyName,
    Object, SINCE_3_2, may, must, only,
};

pub(super) static SECURITY_SCHEME: Object = Object {
    name: "Security Scheme Object",
    components: Some("securitySchemes"),
    fields: &[
        must("type", Word(&["http", "apiKey", "oauth2", "openIdConnect", "http"])),
        must("name", Name),
        must("in", Word(&["header", "query", "cookie"])),
        must("scheme", Word(&["bearer", "basic", "Digest"])),
        must("flows", Is(&OAUTH_FLOWS)),
        must("openIdConnectUrl", Url),
        may("description", Text),
        may("bearerFormat", Text),
        only(SINCE_3_2, may("oauth2MetadataUrl", Url)),
        only(SINCE_3_2, may("deprecated", Boolean)),
    ],
};

pub(super) static OAUTH_FLOWS: Object = Object {
    name: "OAuth Flows Object",
    components: None,
    fields: &[
        may("implicit", Is(&OAUTH_FLOW)),
        may("password", Is(&OAUTH_FLOW)),
        may("clientCredentials", Is(&OAUTH_FLOW)),
        may("authorizationCode", Is(&OAUTH_FLOW)),
        only(SINCE_3_2, may("deviceAuthorization", Is(&OAUTH_FLOW))),
    ],
};

pub(super) static OAUTH_FLOW: Object = Object {
    name: "OAuth Flow Object",
    components: None,
    fields: &[
        must("authorizationUrl", Url),
        must("tokenUrl", Url),
        must("scopes", KeyedBy(AnyName, &Text)),
        may("refreshUrl", Url),
        only(SINCE_3_2, may("deviceAuthorizationUrl", Url)),
    ],
};
