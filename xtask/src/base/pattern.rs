//! Messages of a kind: `…` stands for whatever differs.

/// Whether a text is of a kind: what stands between each `…` comes in its order, with nothing else before or behind.
///
/// "`…` leads nowhere; …" -> "`#/a` leads nowhere; it is left out"
pub(crate) fn fits(kind: &str, text: &str) -> bool {
    let mut parts = kind.split('…').peekable();
    let Some(mut rest) = text.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        let Some(found) = rest.find(part) else { return false };
        rest = &rest[found + part.len()..];
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_may_be_anything() {
        assert!(fits("`…` leads nowhere; …", "`#/a` leads nowhere; it is left out"));
        assert!(fits("a tag twice", "a tag twice"));
        assert!(!fits("a tag twice", "a tag twice, or thrice"));
        assert!(!fits("`…` leads nowhere", "well, `#/a` leads nowhere"));
        assert!(!fits("… twice", "a tag twice, or thrice"));
        assert!(fits("…b…d", "abcd") && !fits("…d…b", "abcd"));
    }
}
