//! Forms of parts, `multipart/form-data`: each part is a parameter of the operation, as those of the path and the query are.

use indexmap::IndexMap;
use openapiv3::{Encoding, MediaType, RequestBody};

use super::{
    Context, Lowering,
    bodies::{FORM_DATA, essence, is_json, resolve_body},
    described::place_of,
    docs,
    operations::PathOperation,
    schemas::declared,
    shape::{self, Node, NodeKind, Shape},
};
use crate::{
    ir::{Declared, Kind, ListStyle, Parameter, ParameterIn, ParameterStyle, Type},
    naming::Scope,
};

impl<'a> Lowering<'a> {
    /// The parts of a body that is a form; nothing where it is none, or where nobody says which parts it has.
    pub(super) fn parts(
        &mut self,
        described: &PathOperation<'a>,
        context: &Context,
        scope: &mut Scope,
    ) -> Option<Vec<Parameter>> {
        let declared = described.operation.request_body.as_ref()?;
        let place = place_of(declared, described.place.child("requestBody")).child("content");
        let body = resolve_body(self.document, declared)?;
        let (name, media) = form_of(body)?;
        let place = place.child(name);
        let form = Node::new(media.schema.as_ref()?, place.child("schema"));
        let shape = shape::flatten(self.document, &form).ok()?;
        let has_files = shape.properties.values().any(|node| self.is_file(node));
        if shape.properties.is_empty() || (is_urlencoded(body) && !has_files) {
            return None;
        }
        let context = Context { words: format!("{}Body", context.words), place, ..context.clone() };
        let part = |(wire, node): (&&'a str, &Node<'a>)| {
            let required = body.required && shape.required.contains(wire);
            self.part(wire, node, required, media.encoding.get(*wire), &context, scope)
        };
        Some(shape.properties.iter().filter_map(part).collect())
    }

    /// A part; nothing where only answers have it.
    fn part(
        &mut self,
        wire: &str,
        node: &Node<'a>,
        required: bool,
        encoding: Option<&Encoding>,
        context: &Context,
        scope: &mut Scope,
    ) -> Option<Parameter> {
        let shape = shape::flatten(self.document, node).ok()?;
        if shape.read_only {
            return None;
        }
        let media_type = encoding.and_then(|encoding| encoding.content_type.clone()).filter(|name| is_concrete(name));
        let (ty, style) = match self.file_style(&shape, media_type.clone()) {
            Some(style) => (Type::String, style),
            None => {
                let ty = self.type_of(wire, node, context);
                self.part_style(ty, media_type.as_deref())
            }
        };
        // What a component says is told of the component.
        let said = match node.kind {
            NodeKind::Reference(_) => Declared::default(),
            NodeKind::Schema(_) | NodeKind::Merged(_) | NodeKind::Either(_) => declared(&shape).of_value(),
        };
        Some(Parameter {
            wire: wire.to_owned(),
            place: node.place.clone(),
            name: self.naming.method(wire, scope),
            location: ParameterIn::Part,
            required,
            ty,
            style,
            docs: shape.description.map(docs::markdown).unwrap_or_default(),
            deprecated: shape.deprecated,
            declared: Declared { required, ..said },
        })
    }

    /// The type of a part: that of the field, where the form is a component, whose model has it already.
    fn type_of(&mut self, wire: &str, node: &Node<'a>, context: &Context) -> Type {
        let fields = self.definitions.iter().filter_map(|definition| match &definition.kind {
            Kind::Struct(definition) => definition.fields.iter().find(|field| field.place == node.place),
            _ => None,
        });
        match fields.map(|field| field.ty.clone()).next() {
            Some(ty) => ty,
            None => self.schema(node, &context.part(&self.naming.camel(wire), &node.place)).ty,
        }
    }

    /// How a part is written by default (OpenAPI 3.0.4, section 4.8.15.1): words as text, a part for each item of a list,
    /// all else as JSON.
    fn part_style(&self, ty: Type, media_type: Option<&str>) -> (Type, ParameterStyle) {
        let written = self.written(&ty);
        let is_list = matches!(written, Type::List(_) | Type::OneOrMany(_));
        let is_word = |ty: &Type| self.is_scalar(ty);
        if media_type.is_some_and(is_json) {
            (ty, ParameterStyle::Json)
        } else if is_list && written.inner().is_some_and(is_word) {
            (written, ParameterStyle::List(ListStyle::Repeat))
        } else if is_word(&written) {
            (written, ParameterStyle::Scalar)
        } else {
            (ty, ParameterStyle::Json)
        }
    }

    fn is_file(&self, node: &Node<'a>) -> bool {
        shape::flatten(self.document, node).is_ok_and(|shape| self.file_style(&shape, None).is_some())
    }

    /// A file or a list of files, if it is one.
    fn file_style(&self, shape: &Shape<'a>, media_type: Option<String>) -> Option<ParameterStyle> {
        let is_binary = |shape: &Shape<'_>| shape.format.as_deref() == Some("binary");
        if is_binary(shape) {
            return Some(ParameterStyle::File { is_list: false, media_type });
        }
        let items = shape::flatten(self.document, shape.items.as_ref()?).ok()?;
        is_binary(&items).then_some(ParameterStyle::File { is_list: true, media_type })
    }
}

/// The form of a body, if that is what it is sent as: JSON goes before it.
fn form_of(body: &RequestBody) -> Option<(&String, &MediaType)> {
    let content: &IndexMap<String, MediaType> = &body.content;
    if content.keys().any(|name| is_json(name)) {
        return None;
    }
    content.iter().find(|(name, _)| essence(name) == FORM_DATA)
}

/// Whether a body can be sent as form fields as well, which have no room for files.
fn is_urlencoded(body: &RequestBody) -> bool {
    body.content.keys().any(|name| essence(name) == "application/x-www-form-urlencoded")
}

/// Whether a content type is one media type: neither a range nor a choice.
fn is_concrete(name: &str) -> bool {
    !name.contains(['*', ','])
}
