//! A chapter for each task, with code that the crate's tests run.
//!
#![doc = include_str!("../guide/README.md")]

#[doc = include_str!("../guide/first_call.md")]
pub mod first_call {}

#[doc = include_str!("../guide/messages.md")]
pub mod messages {}

#[doc = include_str!("../guide/help_center.md")]
pub mod help_center {}

#[doc = include_str!("../guide/webhooks.md")]
pub mod webhooks {}

#[doc = include_str!("../guide/errors.md")]
pub mod errors {}

#[doc = include_str!("../guide/testing.md")]
pub mod testing {}

#[doc = include_str!("../guide/workspaces.md")]
pub mod workspaces {}

#[doc = include_str!("../guide/upgrading.md")]
pub mod upgrading {}

#[doc = include_str!("../guide/other_apis.md")]
pub mod other_apis {}
