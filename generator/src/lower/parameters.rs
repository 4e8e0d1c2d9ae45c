//! Parameters: which an operation has, and how each is written.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use openapiv3::{
    Content, OpenAPI, Parameter as DescribedParameter, ParameterData, ParameterSchemaOrContent, PathStyle, QueryStyle,
    ReferenceOr, Schema,
};
use serde_json::Value;

use super::{
    Context, Lowering,
    bodies::{follow, is_json},
    described::written,
    docs,
    operations::PathOperation,
    shape::Node,
    template::Template,
};
use crate::{
    ir::{
        Authentication, ClientHeader, Declared, Definition, Inside, Kind, ListStyle, ObjectStyle, Parameter,
        ParameterIn, ParameterStyle, Type, UnionVariant,
    },
    naming::{MethodName, Scope},
    place::Pointer,
    walk::Keys,
};

/// How many names and lists a parameter's type may be wrapped in: a list can be one of itself.
const WRITTEN_DEPTH: usize = 16;

/// Where a parameter goes.
#[derive(Clone, Copy, Debug)]
struct Slot<'a> {
    location: ParameterIn,
    wire: &'a str,
    required: bool,
}

impl<'a> Lowering<'a> {
    pub(super) fn parameters(
        &mut self,
        described: &PathOperation<'a>,
        template: &Template<'a>,
        client_headers: &[ClientHeader],
        context: &Context,
        scope: &mut Scope,
    ) -> Vec<Parameter> {
        let names = template.names();
        let mut lowered: Vec<Parameter> = Vec::new();
        for place in dangling_parameters(self.document, described) {
            self.warn("the reference leads nowhere; the parameter is left out", &place);
        }
        for (parameter, place) in parameters(self.document, described) {
            if let Some(slot) = self.location(described, (parameter, &place), template, client_headers) {
                lowered.push(self.parameter(parameter, slot, &place, context, scope));
            }
        }
        let in_path = names.iter().map(|name| (ParameterIn::Path, *name, *name));
        let in_query = template.queries().iter().map(|(wire, name)| (ParameterIn::Query, *wire, *name));
        for (location, wire, name) in in_path.chain(in_query) {
            // The client sends its credential itself.
            if location == ParameterIn::Query && self.is_credential(described, "query", wire) {
                continue;
            }
            if lowered.iter().all(|parameter| (parameter.location, parameter.wire.as_str()) != (location, wire)) {
                let message = format!("nothing declares the path's `{{{name}}}`; it is taken as a string");
                self.warn(message, &described.place);
                let name = self.naming.method(name, scope);
                lowered.push(undeclared((location, wire), name, &described.place));
            }
        }
        lowered.sort_by_key(|parameter| match parameter.location {
            ParameterIn::Path => names.iter().position(|wire| *wire == parameter.wire),
            ParameterIn::Query | ParameterIn::Header | ParameterIn::Part => Some(names.len()),
        });
        lowered
    }

    /// Where a parameter goes, or nothing if it is none of the operation's own.
    fn location(
        &mut self,
        described: &PathOperation<'_>,
        (parameter, place): (&'a DescribedParameter, &Pointer),
        template: &Template<'a>,
        client_headers: &[ClientHeader],
    ) -> Option<Slot<'a>> {
        let (location, ParameterData { name, required, .. }) = location_of(parameter);
        let slot = |location| Some(Slot { location, wire: name, required: *required || location == ParameterIn::Path });
        let is_lifted = || client_headers.iter().any(|header| header.header.eq_ignore_ascii_case(name));
        match (location, template.query(name)) {
            // The client sends its credential itself.
            ("query" | "header" | "cookie", _) if self.is_credential(described, location, name) => None,
            ("path", _) if template.names().contains(&name.as_str()) => slot(ParameterIn::Path),
            ("path" | "query", Some(wire)) => Some(Slot { location: ParameterIn::Query, wire, required: true }),
            ("path", None) => {
                self.warn(format!("the path has no `{{{name}}}`; the parameter is left out"), place);
                None
            }
            ("header", _) if is_ignored_header(name) || is_lifted() => None,
            ("query", None) => slot(ParameterIn::Query),
            ("header", _) => slot(ParameterIn::Header),
            _ => {
                self.warn(format!("the cookie `{name}` is left out; send it with `with_header`"), place);
                None
            }
        }
    }

