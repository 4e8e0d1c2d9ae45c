//! `x-enum-varnames`: what a schema calls the values of its `enum`.

use std::collections::HashMap;

use serde_json::Value;

use crate::{
    lower::text::unquoted,
    naming::{Naming, Scope, VariantName},
    place::Pointer,
};

/// The names that a schema gives to the values of its `enum`.
#[derive(Clone, Debug)]
pub(crate) struct ValueNames<'a> {
    /// `x-enum-varnames`: a list of texts, one for each value, or an object of texts, for some of them by what they are.
    pub names: &'a Value,
    /// The values that stand beside it, in the same order.
    pub values: Vec<Value>,
    /// Where the names stand.
    pub place: Pointer,
}

impl<'a> ValueNames<'a> {
    /// The name of a value, where it has one.
    pub(crate) fn name(&self, value: &Value) -> Option<&'a str> {
        let name = match self.names {
            Value::Array(names) => {
                let has_null = names.len() == self.values.len();
                let mut values = self.values.iter().filter(|value| has_null || !value.is_null());
                names.get(values.position(|known| known == value)?)
            }
            Value::Object(names) => names.get(&unquoted(value)).filter(|_| self.values.contains(value)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
        };
        name.and_then(Value::as_str)
    }

    /// What is wrong with the names as a whole, if anything is, so that none of them counts: they are texts, one for each
    /// value or by the values, and differ from each other and from what else is in the `enum`.
    pub(crate) fn fault(&self, naming: &Naming) -> Option<String> {
        let values = self.values.iter().filter(|value| !value.is_null()).count();
        let is_of_texts = match self.names {
            Value::Array(names) => names.iter().all(Value::is_string),
            Value::Object(names) => names.values().all(Value::is_string),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
        };
        if !is_of_texts {
            return Some("`x-enum-varnames` is neither a list nor an object of texts".to_owned());
        }
        let count = self.names.as_array().map(Vec::len);
        if let Some(count) = count.filter(|count| *count != values && *count != self.values.len()) {
            return Some(format!("`x-enum-varnames` and `enum` differ in length: {count} and {values}"));
        }
        self.twice(naming)
    }

    /// Two values with one name, as naming makes it. Where neither has one of these names, naming tells them apart.
    fn twice(&self, naming: &Naming) -> Option<String> {
        let mut seen: HashMap<VariantName, (&Value, bool)> = HashMap::new();
        for value in self.values.iter().filter(|value| !value.is_null()) {
            let given = self.name(value);
            let words = given.map_or_else(|| unquoted(value), str::to_owned);
            let name = naming.variant(&words, &mut Scope::default());
            let (first, is_first_given) = *seen.entry(name.clone()).or_insert((value, given.is_some()));
            if first != value && (is_first_given || given.is_some()) {
                let [first, value] = [first, value].map(unquoted);
                return Some(format!("`x-enum-varnames` makes one name, `{name}`, of `{first}` and of `{value}`"));
            }
        }
        None
    }

    /// The names that are of no value, each with its place.
    pub(crate) fn unknown(&self) -> Vec<(&'a str, Pointer)> {
        let names = self.names.as_object().into_iter().flatten();
        let unknown = names.filter(|(known, _)| self.values.iter().all(|value| unquoted(value) != **known));
        unknown.map(|(known, _)| (known.as_str(), self.place.child(known))).collect()
    }
}
