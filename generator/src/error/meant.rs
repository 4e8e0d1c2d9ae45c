//! What somebody may have meant who names what is not there.

/// The least likeness, from 0 to 1, at which a name is proposed. Two names of three letters that share two of them have it not.
const LIKENESS: f64 = 0.8;

/// The known name that is most like the wanted one, if one is like it: by the similarity of Jaro, as clap compares arguments, and without
/// regard to capitals.
#[must_use]
pub fn meant<'k>(wanted: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    // "mesages", ["Admins", "Messages"] -> "Messages"
    let wanted = wanted.to_lowercase();
    let likeness = |name: &str| strsim::jaro(&wanted, &name.to_lowercase());
    let rated = known.into_iter().map(|name| (likeness(name), name)).filter(|(likeness, _)| *likeness >= LIKENESS);
    // Of two that are equally like it, the first.
    let best = rated.reduce(|best, next| if next.0 > best.0 { next } else { best });
    best.map(|(_, name)| name)
}

/// What to do about a name that is not there: `did you mean `2.16`? the versions are: 2.15, 2.16`.
#[must_use]
pub fn choices(wanted: &str, what: &str, known: &[&str]) -> String {
    let all = format!("the {what} are: {}", known.join(", "));
    match meant(wanted, known.iter().copied()) {
        Some(name) => format!("did you mean `{name}`? {all}"),
        None => all,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_likeliest_is_meant() {
        let known = ["2.9", "2.15", "2.16", "Preview", "Messages", "AI Content"];
        for (wanted, expected) in [
            ("2.61", Some("2.16")),
            ("preveiw", Some("Preview")),
            ("Mesages", Some("Messages")),
            ("ai-content", Some("AI Content")),
            ("1.9", None),
            ("Pets", None),
            ("", None),
        ] {
            assert_eq!(meant(wanted, known), expected, "{wanted}");
        }
        assert_eq!(meant("2.1", []), None);
    }

    #[test]
    fn what_is_proposed_is_said_before_the_list() {
        assert_eq!(choices("dgs", "tags", &["Cats", "Dogs"]), "did you mean `Dogs`? the tags are: Cats, Dogs");
        assert_eq!(choices("birds", "tags", &["Cats", "Dogs"]), "the tags are: Cats, Dogs");
    }
}
