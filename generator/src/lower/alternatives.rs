//! Alternatives: what tells those of a `oneOf` or `anyOf` apart, and where they are one object.

mod apart;
mod beside;
mod branches;
mod combined;
mod discriminators;
mod exclusions;
mod places;
mod said;

pub(crate) use self::{
    apart::rules,
    beside::{merge_branches, take_branches},
    branches::{Branch, USUAL, intersection, narrows_in_vain},
    combined::combine,
    discriminators::{Discriminated, add_mapped, given, inferred},
};