    fn parameter(
        &mut self,
        parameter: &'a DescribedParameter,
        Slot { location, wire, required }: Slot<'a>,
        place: &Pointer,
        context: &Context,
        scope: &mut Scope,
    ) -> Parameter {
        let (_, data) = location_of(parameter);
        let (ty, style, text, declared) = match &data.format {
            ParameterSchemaOrContent::Schema(schema) => {
                let node = Node::new(schema, place.child("schema"));
                let lowered = self.schema(&node, &context.part(&self.naming.camel(&data.name), &node.place));
                let ty = self.written(&lowered.ty);
                let style = self.style(parameter, &ty);
                if style.is_some() && ty.name() != lowered.ty.name() {
                    self.texts.push((place.clone(), lowered.ty.clone()));
                }
                let declared = self.with_alternatives(&lowered.ty, lowered.declared);
                (ty, style, lowered.docs, declared)
            }
            ParameterSchemaOrContent::Content(content) => self.document(content, location, data, place, context),
        };
        let (ty, style, declared) = match style {
            Some(style) => (ty, style, declared),
            None => {
                self.warn(
                    format!(
                        "the parameter `{}` can't be written in its style; it is taken as text, and encoded as such",
                        data.name
                    ),
                    place,
                );
                let declared = match &data.format {
                    ParameterSchemaOrContent::Schema(ReferenceOr::Item(schema)) => content_of(schema),
                    // What a component says is told of the component.
                    ParameterSchemaOrContent::Schema(ReferenceOr::Reference { .. })
                    | ParameterSchemaOrContent::Content(_) => declared,
                };
                (Type::String, ParameterStyle::Scalar, declared)
            }
        };
        let described = data.description.as_deref().map(docs::markdown).unwrap_or_default();
        let is_key = is_idempotency_key(data);
        let can_be_key = location == ParameterIn::Header && style == ParameterStyle::Scalar;
        if is_key && !can_be_key {
            self.warn(
                format!("the parameter `{}` is no header of one word; it is no idempotency key", data.name),
                place,
            );
        }
        Parameter {
            wire: wire.to_owned(),
            place: place.clone(),
            name: self.naming.method(&data.name, scope),
            location,
            required,
            ty,
            style,
            is_idempotency_key: is_key && can_be_key,
            docs: docs::paragraphs([described.as_str(), &text]),
            deprecated: data.deprecated.unwrap_or(false),
            declared: Declared { required, ..declared.of_value() },
        }
    }

    /// A parameter that is a document of its own: JSON, or text.
    fn document(
        &mut self,
        content: &'a Content,
        location: ParameterIn,
        data: &ParameterData,
        place: &Pointer,
        context: &Context,
    ) -> (Type, Option<ParameterStyle>, String, Declared) {
        let json = content
            .iter()
            .find(|(name, _)| is_json(name))
            .and_then(|(name, media)| Some((name, media.schema.as_ref()?)));
        match json {
            Some((name, schema)) if location != ParameterIn::Path => {
                let node = Node::new(schema, place.child("content").child(name).child("schema"));
                let lowered = self.schema(&node, &context.part(&self.naming.camel(&data.name), &node.place));
                (lowered.ty, Some(ParameterStyle::Json), lowered.docs, lowered.declared)
            }
            Some(_) | None => {
                self.warn(
                    format!("the parameter `{}` is a document of its own; it is taken as text", data.name),
                    place,
                );
                let declared =
                    Declared { limits: vec![("content", written(content, Keys::Names))], ..Declared::default() };
                (Type::String, Some(ParameterStyle::Scalar), String::new(), declared)
            }
        }
    }

    /// Whether a parameter of an operation is a credential that the client sends with it.
    pub(super) fn is_credential(&self, described: &PathOperation<'_>, location: &str, name: &str) -> bool {
        let asked = self.own_credentials(described);
        let mut asked = asked.as_ref().unwrap_or(&self.credentials).iter().flatten();
        asked.any(|asked| match self.schemes.iter().find(|scheme| scheme.name == *asked) {
            None => false,
            Some(scheme) => match &scheme.authentication {
                Some(Authentication::Header(header)) => location == "header" && header.eq_ignore_ascii_case(name),
                Some(Authentication::Query(key)) => location == "query" && key == name,
                Some(Authentication::Cookie(cookie)) => location == "cookie" && cookie == name,
                Some(Authentication::Bearer | Authentication::Basic) | None => false,
            },
        })
    }

