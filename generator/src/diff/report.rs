//! What a person reads: the vendor's changes, with what becomes of them in Rust, and where both stand in the descriptions.
//!
//! There are two sources. The raw descriptions say what the vendor has changed; the corrected ones, with overlays, say what
//! the generated client changes. Joined by fingerprint, a change is in both, which is the normal case; only in the raw
//! ones, when a correction takes it back; or only in the corrected ones, when a correction brings it.

pub mod allow;
pub mod changelog;
mod drift;
mod entry;
mod join;
pub mod json;
pub mod matrix;
pub mod render;
mod version;

pub use self::{
    drift::Report,
    entry::{Entry, Location, Origin},
    version::Version,
};
