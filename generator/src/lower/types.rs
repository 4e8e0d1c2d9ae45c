//! Schemas -> types and definitions.

mod alternatives;
mod branches;
mod builders;
mod containers;
mod descriptions;
mod discriminators;
mod enums;
mod lowered;
mod objects;
mod references;
mod schemas;
mod state;
mod unions;

pub(crate) use self::{
    alternatives::merge_branches,
    discriminators::inferred,
    enums::catch_all,
    lowered::{Lowered, declared},
    references::report_broken,
    schemas::{lower_components, lower_schema},
    state::Types,
};
