//! What stands in a line: tags, brackets, addresses.

use std::ops::Range;

use crate::wrap::edits::{Edit, apply};

/// Whether a tag breaks the line.
pub(super) fn is_break(tag: &str) -> bool {
    let name = tag.trim().trim_start_matches(['<', '/']).trim_end_matches(['>', '/', ' ']);
    name.eq_ignore_ascii_case("br")
}

/// A line break stays one, but where it would end a table's row or a heading. What follows is indented as what it stands in,
/// and begins no list.
pub(super) fn line_break(text: &str, tag: &Range<usize>, is_one_line: bool, indentation: usize) -> Edit {
    let rest = &text[tag.end..];
    let spaces = |text: &str| text.len() - text.trim_start_matches(' ').len();
    let mut end = tag.end + spaces(rest);
    if is_one_line {
        return (tag.start..end, " ".to_owned());
    }
    if let Some(next) = text[end..].strip_prefix('\n').filter(|next| !next.trim_start_matches(' ').starts_with('\n')) {
        end += 1 + spaces(next);
    }
    let is_marker = ["- ", "* ", "+ ", "#", ">", "|"].iter().any(|marker| text[end..].starts_with(marker));
    let escape = if is_marker { "\\" } else { "" };
    (tag.start..end, format!("\n{}{escape}", " ".repeat(indentation)))
}

/// A tag is shown, not obeyed.
pub(super) fn html(tag: &str) -> String {
    let mut edits = Vec::new();
    let tag = tag.trim_start_matches(' ');
    plain_text(tag, 0..tag.len(), &mut edits);
    edits.extend(tag.match_indices('<').map(|(start, _)| (start..start + 1, "\\<".to_owned())));
    apply(tag, edits)
}

pub(super) fn is_absolute(url: &str) -> bool {
    ["https://", "http://", "mailto:"].iter().any(|scheme| url.starts_with(scheme))
}

/// Escapes brackets and makes URLs links.
pub(super) fn plain_text(text: &str, range: Range<usize>, edits: &mut Vec<Edit>) {
    let mut position = range.start;
    while position < range.end {
        let rest = &text[position..range.end];
        let escaped = text[..position].ends_with('\\');
        if rest.starts_with("https://") || rest.starts_with("http://") {
            let end = rest
                .find(|character: char| character.is_whitespace() || "<>\"'`|".contains(character))
                .unwrap_or(rest.len());
            let url = rest[..end].trim_end_matches(['.', ',', ';', ':', ')', '!', '?']);
            edits.push((position..position + url.len(), format!("<{url}>")));
            position += url.len();
        } else {
            let character = rest.chars().next().expect("the range is not at its end");
            if matches!(character, '[' | ']') && !escaped {
                edits.push((position..position + 1, format!("\\{character}")));
            }
            position += character.len_utf8();
        }
    }
}