    /// What a parameter's type is for writing it: no other name of a type, and text for one of several scalars.
    pub(super) fn written(&self, ty: &Type) -> Type {
        self.written_below(ty, WRITTEN_DEPTH)
    }

    fn written_below(&self, ty: &Type, depth: usize) -> Type {
        if depth == 0 {
            return ty.clone();
        }
        let below = |ty: &Type| self.written_below(ty, depth - 1);
        match (ty, self.kind_of(ty)) {
            (_, Some(Kind::Alias(inner))) => below(inner),
            (_, Some(Kind::Union(_))) if !self.is_object(ty) => Type::String,
            (Type::StringOrInteger, _) => Type::String,
            (Type::List(item), _) => Type::List(Box::new(below(item))),
            (Type::OneOrMany(item), _) => Type::OneOrMany(Box::new(below(item))),
            (Type::Nullable(item) | Type::Boxed(item), _) => below(item),
            (ty, _) => ty.clone(),
        }
    }

    /// What is declared of a value that is written as text, with the alternatives that no type says then.
    pub(super) fn with_alternatives(&self, ty: &Type, declared: Declared) -> Declared {
        self.with_alternatives_below(ty, declared, WRITTEN_DEPTH)
    }

    fn with_alternatives_below(&self, ty: &Type, mut declared: Declared, depth: usize) -> Declared {
        if depth == 0 {
            return declared;
        }
        let below = |ty: &Type, declared: Declared| self.with_alternatives_below(ty, declared, depth - 1);
        let inside = |mut declared: Declared, part: &str, ty: &Type| {
            for value in declared.inside.iter_mut().filter(|value| value.part == part) {
                value.declared = below(ty, std::mem::take(&mut value.declared));
            }
            declared
        };
        match (ty, self.kind_of(ty)) {
            (_, Some(Kind::Alias(inner))) => below(inner, declared),
            (_, Some(Kind::Union(union))) if !self.is_object(ty) => {
                let mut words: BTreeSet<String> = BTreeSet::new();
                for UnionVariant { ty, place, declared: said, .. } in &union.variants {
                    let word = self.json_type(ty);
                    let said = Declared { limits: [self.values(ty), said.limits.clone()].concat(), ..said.of_value() };
                    declared.inside.push(Inside {
                        part: format!("|{word}"),
                        place: place.clone(),
                        ty: ty.clone(),
                        declared: below(ty, said),
                    });
                    words.insert(word);
                }
                declared.limits.push(("type", Value::from_iter(words).to_string()));
                declared
            }
            (Type::List(item), _) => inside(declared, "[]", item),
            (Type::OneOrMany(item), _) => inside(declared, "|one", item),
            (Type::Nullable(item) | Type::Boxed(item), _) => below(item, declared),
            _ => declared,
        }
    }

    /// What a value is in JSON, by the words of a description.
    fn json_type(&self, ty: &Type) -> String {
        match (ty, self.kind_of(ty)) {
            (_, Some(Kind::StringEnum(_))) | (Type::String, _) => "string".to_owned(),
            (_, Some(Kind::IntegerEnum(_))) | (Type::Integer | Type::UnixTime, _) => "integer".to_owned(),
            (Type::Boolean, _) => "boolean".to_owned(),
            (Type::Number, _) => "number".to_owned(),
            (Type::StringOrInteger, _) => "string or integer".to_owned(),
            (Type::List(item), _) => format!("array of {}", self.json_type(item)),
            (Type::Nullable(inner) | Type::Boxed(inner) | Type::OneOrMany(inner), _) => self.json_type(inner),
            (_, Some(Kind::Struct(_) | Kind::Union(_) | Kind::Alias(_) | Kind::Newtype(_)))
            | (Type::Map(_) | Type::Value | Type::Named(_), _) => "any".to_owned(),
        }
    }

    /// The values of an enum that stands inline, and so has no type where all is text.
    fn values(&self, ty: &Type) -> Vec<(&'static str, String)> {
        let is_inline = |definition: &&Definition| {
            definition.place.tokens().len() > 3 && matches!(ty, Type::Named(name) if *name == definition.name)
        };
        let values = match self.definitions.iter().find(is_inline).map(|definition| &definition.kind) {
            Some(Kind::StringEnum(list)) => Value::from_iter(list.values.iter().map(|value| value.wire.as_str())),
            Some(Kind::IntegerEnum(list)) => Value::from_iter(list.values.iter().map(|value| value.wire)),
            Some(Kind::Struct(_) | Kind::Union(_) | Kind::Alias(_) | Kind::Newtype(_)) | None => return Vec::new(),
        };
        vec![("enum", values.to_string())]
    }

