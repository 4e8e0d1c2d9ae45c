//! Schemas -> types and definitions.

mod builders;
mod containers;
mod descriptions;
mod enums;
mod lowered;
mod objects;
mod references;
mod schemas;
mod sensitive;
mod state;
mod unions;

pub(crate) use self::{
    enums::catch_all,
    lowered::{Lowered, declared},
    references::report_broken,
    schemas::{lower_components, lower_schema},
    state::Types,
};
