//! The ways to build an object, as its branches say them.

use indexmap::IndexSet;
use serde_json::Value;

use crate::{
    lower::{
        shapes::{Shape, flatten},
        state::State,
        text,
    },
    naming::Naming,
    place::Pointer,
};

/// A way to build a struct.
#[derive(Clone, Debug)]
pub(crate) struct Branch<'a> {
    pub(crate) place: Pointer,
    pub(crate) constructor: Option<String>,
    /// The component that it is, where it is a reference.
    pub(crate) component: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) docs: String,
    pub(crate) required: IndexSet<&'a str>,
    /// Properties that it narrows to one value, or to few.
    pub(crate) fixed: Vec<Fixed<'a>>,
    /// Properties that it has not.
    pub(crate) excluded: IndexSet<&'a str>,
}

/// A property that a branch narrows: `message_type: {enum: [email]}`.
#[derive(Clone, Debug)]
pub(crate) struct Fixed<'a> {
    pub(crate) wire: &'a str,
    pub(crate) place: Pointer,
    /// Its values, of which its builder sets the first.
    pub(crate) values: Vec<Value>,
    /// What the first is called.
    pub(crate) words: String,
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
pub(crate) const USUAL: &str = "builder";

/// A branch that only says more of properties that the object has. What it does not require, its builder sets by itself only where
/// branches exclude each other: of an `anyOf`, a value may be another one at once.
pub(crate) fn branch<'a>(
    state: &mut State<'a>,
    branch: &Shape<'a>,
    shape: &Shape<'a>,
    exclude_each_other: bool,
    place: Pointer,
) -> Branch<'a> {
    let required: IndexSet<&'a str> = branch.required.iter().chain(&shape.required).copied().collect();
    let mut fixed = Vec::new();
    let is_set = |wire: &&'a str| exclude_each_other || required.contains(wire);
    for (wire, node) in branch.properties.iter().filter(|(wire, _)| is_set(wire)) {
        let Ok(own) = flatten(state.document, node) else { continue };
        let all = shape.properties.get(wire).and_then(|node| flatten(state.document, node).ok());
        match narrowed((wire, &node.place), &own, &all.unwrap_or_default(), required.contains(wire), &state.naming) {
            Narrowed::Nothing => {}
            Narrowed::Fixed(value) => fixed.push(value),
            Narrowed::Free(reason) => narrows_in_vain(state, wire, reason, &node.place),
        }
    }
    let constructor = branch.constructor.and_then(|name| {
        let name = name.as_str().filter(|name| name.chars().any(char::is_alphabetic));
        if name.is_none() {
            let message = "`x-constructor` is no name; what tells the branch apart names its builder";
            state.warn(message, &place.child("x-constructor"));
        }
        name.map(str::to_owned)
    });
    if branch.not.is_some() && branch.excluded.is_empty() {
        let message = "of a branch, `not` can say which properties it has not, as `required: [name]` or an `anyOf` of \
                       these; this one is not checked";
        state.warn(message, &place.child("not"));
    }
    Branch {
        place,
        constructor,
        component: branch.component.map(str::to_owned),
        title: branch.title.map(str::to_owned),
        docs: branch.description.map(text::markdown).unwrap_or_default(),
        excluded: branch.excluded.iter().filter(|wire| !required.contains(*wire)).copied().collect(),
        required,
        fixed,
    }
}

/// Warns of a branch that its builder does not keep to.
pub(crate) fn narrows_in_vain(state: &mut State<'_>, wire: &str, reason: &str, place: &Pointer) {
    state.warn(format!("this branch narrows `{wire}`, but {reason}; its builder takes any value"), place);
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
    // `{enum: [a, b, c]}` of the object, `{enum: [a]}` of the branch -> the builder of the branch sets `a`
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
    pub(crate) fn wire(&self) -> String {
        let values: Vec<String> = self.fixed.iter().map(|fixed| text::unquoted(&fixed.values[0])).collect();
        let required = || self.required.iter().map(|wire| (*wire).to_owned()).collect();
        let said: Vec<String> = if values.is_empty() { required() } else { values };
        let named = self.constructor.as_ref().or(self.component.as_ref()).or(self.title.as_ref());
        named.cloned().unwrap_or_else(|| said.join(", "))
    }

    /// What it is called, or what tells it apart: its component, else the values that it fixes, else its title, else the
    /// properties that only it requires; nothing where there is nothing of these, or where it is called as the only way would be.
    pub(crate) fn words(&self, common: &IndexSet<&str>) -> Option<String> {
        if let Some(constructor) = &self.constructor {
            return Some(constructor.clone()).filter(|name| name != USUAL);
        }
        if let Some(component) = &self.component {
            return Some(component.clone());
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

/// What is in all of several lists of required properties.
pub(crate) fn intersection<'s, 'a: 's>(lists: impl Iterator<Item = &'s IndexSet<&'a str>>) -> IndexSet<&'a str> {
    lists.cloned().reduce(|all, more| all.intersection(&more).copied().collect()).unwrap_or_default()
}
