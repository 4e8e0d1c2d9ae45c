//! `cargo xtask drift --prove`: what is called additive is.

pub mod cases;
