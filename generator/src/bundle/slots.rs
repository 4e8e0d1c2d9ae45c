//! What references lead to in other files: where in the document each of it comes to stand, and what refers to it.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    mem,
    sync::Arc,
};

use serde_json::{Map, Value, json};

use super::{
    bundled::{Bundled, Piece},
    files::{Files, Target},
    names::name,
};
use crate::{
    dialect::parts::{Below, Part},
    place::Pointer,
};

/// The components of which something is one, if it can be one.
pub(super) fn kind(below: Below) -> Option<&'static str> {
    let Below::One(part) = below else { return None };
    match part {
        Part::Schema => Some("schemas"),
        Part::Parameter => Some("parameters"),
        Part::RequestBody => Some("requestBodies"),
        Part::Response => Some("responses"),
        Part::Header => Some("headers"),
        Part::Document
        | Part::Components
        | Part::PathItem
        | Part::Callback
        | Part::Operation
        | Part::MediaType
        | Part::Encoding => None,
    }
}

/// The text of a reference to a place of the document, which is a URI.
pub(super) fn reference(place: &Pointer) -> String {
    format!("#{place}").replace('%', "%25")
}

/// Where in the document something stands: from its root on, or from where the content of a slot will stand.
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
pub(super) struct Spot {
    slot: Option<usize>,
    pointer: Pointer,
}

impl Spot {
    /// Where the content of a slot stands.
    pub(super) fn of(slot: usize) -> Self {
        Self { slot: Some(slot), pointer: Pointer::root() }
    }

    pub(super) fn child(&self, key: impl ToString) -> Self {
        Self { slot: self.slot, pointer: self.pointer.child(key) }
    }

    /// Whether a component of this kind stands here.
    pub(super) fn is_component(&self, below: Below) -> bool {
        let tokens = self.pointer.tokens();
        matches!(tokens.as_slice(), ["components", of, _] if self.slot.is_none() && kind(below) == Some(of))
    }
}

/// A place of a file: the file's path, and where in it.
type FilePlace = (String, Pointer);

/// What references lead to.
struct Slot {
    target: Target,
    below: Below,
    /// Where it stands, if it stands where a reference stood.
    at: Option<Spot>,
    /// The first reference that leads there.
    referred: FilePlace,
    /// What it becomes as a component.
    content: Option<Value>,
}

/// What references lead to, and who refers to it.
#[derive(Default)]
pub(super) struct Slots {
    slots: Vec<Slot>,
    known: HashMap<(Target, Option<&'static str>), usize>,
    /// The texts of references, with what they lead to.
    patches: HashMap<Spot, usize>,
    /// What has stayed beside a reference whose place was taken.
    kept: Vec<(Spot, FilePlace)>,
    /// How many slots have been looked at for their content.
    looked_at: usize,
}

impl Slots {
    /// The slot of a target, made where there is none.
    pub(super) fn slot(&mut self, target: Target, below: Below, referred: FilePlace) -> usize {
        let slots = &mut self.slots;
        *self.known.entry((target.clone(), kind(below))).or_insert_with(|| {
            slots.push(Slot { target, below, at: None, referred, content: None });
            slots.len() - 1
        })
    }

    pub(super) fn target(&self, slot: usize) -> &Target {
        &self.slots[slot].target
    }

    /// Notes that a text has to refer to a slot.
    pub(super) fn patch(&mut self, at: Spot, slot: usize) {
        self.patches.insert(at, slot);
    }

    /// Gives a slot its place where a reference stands; says whether it had none.
    pub(super) fn settle(&mut self, slot: usize, at: &Spot) -> bool {
        let is_first = self.slots[slot].at.is_none();
        if is_first {
            self.slots[slot].at = Some(at.clone());
            // There is no reference any more.
            self.patches.remove(&at.child("$ref"));
        }
        is_first
    }

    /// Notes what has stayed beside a reference, and where it is written.
    pub(super) fn keep(&mut self, at: Spot, from: FilePlace) {
        self.kept.push((at, from));
    }

    /// A slot that has neither a place nor content yet.
    pub(super) fn pending(&mut self) -> Option<(usize, Target, Below)> {
        let found = (self.looked_at..self.slots.len()).find(|slot| self.slots[*slot].at.is_none())?;
        self.looked_at = found + 1;
        Some((found, self.slots[found].target.clone(), self.slots[found].below))
    }

    pub(super) fn fill(&mut self, slot: usize, content: Value) {
        self.slots[slot].content = Some(content);
    }

