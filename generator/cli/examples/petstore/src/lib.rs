//! A client of a pet store, which `build.rs` generates.

include!(concat!(env!("OUT_DIR"), "/client/lib.rs"));
