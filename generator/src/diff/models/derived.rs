//! What is made of another schema by an `allOf`, or was, and so is another type: what it has gained and lost is told, too.

use super::{Comparison, fields::Owners, types::Spot};
use crate::{
    ir::{Definition, Field, Kind, Struct, Type},
    place::Pointer,
};

impl<'a> Comparison<'a> {
    /// Two types of which one has been told to be another now. `Pet` -> `{allOf: [Pet, …]}`, also in a list of either.
    pub(super) fn derived(&mut self, before: &'a Type, after: &'a Type, spot: &Spot) {
        let (Some(one), Some(other)) = (before.name(), after.name()) else { return };
        let definitions = (self.before.definitions.get(one).copied(), self.after.definitions.get(other).copied());
        let (Some(old), Some(new)) = definitions else { return };
        if self.pairs.get(one) != Some(&other) && self.is_made_of((old, new)) && self.known_derived.insert((one, other))
        {
            self.derived.push(((old, new), spot.clone()));
        }
    }

    /// Whether the properties of one struct are among those of the other, and stand there.
    fn is_made_of(&self, (old, new): Owners<'_>) -> bool {
        let (Some(before), Some(after)) = (object(old), object(new)) else { return false };
        let same = |one: &Field| after.fields.iter().find(|other| other.wire == one.wire);
        let mut shared = before.fields.iter().filter_map(|one| Some((one, same(one)?)));
        let is_in_place = |(one, other): (&Field, &Field)| self.is_same_place(&one.place, &other.place);
        let count = shared.clone().count();
        (count == before.fields.len() || count == after.fields.len()) && shared.any(is_in_place)
    }

    /// Whether two places are the same one, whatever the component is called that they are in.
    fn is_same_place(&self, before: &Pointer, after: &Pointer) -> bool {
        match (before.tokens(), after.tokens()) {
            ([_, _, one, old @ ..], [components, schemas, other, new @ ..])
                if components == "components" && schemas == "schemas" && old == new =>
            {
                one == other || self.renamed.get(other) == Some(one)
            }
            (_, _) => false,
        }
    }

    /// Compares the next two such structs.
    pub(super) fn next_derived(&mut self) -> bool {
        let Some((owners, spot)) = self.derived.pop() else { return false };
        if let (Some(before), Some(after)) = (object(owners.0), object(owners.1)) {
            self.object(owners, (before, after), &spot);
        }
        true
    }
}

fn object(definition: &Definition) -> Option<&Struct> {
    match &definition.kind {
        Kind::Struct(object) => Some(object),
        Kind::StringEnum(_) | Kind::IntegerEnum(_) | Kind::Union(_) | Kind::Alias(_) | Kind::Newtype(_) => None,
    }
}
