//! Responses that are streams of items: how they are cut up, how an item is read, and the stream of them.

pub(crate) mod described;
pub(crate) mod events;
pub(crate) mod frames;
mod lines;
mod records;
#[cfg(test)]
mod tests;
