//! From a folder of Markdown and HTML files to pages: id, title, HTML, address.

use std::{fmt, fs, path::Path};

use anyhow::{Context as _, Result, bail};
use html5gum::{DefaultEmitter, Token, Tokenizer};
use intercom_client::Url;
use pulldown_cmark::{Event, MetadataBlockKind, Options, Parser, Tag, TagEnd};
use walkdir::{DirEntry, WalkDir};

/// A page of the help center.
#[derive(Debug)]
pub(crate) struct Page {
    /// The path of the file below the folder, with `/` on every system: what the page is known by from then on.
    pub(crate) external_id: String,
    pub(crate) title: String,
    pub(crate) html: String,
    pub(crate) url: Option<String>,
}

/// What could not be brought over, and why.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) what: String,
    pub(crate) reason: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.what, self.reason)
    }
}

/// Reads the pages in a folder and below it, in the order of their names; beside them, the files that are no pages.
///
/// What begins with a dot is passed over, as are links and files with other extensions.
pub(crate) fn read_folder(folder: &Path, base_url: Option<&Url>) -> Result<(Vec<Page>, Vec<Failure>)> {
    let (mut pages, mut failures) = (Vec::new(), Vec::new());
    let is_hidden = |entry: &DirEntry| entry.depth() > 0 && entry.file_name().as_encoded_bytes().starts_with(b".");
    for entry in WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(|entry| !is_hidden(entry)) {
        let entry = entry?;
        let extension = entry.path().extension().unwrap_or_default().to_ascii_lowercase();
        let read: fn(&str) -> Content = match extension.to_str() {
            Some("md" | "markdown") => markdown,
            Some("html" | "htm") => html,
            Some(_) | None => continue,
        };
        if !entry.file_type().is_file() {
            continue;
        }
        match page(folder, entry.path(), base_url, read) {
            Ok(page) => pages.push(page),
            Err(error) => {
                failures.push(Failure { what: entry.path().display().to_string(), reason: format!("{error:#}") });
            }
        }
    }
    Ok((pages, failures))
}

fn page(folder: &Path, file: &Path, base_url: Option<&Url>, read: fn(&str) -> Content) -> Result<Page> {
    let path = file.strip_prefix(folder)?;
    let names: Option<Vec<&str>> = path.iter().map(|name| name.to_str()).collect();
    let names = names.context("its path is not UTF-8, so that it makes no id")?;
    let bytes = fs::read(file)?;
    let text = str::from_utf8(&bytes).context("it is not UTF-8")?;
    let Content { title, html } = read(text);
    if html.trim().is_empty() {
        bail!("it is empty");
    }
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let url = base_url.map(|base_url| address(base_url, &names, stem)).transpose()?;
    Ok(Page { external_id: names.join("/"), title: title.unwrap_or_else(|| stem.to_owned()), html, url })
}

/// The address of a page: its path below the website's, without the extension.
fn address(base_url: &Url, names: &[&str], stem: &str) -> Result<String> {
    let mut url = base_url.clone();
    let Ok(mut segments) = url.path_segments_mut() else { bail!("`{base_url}` cannot have a path") };
    let folders = &names[..names.len() - 1];
    segments.pop_if_empty().extend(folders).push(stem);
    drop(segments);
    Ok(url.into())
}

/// What a file has.
struct Content {
    title: Option<String>,
    html: String,
}

/// The title is the one of the front matter (a line `title: …` between lines `---`), else the first heading.
fn markdown(text: &str) -> Content {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, Parser::new_ext(text, options));
    let mut events = Parser::new_ext(text, options);
    let front_matter = match events.next() {
        Some(Event::Start(Tag::MetadataBlock(MetadataBlockKind::YamlStyle))) => events
            .take_while(|event| *event != Event::End(TagEnd::MetadataBlock(MetadataBlockKind::YamlStyle)))
            .find_map(|event| if let Event::Text(text) = event { title_line(&text) } else { None }),
        Some(_) | None => None,
    };
    Content { title: front_matter.or_else(|| text_of(&html, is_heading)), html }
}

fn title_line(front_matter: &str) -> Option<String> {
    let title = front_matter.lines().find_map(|line| line.strip_prefix("title:"))?.trim();
    let quoted = |quote| title.strip_prefix(quote)?.strip_suffix(quote);
    let title = quoted('"').or_else(|| quoted('\'')).unwrap_or(title);
    Some(title.to_owned()).filter(|title| !title.is_empty())
}

/// The title is the document's own, else the first heading.
fn html(text: &str) -> Content {
    let title = text_of(text, |tag| tag == b"title").or_else(|| text_of(text, is_heading));
    Content { title, html: text.to_owned() }
}

fn is_heading(tag: &[u8]) -> bool {
    matches!(tag, [b'h', b'1'..=b'6'])
}

/// The text in the first element of such a name that has some, on one line.
fn text_of(html: &str, is_wanted: fn(&[u8]) -> bool) -> Option<String> {
    let mut emitter = DefaultEmitter::default();
    // What looks like a tag in a script is none.
    emitter.naively_switch_states(true);
    let (mut text, mut is_inside) = (String::new(), false);
    for token in Tokenizer::new_with_emitter(html, emitter) {
        match token {
            Ok(Token::StartTag(tag)) if is_wanted(&tag.name) => is_inside = true,
            Ok(Token::String(string)) if is_inside => text.push_str(&String::from_utf8_lossy(&string)),
            Ok(Token::EndTag(tag)) if is_wanted(&tag.name) => {
                is_inside = false;
                let words: Vec<&str> = text.split_whitespace().collect();
                if !words.is_empty() {
                    return Some(words.join(" "));
                }
            }
            Ok(_) => {}
            Err(never) => match never {},
        }
    }
    None
}