    /// Puts what became components into the document, and has all references lead there.
    pub(super) fn finish(mut self, document: &mut Value, files: &Files<'_>) -> Bundled {
        let places = self.places(document);
        for slot in 0..self.slots.len() {
            let content = self.slots[slot].content.take();
            let tokens = places.get(&slot).map(Pointer::tokens).unwrap_or_default();
            let (Some(content), ["components", kind, name]) = (content, tokens.as_slice()) else { continue };
            let components = object(document, "components");
            if let Some(components) = components.and_then(|components| object(components, kind)?.as_object_mut()) {
                components.insert((*name).to_owned(), content);
            }
        }
        for (spot, slot) in mem::take(&mut self.patches) {
            let (Some(at), Some(place)) = (self.place(&spot, &places), self.slot_place(slot, &places)) else {
                continue;
            };
            if let Some(text) = document.pointer_mut(&at.to_string()) {
                *text = Value::String(reference(&place));
            }
        }
        self.bundled(&places, files)
    }

    /// Where the slots that stand where no reference stood come to stand: inside another one, or as a component of their own.
    fn places(&self, document: &Value) -> BTreeMap<usize, Pointer> {
        let mut order: Vec<usize> = (0..self.slots.len()).filter(|slot| self.slots[*slot].at.is_none()).collect();
        order.sort_by(|one, other| self.slots[*one].target.cmp(&self.slots[*other].target));
        let mut places = BTreeMap::new();
        let mut taken: HashMap<&str, HashSet<String>> = HashMap::new();
        for slot in order {
            let Slot { target, below, .. } = &self.slots[slot];
            let Some(kind) = kind(*below) else { continue };
            let place = self.inside(target, kind, &places).unwrap_or_else(|| {
                let of = Pointer::root().child("components").child(kind);
                let there = || document.pointer(&of.to_string()).and_then(Value::as_object);
                let taken =
                    taken.entry(kind).or_insert_with(|| there().into_iter().flat_map(Map::keys).cloned().collect());
                let name = name(target, taken);
                taken.insert(name.clone());
                of.child(name)
            });
            places.insert(slot, place);
        }
        places
    }

    /// Where a target stands that is inside of another one: of a schema, or of a collection that was in a file of its own.
    fn inside(&self, target: &Target, kind: &'static str, places: &BTreeMap<usize, Pointer>) -> Option<Pointer> {
        let tokens = target.pointer.tokens();
        (0..tokens.len()).rev().find_map(|length| {
            let around = Target { file: target.file.clone(), pointer: Pointer::root().descendant(&tokens[..length]) };
            let slot = if kind == "schemas" { self.known.get(&(around.clone(), Some(kind))) } else { None };
            let collection = self.known.get(&(around, None)).filter(|slot| {
                matches!(self.slots[**slot].below, Below::Names(_) | Below::List(_) | Below::One(Part::Components))
            });
            let place = self.slot_place(*slot.or(collection)?, places)?;
            Some(place.descendant(&tokens[length..]))
        })
    }

    fn slot_place(&self, slot: usize, places: &BTreeMap<usize, Pointer>) -> Option<Pointer> {
        match &self.slots[slot].at {
            Some(spot) => self.place(spot, places),
            None => places.get(&slot).cloned(),
        }
    }

    fn place(&self, spot: &Spot, places: &BTreeMap<usize, Pointer>) -> Option<Pointer> {
        match spot.slot {
            Some(slot) => Some(self.slot_place(slot, places)?.descendant(spot.pointer.tokens())),
            None => Some(spot.pointer.clone()),
        }
    }

    /// Which parts of the document are from other files.
    fn bundled(&self, places: &BTreeMap<usize, Pointer>, files: &Files<'_>) -> Bundled {
        let written = |(file, pointer): &FilePlace| (Arc::clone(files.source(file)), pointer.clone());
        let slots = self.slots.iter().enumerate().filter_map(|(index, slot)| {
            let at = self.slot_place(index, places)?;
            let from = (slot.target.file.clone(), slot.target.pointer.clone());
            Some(Piece { at, from: written(&from), referred: written(&slot.referred) })
        });
        let kept = self.kept.iter().filter_map(|(spot, from)| {
            Some(Piece { at: self.place(spot, places)?, from: written(from), referred: written(from) })
        });
        Bundled::new(slots.chain(kept).collect())
    }
}

/// The object under a key, made where there is none.
fn object<'a>(value: &'a mut Value, key: &str) -> Option<&'a mut Value> {
    Some(value.as_object_mut()?.entry(key).or_insert_with(|| json!({})))
}
