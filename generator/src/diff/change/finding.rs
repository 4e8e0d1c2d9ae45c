//! A finding: what a comparison says of a spot.

use crate::{
    diff::{
        change::item::{Item, RustChange},
        rules::rule::Rule,
    },
    place::Pointer,
};

/// What a comparison finds at a spot, before it is a change.
#[derive(Clone, Debug, Default)]
pub(crate) struct Finding {
    pub detail: String,
    /// What tells it from others at the same spot by the same rule.
    pub value: String,
    pub before: Option<Pointer>,
    pub after: Option<Pointer>,
    pub rust: Vec<RustChange>,
    /// The rule of the other side of the wire, where both carry it.
    pub beside: Option<&'static Rule>,
    /// What is to be said besides of why it is so.
    pub more: Option<&'static str>,
}

impl Finding {
    pub(crate) fn at(before: Option<&Pointer>, after: Option<&Pointer>) -> Self {
        Self { before: before.cloned(), after: after.cloned(), ..Self::default() }
    }

    pub(crate) fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    pub(crate) fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    pub(crate) fn rust(mut self, before: Option<Item>, after: Option<Item>) -> Self {
        self.rust.push(RustChange { before, after });
        self
    }

    pub(crate) fn beside(self, rule: Option<&'static Rule>) -> Self {
        Self { beside: rule, ..self }
    }

    pub(crate) fn more(self, more: Option<&'static str>) -> Self {
        Self { more, ..self }
    }

    pub(crate) fn gone(self, items: impl IntoIterator<Item = Item>) -> Self {
        items.into_iter().fold(self, |finding, item| finding.rust(Some(item), None))
    }

    pub(crate) fn added(self, items: impl IntoIterator<Item = Item>) -> Self {
        items.into_iter().fold(self, |finding, item| finding.rust(None, Some(item)))
    }

    pub(crate) fn rusts(mut self, more: &[RustChange]) -> Self {
        self.rust.extend_from_slice(more);
        self
    }
}
