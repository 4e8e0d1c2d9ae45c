//! Drift reports, for all commands that tell of one.

mod allowances;
mod changelog;
mod fail_on;
mod pages;
mod versions;

pub use self::{
    allowances::{allow, check_allowances, day},
    changelog::write_changelog,
    fail_on::FailOn,
    pages::{matrix, pages},
    versions::{report, report_of_files, version},
};
pub(crate) use self::{
    changelog::client_version,
    pages::possible_pages,
    versions::{is_corrected, is_file},
};
