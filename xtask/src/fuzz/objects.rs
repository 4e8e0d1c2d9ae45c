//! The objects of a description, each with the table of its section "Fixed Fields" in OpenAPI 3.0.4, 3.1.1 and 3.2.0.

use super::{
    credentials::{OAUTH_FLOW, OAUTH_FLOWS, SECURITY_SCHEME},
    fields::{
        Holds::{Boolean, Component, Is, Json, KeyedBy, ListOf, Name, Names, Scopes, Tags, Text, Url, Word},
        Keys::{AnyName, Components, MediaTypes, Paths, Runtimes, Schemes, Statuses, Variables},
        Object, SINCE_3_1, SINCE_3_2, may, must, only,
    },
    schemas::{DISCRIMINATOR, EXTERNAL_DOCS, SCHEMA, XML},
};

/// The whole of a description. Its `openapi` is not made by chance.
pub(super) static ROOT: Object = Object {
    name: "OpenAPI Object",
    components: None,
    fields: &[
        must("info", Is(&INFO)),
        must("components", Is(&COMPONENTS)),
        must("paths", KeyedBy(Paths, &Is(&PATH_ITEM))),
        may("servers", ListOf(&Is(&SERVER))),
        may("security", ListOf(&KeyedBy(Schemes, &Scopes))),
        may("tags", ListOf(&Is(&TAG))),
        may("externalDocs", Is(&EXTERNAL_DOCS)),
        only(SINCE_3_1, may("webhooks", KeyedBy(AnyName, &Is(&PATH_ITEM)))),
        only(SINCE_3_1, may("jsonSchemaDialect", Url)),
        only(SINCE_3_2, may("$self", Url)),
    ],
};

static INFO: Object = Object {
    name: "Info Object",
    components: None,
    fields: &[
        must("title", Text),
        must("version", Text),
        may("description", Text),
        may("termsOfService", Url),
        may("contact", Is(&CONTACT)),
        may("license", Is(&LICENSE)),
        only(SINCE_3_1, may("summary", Text)),
    ],
};

static CONTACT: Object = Object {
    name: "Contact Object",
    components: None,
    fields: &[may("name", Text), may("url", Url), may("email", Text)],
};

static LICENSE: Object = Object {
    name: "License Object",
    components: None,
    fields: &[must("name", Text), may("url", Url), only(SINCE_3_1, may("identifier", Text))],
};

static SERVER: Object = Object {
    name: "Server Object",
    components: None,
    fields: &[
        must("url", Url),
        may("description", Text),
        may("variables", KeyedBy(Variables, &Is(&SERVER_VARIABLE))),
        only(SINCE_3_2, may("name", Name)),
    ],
};

static SERVER_VARIABLE: Object = Object {
    name: "Server Variable Object",
    components: None,
    fields: &[must("default", Name), may("enum", Names), may("description", Text)],
};

static TAG: Object = Object {
    name: "Tag Object",
    components: None,
    fields: &[
        must("name", Word(&["Pets", "Shops", "A & B", "default"])),
        may("description", Text),
        may("externalDocs", Is(&EXTERNAL_DOCS)),
        only(SINCE_3_2, may("summary", Text)),
        only(SINCE_3_2, may("parent", Word(&["Pets", "Shops"]))),
        only(SINCE_3_2, may("kind", Word(&["nav", "badge", "audience"]))),
    ],
};

static COMPONENTS: Object = Object {
    name: "Components Object",
    components: None,
    fields: &[
        must("schemas", KeyedBy(Components, &Is(&SCHEMA))),
        must("responses", KeyedBy(Components, &Is(&RESPONSE))),
        must("parameters", KeyedBy(Components, &Is(&PARAMETER))),
        must("requestBodies", KeyedBy(Components, &Is(&REQUEST_BODY))),
        must("headers", KeyedBy(Components, &Is(&HEADER))),
        must("examples", KeyedBy(Components, &Is(&EXAMPLE))),
        must("securitySchemes", KeyedBy(Schemes, &Is(&SECURITY_SCHEME))),
        must("links", KeyedBy(Components, &Is(&LINK))),
        may("callbacks", KeyedBy(Components, &KeyedBy(Runtimes, &Is(&PATH_ITEM)))),
        only(SINCE_3_1, may("pathItems", KeyedBy(Components, &Is(&PATH_ITEM)))),
        only(SINCE_3_2, may("mediaTypes", KeyedBy(Components, &Is(&MEDIA_TYPE)))),
    ],
};

static PATH_ITEM: Object = Object {
    name: "Path Item Object",
    components: Some("pathItems"),
    fields: &[
        may("summary", Text),
        may("description", Text),
        may("get", Is(&OPERATION)),
        may("put", Is(&OPERATION)),
        may("post", Is(&OPERATION)),
        may("delete", Is(&OPERATION)),
        may("options", Is(&OPERATION)),
        may("head", Is(&OPERATION)),
        may("patch", Is(&OPERATION)),
        may("trace", Is(&OPERATION)),
        may("servers", ListOf(&Is(&SERVER))),
        may("parameters", ListOf(&Component(&PARAMETER))),
        only(SINCE_3_2, may("query", Is(&OPERATION))),
        only(SINCE_3_2, may("additionalOperations", KeyedBy(AnyName, &Is(&OPERATION)))),
    ],
};

