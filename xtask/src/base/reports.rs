//! Drift reports, for all commands that tell of one.

mod allowances;
mod changelog;
mod pages;
mod versions;

pub use intercom_codegen_cli::FailOn;

pub use self::{
    allowances::{allow, check_allowances, day},
    changelog::write_changelog,
    pages::{matrix, pages},
    versions::{report, version},
};
pub(crate) use self::{
    changelog::client_version,
    pages::possible_pages,
    versions::{is_corrected, is_file},
};
