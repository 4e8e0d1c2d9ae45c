//! Lines of what prettyplease does not lay out: indented, and filled with words.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Puts braces around items.
pub(super) fn braced(opening: &str, body: &str) -> String {
    if body.is_empty() { format!("{opening}{{}}\n") } else { format!("{opening}{{\n{}}}\n", indented(body)) }
}

pub(super) fn indented(text: &str) -> String {
    let mut lines = String::with_capacity(text.len() + text.len() / 4);
    for line in text.lines() {
        let indentation = if line.is_empty() { "" } else { "    " };
        lines.extend([indentation, line, "\n"]);
    }
    lines
}

/// `Pet, optional(name = "a b")` -> `Pet,` `optional(name` `=` `"a b")`: where lines may end.
pub(super) fn words(tokens: &TokenStream) -> Vec<String> {
    let mut words = Vec::new();
    add_words(tokens, &mut words);
    words
}

fn add_words(tokens: &TokenStream, words: &mut Vec<String>) {
    for token in tokens.clone() {
        match token {
            TokenTree::Group(group) => {
                assert_eq!(group.delimiter(), Delimiter::Parenthesis, "facts stand in parentheses");
                let mut inner = Vec::new();
                add_words(&group.stream(), &mut inner);
                // `()` stands alone behind a comma; any other group has a name.
                let name = words.pop_if(|word| !word.ends_with(',')).unwrap_or_default();
                let first = inner.first().map_or("", String::as_str);
                words.push(format!("{name}({first}"));
                words.extend(inner.into_iter().skip(1));
                words.last_mut().expect("a word was added").push(')');
            }
            TokenTree::Punct(punct) if punct.as_char() == ',' => {
                words.last_mut().expect("a comma stands behind a word").push(',');
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => words.push(token.to_string()),
        }
    }
}

/// The same words, of which `Cat`, `=` and `"cat",` are one: no line ends between them.
pub(super) fn units(words: Vec<String>) -> Vec<String> {
    let mut units: Vec<String> = Vec::with_capacity(words.len());
    for word in words {
        match units.last_mut() {
            Some(unit) if word == "=" || unit.ends_with(" =") => unit.extend([" ", word.as_str()]),
            Some(_) | None => units.push(word),
        }
    }
    units
}

/// Fills lines of this width with the words of one, all but the first indented.
pub(super) fn filled(line: &str, width: usize) -> String {
    fill(line.split(' ').map(str::to_owned), width).trim_start().to_owned()
}

/// Fills indented lines with words, each line up to this width.
pub(super) fn fill(words: impl IntoIterator<Item = String>, width: usize) -> String {
    let mut output = String::new();
    let mut length = 0;
    for word in words {
        let columns = word.chars().count();
        if length > 0 && length + columns > width {
            output.push('\n');
            length = 0;
        }
        output.push_str(if length == 0 { "    " } else { " " });
        output.push_str(&word);
        length += columns + 1;
    }
    output.push('\n');
    output
}
