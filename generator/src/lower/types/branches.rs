//! The builders of an object: one, or one for each way to build it.

use indexmap::IndexSet;
use serde_json::Value;

use crate::lower::{
    Lowering,
    shapes::shape::{self, Shape},
    text as docs,
};
use crate::{
    ir::{Builder, Field, Kind, Presence, Preset, Struct, Type},
    naming::{Naming, Scope, VariantName},
    place::Pointer,
};

/// A way to build a struct.
#[derive(Clone, Debug)]
pub(crate) struct Branch<'a> {
    place: Pointer,
    constructor: Option<String>,
    title: Option<String>,
    docs: String,
    pub required: IndexSet<&'a str>,
    /// Properties that it narrows to one value, or to few.
    fixed: Vec<Fixed<'a>>,
    /// Properties that it has not.
    excluded: IndexSet<&'a str>,
}

/// A property that a branch narrows: `message_type: {enum: [email]}`.
#[derive(Clone, Debug)]
struct Fixed<'a> {
    wire: &'a str,
    place: Pointer,
    /// Its values, of which its builder sets the first.
    values: Vec<Value>,
    /// What the first is called.
    words: String,
}

/// What a branch says of the values of a property.
enum Narrowed<'a> {
    /// What the object says of it, too.
    Nothing,
    /// Its builder sets one by itself.
    Fixed(Fixed<'a>),
    /// Its builder takes any value, for this reason.
    Free(&'static str),
}

/// The constructor of the only way to build an object, and of a branch that is called so.
const USUAL: &str = "builder";

impl<'a> Lowering<'a> {
    pub(crate) fn branch(&mut self, branch: &Shape<'a>, shape: &Shape<'a>, place: Pointer) -> Branch<'a> {
        let required: IndexSet<&'a str> = branch.required.iter().chain(&shape.required).copied().collect();
        let mut fixed = Vec::new();
        for (wire, node) in &branch.properties {
            let Ok(own) = shape::flatten(self.document, node) else { continue };
            let all = shape.properties.get(wire).and_then(|node| shape::flatten(self.document, node).ok());
            match narrowed((wire, &node.place), &own, &all.unwrap_or_default(), required.contains(wire), &self.naming) {
                Narrowed::Nothing => {}
                Narrowed::Fixed(value) => fixed.push(value),
                Narrowed::Free(reason) => self.narrows_in_vain(wire, reason, &node.place),
            }
        }
        let constructor = branch.constructor.and_then(|name| {
            let name = name.as_str().filter(|name| name.chars().any(char::is_alphabetic));
            if name.is_none() {
                let message = "`x-constructor` is no name; what tells the branch apart names its builder";
                self.warn(message, &place.child("x-constructor"));
            }
            name.map(str::to_owned)
        });
        if branch.not.is_some() && branch.excluded.is_empty() {
            let message = "of a branch, `not` can say which properties it has not, as `required: [name]` or an `anyOf` of \
                           these; this one is not checked";
            self.warn(message, &place.child("not"));
        }
        Branch {
            place,
            constructor,
            title: branch.title.map(str::to_owned),
            docs: branch.description.map(docs::markdown).unwrap_or_default(),
            excluded: branch.excluded.iter().filter(|wire| !required.contains(*wire)).copied().collect(),
            required,
            fixed,
        }
    }

    /// The builders of a struct: one, or one for each branch.
    pub(crate) fn builders(&mut self, ty: &Type, branches: &[Branch<'a>], position: usize) -> Vec<Builder> {
        let name = ty.name().expect("a struct has a name").to_string();
        let Kind::Struct(Struct { fields, .. }) = &self.definitions[position].kind else {
            unreachable!("it was defined as a struct")
        };
        let fields = fields.clone();
        if branches.is_empty() {
            let name = self.naming.type_name(&format!("{name}Builder"), &mut self.types);
            let constructor = self.naming.method(USUAL, &mut Scope::default());
            let (required, optional) = (0..fields.len())
                .partition(|&index| matches!(fields[index].presence, Presence::Required | Presence::RequiredNullable));
            return vec![Builder {
                wire: String::new(),
                place: self.definitions[position].place.clone(),
                name,
                constructor,
                is_usual: true,
                docs: String::new(),
                required,
                optional,
                excluded: Vec::new(),
                constants: Vec::new(),
                presets: Vec::new(),
            }];
        }
        let common = intersection(branches.iter().map(|branch| &branch.required));
        // Clippy expects `new` to give the type itself.
        let mut scope = Scope::reserving("new");
        branches.iter().map(|branch| self.builder(&name, branch, &common, &fields, &mut scope)).collect()
    }

    fn builder(
        &mut self,
        owner: &str,
        branch: &Branch<'a>,
        common: &IndexSet<&str>,
        fields: &[Field],
        scope: &mut Scope,
    ) -> Builder {
        let words = branch.words(common);
        let kind = words.as_ref().map(|words| self.naming.camel(words)).unwrap_or_default();
        let name = self.naming.type_name(&format!("{owner}{kind}Builder"), &mut self.types);
        let constructor = self.naming.method(words.as_deref().unwrap_or(USUAL), scope);
        let mut constants = Vec::new();
        let mut presets = Vec::new();
        for fixed in &branch.fixed {
            let Some(field) = fields.iter().position(|field| field.wire == fixed.wire) else { continue };
            match self.variants_of(&fields[field], &fixed.values).as_deref() {
                None | Some([]) => {
                    let reason = "the property's own type has no variants for these values";
                    self.narrows_in_vain(fixed.wire, reason, &fixed.place);
                }
                Some([value]) => constants.push((field, value.clone())),
                Some(values) => {
                    let words = format!("{owner}{kind}{}", self.naming.camel(fixed.wire));
                    let name = self.naming.type_name(&words, &mut self.types);
                    presets.push(Preset { field, name, values: values.to_vec() });
                }
            }
        }
        let is_free = |index: &usize| {
            constants.iter().all(|(set, _)| set != index) && presets.iter().all(|preset| preset.field != *index)
        };
        let is_of = |index: usize, wires: &IndexSet<&str>| wires.contains(fields[index].wire.as_str());
        let (required, others): (Vec<usize>, Vec<usize>) =
            (0..fields.len()).filter(is_free).partition(|&index| is_of(index, &branch.required));
        let (excluded, optional) = others.into_iter().partition(|&index| is_of(index, &branch.excluded));
        Builder {
            wire: branch.wire(),
            place: branch.place.clone(),
            name,
            constructor,
            is_usual: branch.constructor.as_deref() == Some(USUAL),
            docs: branch.docs.clone(),
            required,
            optional,
            excluded,
            constants,
            presets,
        }
    }

    fn narrows_in_vain(&mut self, wire: &str, reason: &str, place: &Pointer) {
        self.warn(format!("this branch narrows `{wire}`, but {reason}; its builder takes any value"), place);
    }

    /// The variants that a field has for these values.
    fn variants_of(&self, field: &Field, values: &[Value]) -> Option<Vec<VariantName>> {
        let definition = self.definitions.iter().find(|definition| Type::Named(definition.name.clone()) == field.ty)?;
        let variant = |value: &Value| match &definition.kind {
            Kind::StringEnum(known) => {
                known.values.iter().find(|known| value.as_str() == Some(&known.wire)).map(|known| known.name.clone())
            }
            Kind::IntegerEnum(known) => {
                known.values.iter().find(|known| value.as_i64() == Some(known.wire)).map(|known| known.name.clone())
            }
            Kind::Struct(_) | Kind::Union(_) | Kind::Alias(_) | Kind::Newtype(_) => None,
        };
        values.iter().map(variant).collect()
    }
}

/// What a branch fixes of a property: of several values the first, where it requires the property and leaves out values
/// that the property has elsewhere.
fn narrowed<'a>(
    (wire, place): (&'a str, &Pointer),
    own: &Shape<'a>,
    all: &Shape<'a>,
    is_required: bool,
    naming: &Naming,
) -> Narrowed<'a> {
    let mut values = own.enumeration.clone();
    values.retain(|value| !value.is_null());
    let Some(first) = values.first() else { return Narrowed::Nothing };
    let leaves_out = all.enumeration.iter().any(|value| !value.is_null() && !values.contains(value));
    if values.len() > 1 && !leaves_out && !all.enumeration.is_empty() {
        return Narrowed::Nothing;
    }
    if values.len() > 1 && all.enumeration.is_empty() {
        return Narrowed::Free("the property has no `enum` elsewhere");
    }
    if values.len() > 1 && !is_required {
        return Narrowed::Free("does not require it");
    }
    let name = own.value_name(first, naming).or_else(|| all.value_name(first, naming)).map(str::to_owned);
    let words = name.unwrap_or_else(|| first.as_str().map_or_else(|| format!("{wire} {first}"), str::to_owned));
    Narrowed::Fixed(Fixed { wire, place: place.clone(), values, words })
}