    fn kind_of(&self, ty: &Type) -> Option<&Kind> {
        let Type::Named(name) = ty else { return None };
        self.definitions.iter().find(|definition| definition.name == *name).map(|definition| &definition.kind)
    }

    /// Whether a value is one word: what a list of them, or a header, is made of.
    pub(super) fn is_scalar(&self, ty: &Type) -> bool {
        match ty {
            Type::Boolean | Type::Integer | Type::Number | Type::String | Type::UnixTime | Type::Value => true,
            Type::StringOrInteger => true,
            Type::Named(_) => matches!(self.kind_of(ty), Some(Kind::StringEnum(_) | Kind::IntegerEnum(_))),
            Type::List(_) | Type::Map(_) | Type::OneOrMany(_) | Type::Nullable(_) | Type::Boxed(_) => false,
        }
    }

    /// How a parameter is written, or nothing where we can't write it so.
    fn style(&self, parameter: &DescribedParameter, ty: &Type) -> Option<ParameterStyle> {
        let explode = parameter.parameter_data_ref().explode;
        let is_object = self.is_object(ty);
        let is_list = matches!(ty, Type::List(_) | Type::OneOrMany(_));
        if is_list && !ty.inner().is_some_and(|item| self.is_scalar(item)) {
            return None;
        }
        if matches!(parameter, DescribedParameter::Path { style, .. } if *style != PathStyle::Simple) {
            return None;
        }
        match parameter {
            _ if !is_object && !is_list => self.is_scalar(ty).then_some(ParameterStyle::Scalar),
            DescribedParameter::Query { style, .. } if is_list => Some(ParameterStyle::List(match (style, explode) {
                (QueryStyle::SpaceDelimited, Some(false) | None) => ListStyle::Space,
                (QueryStyle::PipeDelimited, Some(false) | None) => ListStyle::Pipe,
                (QueryStyle::Form, Some(false)) => ListStyle::Comma,
                (_, _) => ListStyle::Repeat,
            })),
            DescribedParameter::Query { style: QueryStyle::DeepObject, .. } => {
                Some(ParameterStyle::Object(ObjectStyle::Deep))
            }
            DescribedParameter::Query { style: QueryStyle::Form, .. } => {
                Some(ParameterStyle::Object(if explode == Some(false) {
                    ObjectStyle::Comma
                } else {
                    ObjectStyle::Form
                }))
            }
            DescribedParameter::Header { .. } | DescribedParameter::Path { .. } if is_list => {
                Some(ParameterStyle::List(ListStyle::Comma))
            }
            DescribedParameter::Query { .. }
            | DescribedParameter::Header { .. }
            | DescribedParameter::Path { .. }
            | DescribedParameter::Cookie { .. } => None,
        }
    }

    /// Whether a value is written as an object: a struct, a map, or one of several of which one is.
    fn is_object(&self, ty: &Type) -> bool {
        match self.kind_of(ty) {
            Some(Kind::Struct(_)) => true,
            Some(Kind::Union(union)) => {
                union.variants.iter().any(|variant| variant.ty != *ty && self.is_object(&variant.ty))
            }
            Some(Kind::StringEnum(_) | Kind::IntegerEnum(_) | Kind::Alias(_) | Kind::Newtype(_)) => false,
            None => matches!(ty, Type::Map(_)),
        }
    }
}

/// What is declared of a value that the caller writes, so that no type says what is in it.
pub(super) fn content_of(schema: &Schema) -> Declared {
    Declared { limits: vec![("content", written(schema, Keys::Keywords))], ..Declared::default() }
}

