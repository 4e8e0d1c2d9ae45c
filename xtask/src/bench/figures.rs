//! What is measured, a file for each kind of row.

pub(super) mod allocations;
pub(super) mod build;
pub(super) mod calls;
pub(super) mod check;
pub(super) mod codegen;
pub(super) mod drift;
pub(super) mod growth;
pub(super) mod markers;
pub(super) mod overlay;
pub(super) mod size;
