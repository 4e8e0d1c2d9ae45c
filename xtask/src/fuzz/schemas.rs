//! The Schema Object, and what stands in it: the keywords of OpenAPI 3.0.4, and those of JSON Schema Draft 2020-12, which 3.1 and 3.2
//! take over.

use super::fields::{
    Holds::{
        Boolean, Component, Count, Is, Json, KeyedBy, ListOf, Name, NameOfSchema, Names, Number, Pattern, Text,
        TypeNames, Url, Word,
    },
    Keys::AnyName,
    OF_3_0, Object, SINCE_3_1, SINCE_3_2, may, must, only,
};

/// The words that `format` is given most often.
const FORMATS: [&str; 12] = [
    "int32",
    "int64",
    "uint64",
    "float",
    "double",
    "date-time",
    "date",
    "binary",
    "byte",
    "uuid",
    "password",
    "unknown",
];

pub(super) static SCHEMA: Object = Object {
    name: "Schema Object",
    components: Some("schemas"),
    fields: &[
        may("title", Text),
        may("multipleOf", Number),
        may("maximum", Number),
        only(OF_3_0, may("exclusiveMaximum", Boolean)),
        only(SINCE_3_1, may("exclusiveMaximum", Number)),
        may("minimum", Number),
        only(OF_3_0, may("exclusiveMinimum", Boolean)),
        only(SINCE_3_1, may("exclusiveMinimum", Number)),
        may("maxLength", Count),
        may("minLength", Count),
        may("pattern", Pattern),
        may("maxItems", Count),
        may("minItems", Count),
        may("uniqueItems", Boolean),
        may("maxProperties", Count),
        may("minProperties", Count),
        may("required", Names),
        may("enum", ListOf(&Json)),
        may("type", TypeNames),
        may("allOf", ListOf(&Component(&SCHEMA))),
        may("oneOf", ListOf(&Component(&SCHEMA))),
        may("anyOf", ListOf(&Component(&SCHEMA))),
        may("not", Component(&SCHEMA)),
        may("items", Component(&SCHEMA)),
        may("properties", KeyedBy(AnyName, &Component(&SCHEMA))),
        may("additionalProperties", Component(&SCHEMA)),
        may("description", Text),
        may("format", Word(&FORMATS)),
        may("default", Json),
        only(OF_3_0, may("nullable", Boolean)),
        may("discriminator", Is(&DISCRIMINATOR)),
        may("readOnly", Boolean),
        may("writeOnly", Boolean),
        may("xml", Is(&XML)),
        may("externalDocs", Is(&EXTERNAL_DOCS)),
        may("example", Json),
        may("deprecated", Boolean),
        only(SINCE_3_1, may("const", Json)),
        only(SINCE_3_1, may("examples", ListOf(&Json))),
        only(SINCE_3_1, may("$defs", KeyedBy(AnyName, &Component(&SCHEMA)))),
        only(SINCE_3_1, may("$id", Url)),
        only(SINCE_3_1, may("$anchor", Name)),
        only(SINCE_3_1, may("$dynamicAnchor", Name)),
        only(SINCE_3_1, may("$comment", Text)),
        only(SINCE_3_1, may("prefixItems", ListOf(&Component(&SCHEMA)))),
        only(SINCE_3_1, may("contains", Component(&SCHEMA))),
        only(SINCE_3_1, may("minContains", Count)),
        only(SINCE_3_1, may("maxContains", Count)),
        only(SINCE_3_1, may("patternProperties", KeyedBy(AnyName, &Component(&SCHEMA)))),
        only(SINCE_3_1, may("propertyNames", Component(&SCHEMA))),
        only(SINCE_3_1, may("unevaluatedProperties", Component(&SCHEMA))),
        only(SINCE_3_1, may("unevaluatedItems", Component(&SCHEMA))),
        only(SINCE_3_1, may("dependentRequired", KeyedBy(AnyName, &Names))),
        only(SINCE_3_1, may("dependentSchemas", KeyedBy(AnyName, &Component(&SCHEMA)))),
        only(SINCE_3_1, may("if", Component(&SCHEMA))),
        only(SINCE_3_1, may("then", Component(&SCHEMA))),
        only(SINCE_3_1, may("else", Component(&SCHEMA))),
        only(SINCE_3_1, may("contentEncoding", Word(&["base64", "quoted-printable"]))),
        only(SINCE_3_1, may("contentMediaType", Word(&["image/png", "application/json"]))),
        only(SINCE_3_1, may("contentSchema", Component(&SCHEMA))),
    ],
};

pub(super) static DISCRIMINATOR: Object = Object {
    name: "Discriminator Object",
    components: None,
    fields: &[
        must("propertyName", Name),
        may("mapping", KeyedBy(AnyName, &NameOfSchema)),
        only(SINCE_3_2, may("defaultMapping", NameOfSchema)),
    ],
};

pub(super) static XML: Object = Object {
    name: "XML Object",
    components: None,
    fields: &[
        may("name", Text),
        may("namespace", Url),
        may("prefix", Text),
        may("attribute", Boolean),
        may("wrapped", Boolean),
        only(SINCE_3_2, may("nodeType", Word(&["element", "attribute", "text", "cdata", "none"]))),
    ],
};

pub(super) static EXTERNAL_DOCS: Object = Object {
    name: "External Documentation Object",
    components: None,
    fields: &[must("url", Url), may("description", Text)],
};
