//! Expressions of Rust, with what they could not say of the JSON that they are written for.

/// An expression, and what of the JSON it could not say.
#[derive(Clone, Debug, Default)]
pub(crate) struct Written {
    pub(crate) code: String,
    /// JSON pointers, each with why.
    pub(crate) lost: Vec<String>,
}

/// An expression, or why there is none.
pub(crate) type Writing = Result<Written, String>;

impl Written {
    pub(super) fn of(code: impl Into<String>) -> Self {
        Self { code: code.into(), lost: Vec::new() }
    }

    pub(super) fn map(self, code: impl FnOnce(String) -> String) -> Self {
        Self { code: code(self.code), ..self }
    }
}

/// An expression that says all.
pub(super) fn said(code: impl Into<String>) -> Writing {
    Ok(Written::of(code))
}

/// The first of the ways that says most, else why the first failed.
pub(super) fn best(tried: Vec<Writing>, otherwise: impl FnOnce() -> String) -> Writing {
    let mut reasons = Vec::new();
    let mut found: Option<Written> = None;
    for writing in tried {
        match writing {
            Ok(written) if found.as_ref().is_none_or(|found| written.lost.len() < found.lost.len()) => {
                found = Some(written);
            }
            Ok(_) => {}
            Err(reason) => reasons.push(reason),
        }
    }
    found.ok_or_else(|| reasons.into_iter().next().unwrap_or_else(otherwise))
}

/// A text of an app's own.
pub(super) fn text_of(text: &str) -> String {
    format!("String::from({text:?})")
}
