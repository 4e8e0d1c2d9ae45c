//! Enums: a string or an integer of which the description lists values.

use serde_json::Value;

use crate::lower::{Context, Lowering, shapes::shape::Shape, text as docs, types::schemas::definition_docs};
use crate::{
    ir::{EnumValue, IntegerEnum, Kind, StringEnum, Type},
    naming::{Scope, VariantName},
};

impl<'a> Lowering<'a> {
    pub(crate) fn try_string_enum(&mut self, shape: &Shape<'a>, context: &Context) -> Option<Type> {
        // Values that lack their quotes in YAML are no strings there, but are meant as such.
        let text = |value: &Value| match value {
            Value::String(text) => Some(text.clone()),
            Value::Bool(_) | Value::Number(_) if shape.ty == Some("string") => Some(value.to_string()),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => None,
        };
        let wires: Vec<String> = shape.enumeration.iter().map(text).collect::<Option<_>>()?;
        if wires.is_empty() || !matches!(shape.ty, None | Some("string")) {
            return None;
        }
        let (values, unknown) = self.enum_values(wires, shape, context);
        Some(self.define_enum(shape, context, Kind::StringEnum(StringEnum { values, unknown })))
    }

    pub(crate) fn try_integer_enum(&mut self, shape: &Shape<'a>, context: &Context) -> Option<Type> {
        let wires: Vec<i64> = shape.enumeration.iter().map(Value::as_i64).collect::<Option<_>>()?;
        if wires.is_empty() || !matches!(shape.ty, None | Some("integer" | "number")) {
            return None;
        }
        let (values, unknown) = self.enum_values(wires, shape, context);
        Some(self.define_enum(shape, context, Kind::IntegerEnum(IntegerEnum { values, unknown })))
    }

    /// The values of an enum, each once, and the variant for all others. `x-enum-varnames` names the variants, else the
    /// values do.
    fn enum_values<T: ToString + PartialEq>(
        &mut self,
        wires: Vec<T>,
        shape: &Shape<'a>,
        context: &Context,
    ) -> (Vec<EnumValue<T>>, VariantName) {
        for names in &shape.value_names {
            if let Some(fault) = names.fault(&self.naming) {
                self.warn(format!("{fault}; the values name the variants"), &names.place);
            }
            for (value, place) in names.unknown() {
                self.warn(format!("`x-enum-varnames` has a name for `{value}`, which is not in the `enum`"), &place);
            }
        }
        let mut scope = Scope::default();
        let mut values: Vec<EnumValue<T>> = Vec::new();
        for (index, wire) in wires.into_iter().enumerate() {
            if values.iter().all(|value| value.wire != wire) {
                let text = wire.to_string();
                let docs = shape.value_docs.and_then(|texts| texts.get(&text)).and_then(Value::as_str);
                let docs = docs.map(docs::markdown).unwrap_or_default();
                let place = context.place.child("enum").child(index);
                let name = shape.value_name(&shape.enumeration[index], &self.naming).unwrap_or(&text);
                values.push(EnumValue { wire, place, name: self.naming.variant(name, &mut scope), docs });
            }
        }
        let unknown = self.catch_all(&mut scope);
        (values, unknown)
    }

    fn define_enum(&mut self, shape: &Shape<'a>, context: &Context, kind: Kind) -> Type {
        let docs = definition_docs(shape, context, "The values that are known");
        let name = self.name(context);
        self.define(name, context, self.definitions.len(), docs, shape.deprecated, kind)
    }

    /// The variant for all that the description does not list.
    pub(crate) fn catch_all(&self, scope: &mut Scope) -> VariantName {
        let words = if scope.contains("Unknown") { "other" } else { "unknown" };
        self.naming.variant(words, scope)
    }
}