/// The parameters of an operation: those of its path item, unless it has the same one itself, then its own.
pub(super) fn parameters<'a>(
    document: &'a OpenAPI,
    operation: &PathOperation<'a>,
) -> Vec<(&'a DescribedParameter, Pointer)> {
    let item_place = Pointer::root().descendant(["paths", operation.path]);
    let shared = operation
        .item
        .parameters
        .iter()
        .enumerate()
        .map(|(index, parameter)| (parameter, item_place.child("parameters").child(index)));
    let own = operation
        .operation
        .parameters
        .iter()
        .enumerate()
        .map(|(index, parameter)| (parameter, operation.place.child("parameters").child(index)));
    let mut merged: IndexMap<(&str, &str), (&DescribedParameter, Pointer)> = IndexMap::new();
    for (parameter, place) in shared.chain(own) {
        // What several operations refer to stands in one place.
        let place = match parameter {
            ReferenceOr::Reference { reference } => Pointer::parse(reference),
            ReferenceOr::Item(_) => place,
        };
        if let Some(parameter) = resolve_parameter(document, parameter) {
            let (location, data) = location_of(parameter);
            merged.insert((location, data.name.as_str()), (parameter, place));
        }
    }
    merged.into_values().collect()
}

/// A parameter that stands in the path alone.
fn undeclared((location, wire): (ParameterIn, &str), name: MethodName, operation: &Pointer) -> Parameter {
    Parameter {
        wire: wire.to_owned(),
        place: operation.clone(),
        name,
        location,
        required: true,
        ty: Type::String,
        style: ParameterStyle::Scalar,
        is_idempotency_key: false,
        docs: String::new(),
        deprecated: false,
        declared: Declared { required: true, ..Declared::default() },
    }
}

/// Where the references to parameters stand that lead nowhere.
fn dangling_parameters(document: &OpenAPI, operation: &PathOperation<'_>) -> Vec<Pointer> {
    let item_place = Pointer::root().descendant(["paths", operation.path]);
    let lists = [(&operation.item.parameters, &item_place), (&operation.operation.parameters, &operation.place)];
    let all = lists.into_iter().flat_map(|(parameters, place)| {
        parameters.iter().enumerate().map(move |(index, parameter)| (parameter, place.child("parameters").child(index)))
    });
    all.filter(|(parameter, _)| resolve_parameter(document, parameter).is_none()).map(|(_, place)| place).collect()
}

/// Whether the server knows by this header a call that is sent again (draft-ietf-httpapi-idempotency-key-header, section
/// 2.1), unless `x-idempotency-key` says otherwise.
pub(super) fn is_idempotency_key(data: &ParameterData) -> bool {
    let said = data.extensions.get("x-idempotency-key").and_then(Value::as_bool);
    said.unwrap_or_else(|| data.name.eq_ignore_ascii_case("Idempotency-Key"))
}

/// Whether an operation may be sent twice because of the key that every call of it has. Where a key changes nothing, since
/// the method or the description says whether it may, it is a header as any other.
pub(super) fn idempotence(described: &PathOperation<'_>, parameters: &mut [Parameter]) -> Option<bool> {
    let said = described.operation.extensions.get("x-idempotent").and_then(Value::as_bool);
    let decides = said.is_none() && matches!(described.method, "post" | "patch");
    for parameter in parameters.iter_mut().filter(|parameter| parameter.is_idempotency_key) {
        parameter.is_idempotency_key = decides;
        if decides {
            parameter.docs = match parameter.docs.as_str() {
                "" => "The key of this call, with which it is safe to send again, and is retried so.".to_owned(),
                text => docs::append(text, "With this key, the call is safe to send again, and is retried so."),
            };
        }
    }
    let has_key = parameters.iter().any(|parameter| parameter.is_idempotency_key && parameter.required);
    said.or(has_key.then_some(true))
}

/// Headers that a parameter can't describe (OpenAPI 3.0.4, section 4.8.12.1).
pub(super) fn is_ignored_header(name: &str) -> bool {
    ["accept", "content-type", "authorization"].iter().any(|ignored| name.eq_ignore_ascii_case(ignored))
}

fn location_of(parameter: &DescribedParameter) -> (&'static str, &ParameterData) {
    let location = match parameter {
        DescribedParameter::Query { .. } => "query",
        DescribedParameter::Header { .. } => "header",
        DescribedParameter::Path { .. } => "path",
        DescribedParameter::Cookie { .. } => "cookie",
    };
    (location, parameter.parameter_data_ref())
}

pub(super) fn resolve_parameter<'a>(
    document: &'a OpenAPI,
    parameter: &'a ReferenceOr<DescribedParameter>,
) -> Option<&'a DescribedParameter> {
    follow(parameter, "#/components/parameters/", |components| &components.parameters, document)
}