impl Branch<'_> {
    /// What the description calls the branch, or what it says of it alone.
    fn wire(&self) -> String {
        let values: Vec<String> = self.fixed.iter().map(|fixed| text(&fixed.values[0])).collect();
        let required = || self.required.iter().map(|wire| (*wire).to_owned()).collect();
        let said: Vec<String> = if values.is_empty() { required() } else { values };
        self.constructor.clone().or_else(|| self.title.clone()).unwrap_or_else(|| said.join(", "))
    }

    /// What it is called, or what tells it apart: the values that it fixes, else its title, else the properties that only
    /// it requires; nothing where there is nothing of these, or where it is called as the only way would be.
    fn words(&self, common: &IndexSet<&str>) -> Option<String> {
        if let Some(constructor) = &self.constructor {
            return Some(constructor.clone()).filter(|name| name != USUAL);
        }
        let values: Vec<&str> = self.fixed.iter().map(|fixed| fixed.words.as_str()).collect();
        let own: Vec<&str> = self.required.iter().copied().filter(|wire| !common.contains(wire)).collect();
        match (values.is_empty(), &self.title) {
            (false, _) => Some(values.join(" ")),
            (true, Some(title)) => Some(title.clone()),
            (true, None) if own.is_empty() => None,
            (true, None) => Some(format!("with {}", own.join(" and "))),
        }
    }
}

/// A value without its quotes.
fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// What is in all of several lists of required properties.
pub(crate) fn intersection<'s, 'a: 's>(lists: impl Iterator<Item = &'s IndexSet<&'a str>>) -> IndexSet<&'a str> {
    lists.cloned().reduce(|all, more| all.intersection(&more).copied().collect()).unwrap_or_default()
}
