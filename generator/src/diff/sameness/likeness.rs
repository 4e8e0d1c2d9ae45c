//! Whether two names are alike.

use std::collections::BTreeSet;

/// Words that say what kind of value it is and not whose: names that share no other have nothing in common.
const GENERIC: [&str; 8] = ["id", "ids", "name", "type", "at", "is", "key", "value"];

/// Whether two names share a word that says something, or differ in a letter or two, as where a misspelling was corrected.
pub(super) fn are_alike(one: &str, other: &str) -> bool {
    let is_misspelt = similar::TextDiff::from_chars(one, other).ratio() >= 0.8;
    let (one, other) = (words(one), words(other));
    let mut shared = one.intersection(&other);
    is_misspelt || one == other || shared.any(|word| !GENERIC.contains(&word.as_str()))
}

/// The words of a name in any case: of `audienceIds` and `audience_ids`, `audience` and `ids`.
fn words(name: &str) -> BTreeSet<String> {
    let mut spaced = String::new();
    for character in name.chars() {
        if character.is_uppercase() {
            spaced.push(' ');
        }
        spaced.push(if character.is_alphanumeric() { character } else { ' ' });
    }
    spaced.split_whitespace().map(str::to_lowercase).collect()
}