static OPERATION: Object = Object {
    name: "Operation Object",
    components: None,
    fields: &[
        must("responses", KeyedBy(Statuses, &Component(&RESPONSE))),
        must("tags", Tags),
        may("operationId", Name),
        may("summary", Text),
        may("description", Text),
        may("externalDocs", Is(&EXTERNAL_DOCS)),
        may("parameters", ListOf(&Component(&PARAMETER))),
        may("requestBody", Component(&REQUEST_BODY)),
        may("callbacks", KeyedBy(AnyName, &KeyedBy(Runtimes, &Is(&PATH_ITEM)))),
        may("deprecated", Boolean),
        may("security", ListOf(&KeyedBy(Schemes, &Scopes))),
        may("servers", ListOf(&Is(&SERVER))),
    ],
};

static PARAMETER: Object = Object {
    name: "Parameter Object",
    components: Some("parameters"),
    fields: &[
        must("name", Name),
        must("in", Word(&["query", "header", "query", "cookie", "query"])),
        must("schema", Component(&SCHEMA)),
        may("description", Text),
        may("required", Boolean),
        may("deprecated", Boolean),
        may("allowEmptyValue", Boolean),
        may("style", Word(&["form", "spaceDelimited", "pipeDelimited", "deepObject", "simple", "matrix", "label"])),
        may("explode", Boolean),
        may("allowReserved", Boolean),
        may("example", Json),
        may("examples", KeyedBy(AnyName, &Component(&EXAMPLE))),
        may("content", KeyedBy(MediaTypes, &Is(&MEDIA_TYPE))),
    ],
};

static HEADER: Object = Object {
    name: "Header Object",
    components: Some("headers"),
    fields: &[
        must("schema", Component(&SCHEMA)),
        may("description", Text),
        may("required", Boolean),
        may("deprecated", Boolean),
        may("style", Word(&["simple"])),
        may("explode", Boolean),
        may("example", Json),
        may("examples", KeyedBy(AnyName, &Component(&EXAMPLE))),
        may("content", KeyedBy(MediaTypes, &Is(&MEDIA_TYPE))),
    ],
};

static REQUEST_BODY: Object = Object {
    name: "Request Body Object",
    components: Some("requestBodies"),
    fields: &[
        must("content", KeyedBy(MediaTypes, &Is(&MEDIA_TYPE))),
        may("description", Text),
        may("required", Boolean),
    ],
};

static MEDIA_TYPE: Object = Object {
    name: "Media Type Object",
    components: Some("mediaTypes"),
    fields: &[
        must("schema", Component(&SCHEMA)),
        may("example", Json),
        may("examples", KeyedBy(AnyName, &Component(&EXAMPLE))),
        may("encoding", KeyedBy(AnyName, &Is(&ENCODING))),
        only(SINCE_3_2, may("itemSchema", Component(&SCHEMA))),
        only(SINCE_3_2, may("prefixEncoding", ListOf(&Is(&ENCODING)))),
        only(SINCE_3_2, may("itemEncoding", Is(&ENCODING))),
    ],
};

static ENCODING: Object = Object {
    name: "Encoding Object",
    components: None,
    fields: &[
        may("contentType", Word(&["application/json", "image/png, image/*", "text/plain", "*/*"])),
        may("headers", KeyedBy(AnyName, &Component(&HEADER))),
        may("style", Word(&["form", "spaceDelimited", "pipeDelimited", "deepObject"])),
        may("explode", Boolean),
        may("allowReserved", Boolean),
    ],
};

static RESPONSE: Object = Object {
    name: "Response Object",
    components: Some("responses"),
    fields: &[
        must("description", Text),
        may("content", KeyedBy(MediaTypes, &Is(&MEDIA_TYPE))),
        may("headers", KeyedBy(AnyName, &Component(&HEADER))),
        may("links", KeyedBy(AnyName, &Component(&LINK))),
        only(SINCE_3_2, may("summary", Text)),
    ],
};

static EXAMPLE: Object = Object {
    name: "Example Object",
    components: Some("examples"),
    fields: &[
        may("summary", Text),
        may("description", Text),
        may("value", Json),
        may("externalValue", Url),
        only(SINCE_3_2, may("dataValue", Json)),
        only(SINCE_3_2, may("serializedValue", Text)),
    ],
};

static LINK: Object = Object {
    name: "Link Object",
    components: Some("links"),
    fields: &[
        may("operationId", Name),
        may("operationRef", Url),
        may("parameters", KeyedBy(AnyName, &Json)),
        may("requestBody", Json),
        may("description", Text),
        may("server", Is(&SERVER)),
    ],
};

/// All objects of the specification that have fields of fixed names.
pub(super) static OBJECTS: [&Object; 25] = [
    &ROOT,
    &INFO,
    &CONTACT,
    &LICENSE,
    &SERVER,
    &SERVER_VARIABLE,
    &EXTERNAL_DOCS,
    &TAG,
    &COMPONENTS,
    &PATH_ITEM,
    &OPERATION,
    &PARAMETER,
    &HEADER,
    &REQUEST_BODY,
    &MEDIA_TYPE,
    &ENCODING,
    &RESPONSE,
    &EXAMPLE,
    &LINK,
    &SECURITY_SCHEME,
    &OAUTH_FLOWS,
    &OAUTH_FLOW,
    &SCHEMA,
    &DISCRIMINATOR,
    &XML,
];
