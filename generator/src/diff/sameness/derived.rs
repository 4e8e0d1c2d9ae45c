//! What is made of another schema by an `allOf`, or was: whether one struct holds the properties of the other.

use super::{known::Known, pairs::Pair};
use crate::{
    ir::{Definition, Field, Kind, Struct},
    place::Pointer,
};

/// Whether the properties of one struct are among those of the other, and stand there.
pub(crate) fn is_made_of(known: &Known<'_>, (old, new): Pair<'_, Definition>) -> bool {
    // Pet {name}, Cat {allOf: [Pet, {claws}]} -> yes: `name` stands in Pet in both; Pet {name}, Cat {name, claws} -> no.
    let (Some(before), Some(after)) = (object(old), object(new)) else { return false };
    let same = |one: &Field| after.fields.iter().find(|other| other.wire == one.wire);
    let mut shared = before.fields.iter().filter_map(|one| Some((one, same(one)?)));
    let is_in_place = |(one, other): (&Field, &Field)| is_same_place(known, &one.place, &other.place);
    let count = shared.clone().count();
    (count == before.fields.len() || count == after.fields.len()) && shared.any(is_in_place)
}

/// Whether two places are the same one, whatever the component is called that they are in.
fn is_same_place(known: &Known<'_>, before: &Pointer, after: &Pointer) -> bool {
    match (before.component("schemas"), after.component("schemas")) {
        (Some((one, old)), Some((other, new)))
            if old == new && before.tokens_upwards().take(old).eq(after.tokens_upwards().take(new)) =>
        {
            one == other || known.older_component(other).is_some_and(|older| older == one)
        }
        (_, _) => false,
    }
}

/// The struct that a definition is.
pub(crate) fn object(definition: &Definition) -> Option<&Struct> {
    match &definition.kind {
        Kind::Struct(object) => Some(object),
        Kind::StringEnum(_)
        | Kind::IntegerEnum(_)
        | Kind::Union(_)
        | Kind::Tuple(_)
        | Kind::Alias(_)
        | Kind::Newtype(_) => None,
    }
}
