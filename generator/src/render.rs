//! Items -> text: parsed, laid out, and marked as generated.
//!
//! prettyplease lays out Rust. Where blank lines stand, and how the macros of the runtime look, follows from the kinds of items
//! that the emitters tell apart.
//!
//! prettyplease prints whole files only. So text is cut where a head or a member is printed by itself: from a head that is
//! printed with empty braces, the braces are cut (`opening`, `layout_impl`), and from an `impl` with one member, the lines
//! around the member. A text that does not begin and end so stops the generator; nothing is left out.

mod lines;

use std::{
    collections::BTreeMap,
    iter,
    num::NonZero,
    panic::resume_unwind,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use proc_macro2::{Spacing, TokenStream, TokenTree};
use quote::quote;
use syn::{
    ImplItem,
    parse::{Parse, ParseStream},
};

use self::lines::{braced, fill, filled, indented, units, words};
use crate::{
    emit::{Constructor, Content, File, Item, Method, Row, Said},
    output::MARKER,
    quoted::accepted,
};

/// How long a line of a macro's arguments may get, as in what is written by hand.
const WIDTH: usize = 120;

/// The stack of a thread that renders, in bytes: a type of as many parts as a text may nest, 128, needs more than the usual 2 MiB.
const STACK: usize = 64 << 20;

/// Renders all files: path -> text.
///
/// `origin` is what they were generated from, as the first line says.
///
/// # Panics
///
/// When an emitter made tokens that are no Rust: a fault of the generator that every golden test would show.
#[must_use]
pub fn render(files: &[File<'_>], origin: &str) -> BTreeMap<String, String> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mine = iter::from_fn(|| files.get(next.fetch_add(1, Ordering::Relaxed)));
        mine.map(|file| (file.path.clone(), render_file(&file.content(), origin))).collect::<Vec<_>>()
    };
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(files.len());
    thread::scope(|scope| {
        // Where the system has no room for more, those that there are do it, or this one alone.
        let worker = |_| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work).ok();
        let workers: Vec<_> = (0..threads).map_while(worker).collect();
        let alone = if workers.is_empty() { work() } else { Vec::new() };
        let rendered = workers.into_iter().map(|worker| worker.join().unwrap_or_else(|panic| resume_unwind(panic)));
        rendered.flatten().chain(alone).collect()
    })
}

fn render_file(Content { docs, items }: &Content, origin: &str) -> String {
    let mark = format!("{MARKER} from {origin}. Do not edit.\n");
    if let [sample @ Item::Statements(_)] = items.as_slice() {
        return format!("{mark}{}", layout(sample));
    }
    let docs = if docs.is_empty() { String::new() } else { format!("\n{}", unparse(docs.clone())) };
    format!("{mark}{docs}\n{}", join(items.iter().map(layout)))
}

/// Puts a blank line between texts, unless they are empty.
fn join(parts: impl IntoIterator<Item = String>) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

fn together(items: &[Item]) -> String {
    items.iter().map(layout).collect()
}

fn layout(item: &Item) -> String {
    match item {
        Item::Plain(tokens) => unparse(tokens.clone()),
        Item::Impl { head, declarations, methods } => layout_impl(head, declarations, methods),
        Item::Facts { name, arguments } => layout_facts(name, arguments),
        Item::Table { name, rows } => braced(&format!("{name}! "), &unparse(rows.clone())),
        Item::Model { docs, head, fields, rest, constructors } => {
            let constructors = constructors.iter().map(layout_constructor).collect::<String>();
            braced("model! ", &format!("{}{constructors}", layout_model(docs, head, fields, rest)))
        }
        Item::Statements(tokens) => layout_statements(tokens),
        Item::When { features, items } => braced("when! ", &format!("{}{}", condition(features), together(items))),
        Item::Module { head, items } => braced(&opening(head), &join(items.iter().map(layout))),
    }
}

fn unparse(tokens: TokenStream) -> String {
    prettyplease::unparse(&parsed(tokens))
}

fn parsed<T: Parse>(tokens: TokenStream) -> T {
    syn::parse2(tokens.clone()).unwrap_or_else(|error| panic!("an emitter made no Rust: {error}\n{tokens}"))
}

/// Statements, as they stand in a function: its first and last line are cut, and the indent of the others.
fn layout_statements(tokens: &TokenStream) -> String {
    let text = unparse(quote!(async fn sample() { #tokens }));
    let lines = text.strip_prefix("async fn sample() {\n").and_then(|rest| rest.strip_suffix("}\n"));
    let lines = lines.expect("a function begins with its signature and a brace, and ends with a brace").lines();
    lines.map(|line| format!("{}\n", line.strip_prefix("    ").unwrap_or(line))).collect()
}

/// What stands before the brace of an item: `mod mock `.
fn opening(head: &TokenStream) -> String {
    let text = unparse(quote!(#head {}));
    text.strip_suffix("{}\n").expect("an item without a body ends with its braces").to_owned()
}

/// `impl Pets<'_> { … }`: constants and types stand in lines of their own, and a blank line stands before each method but a
/// first one. prettyplease prints each method in an `impl` of its own; the lines between its braces are taken from that.
fn layout_impl(head: &TokenStream, declarations: &TokenStream, methods: &[Method]) -> String {
    let mut file: syn::File = parsed(quote!(#head {}));
    let empty = prettyplease::unparse(&file);
    let opening = empty.strip_suffix("{}\n").expect("an `impl` without members ends with its braces");
    let mut member = |tokens: &TokenStream| {
        let [syn::Item::Impl(around)] = file.items.as_mut_slice() else {
            unreachable!("the head of an `impl` with braces is one `impl`")
        };
        around.items = parsed::<Members>(tokens.clone()).0;
        let text = prettyplease::unparse(&file);
        let body = text.strip_prefix(opening).and_then(|rest| rest.strip_prefix("{\n")?.strip_suffix("}\n"));
        body.expect("an `impl` with members begins with its head and a brace, and ends with a brace").to_owned()
    };
    let declarations = if declarations.is_empty() { String::new() } else { member(declarations) };
    let methods =
        methods.iter().map(|Method { said, item }| format!("{}{}", indented(&layout_said(said)), member(item)));
    match join([declarations].into_iter().chain(methods)) {
        members if members.is_empty() => empty,
        members => format!("{opening}{{\n{members}}}\n"),
    }
}

/// What stands in an `impl`.
struct Members(Vec<ImplItem>);

impl Parse for Members {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut members = Vec::new();
        while !input.is_empty() {
            members.push(input.parse()?);
        }
        Ok(Self(members))
    }
}

/// What stands in `model! { … }`: the struct, and what is said of it.
fn layout_model(docs: &str, head: &TokenStream, fields: &[Row], rest: &[TokenStream]) -> String {
    let field = |row: &Row| format!("{}{},\n", layout_said(&row.said), layout_row(&row.line));
    let line = |tokens: &TokenStream| filled(&format!("{};", layout_row(tokens)), WIDTH - 8);
    let body = braced(&format!("{} ", layout_row(head)), &fields.iter().map(field).collect::<String>());
    format!("{}{body}{}", comment(docs), rest.iter().map(line).collect::<String>())
}

/// `pub fn builder() -> PetBuilder;`, or with what the builder asks for in lines of their own, which are filled.
fn layout_constructor(Constructor { said, line, asks }: &Constructor) -> String {
    let (said, line) = (layout_said(said), layout_row(line));
    let Some(asks) = asks else { return format!("{said}{line};\n") };
    let lines = asks.iter().map(|tokens| filled(&format!("{};", layout_row(tokens)), WIDTH - 12));
    format!("{said}{}", braced(&format!("{line} "), &lines.collect::<String>()))
}

/// Docs, and whether something is deprecated.
fn layout_said(Said { docs, is_deprecated }: &Said) -> String {
    format!("{}{}", comment(docs), if *is_deprecated { "#[deprecated]\n" } else { "" })
}

/// Docs as comments, as prettyplease prints them.
fn comment(docs: &str) -> String {
    docs.lines().map(|line| format!("{}\n", format!("/// {}", accepted(line)).trim_end_matches(' '))).collect()
}

/// `pub name ? : Vec < String >` -> `pub name?: Vec<String>`.
fn layout_row(tokens: &TokenStream) -> String {
    let mut line = String::new();
    let mut is_joint = false;
    for token in tokens.clone() {
        let text = token.to_string();
        let is_apart = !["<", ">", ":", "?", ",", "()"].contains(&text.as_str()) && !line.ends_with(['<', '.', '&']);
        // `::` is one token, and so is `->`.
        let is_path = line.ends_with("::") || text == ":";
        if is_apart && !is_joint && !is_path && !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&text);
        is_joint = matches!(&token, TokenTree::Punct(punct) if punct.spacing() == Spacing::Joint);
    }
    line
}

/// What items are compiled with (`#![cfg(any(…))]`): in one line, or its alternatives in lines of their own.
fn condition(features: &[String]) -> String {
    let alternatives: Vec<String> = features.iter().map(|feature| format!("feature = {feature:?}")).collect();
    let [_, _, ..] = features else { return format!("#![cfg({})]\n", alternatives.concat()) };
    let line = format!("#![cfg(any({}))]\n", alternatives.join(", "));
    if line.chars().count() - "\n".len() + "    ".len() <= WIDTH {
        return line;
    }
    let last = alternatives.len() - 1;
    let words =
        alternatives.iter().enumerate().map(|(index, one)| format!("{one}{}", if index < last { "," } else { "" }));
    format!("#![cfg(any(\n{}))]\n", fill(words, WIDTH - 8))
}

/// `union!(Pet, Cat, Dog);`, in lines that are filled: of a macro's arguments prettyplease only knows that they are tokens.
fn layout_facts(name: &str, arguments: &TokenStream) -> String {
    let words = units(words(arguments));
    let line = format!("{name}!({});\n", words.join(" "));
    if line.chars().count() - "\n".len() <= WIDTH { line } else { format!("{name}!(\n{});\n", fill(words, WIDTH - 4)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(item: &Item, expected: &str) {
        assert_eq!(layout(item), expected);
    }

    #[test]
    fn methods_stand_apart_and_constants_do_not() {
        let head = quote!(impl Operation for Pets);
        let declarations = quote!(
            const A: u8 = 1;
            type B = u8;
        );
        let said = Said { docs: "Ends with a line;\n\n* b  ".to_owned(), is_deprecated: true };
        let methods = vec![
            Method::from(quote!(
                fn c() {}
            )),
            Method {
                said,
                item: quote!(
                    #[inline]
                    fn d() {}
                ),
            },
        ];
        check(
            &Item::Impl { head: head.clone(), declarations, methods: methods.clone() },
            "impl Operation for Pets {\n    const A: u8 = 1;\n    type B = u8;\n\n    fn c() {}\n\n    /// Ends with a \
             line;\n    ///\n    /// * b\n    #[deprecated]\n    #[inline]\n    fn d() {}\n}\n",
        );
        check(
            &Item::implementation(head.clone(), methods.into_iter().take(1)),
            "impl Operation for Pets {\n    fn c() {}\n}\n",
        );
        check(&Item::implementation::<Method>(head, []), "impl Operation for Pets {}\n");
    }

    #[test]
    fn a_line_of_facts_ends_at_no_blank_within_a_text() {
        let names =
            ["one two three", r#"a "quoted" and a \\ text"#, "much more than a few words", "and a few words again"];
        check(
            &Item::Facts {
                name: "tagged_union",
                arguments: quote!(sent Pet, required(#(name = #names),*), others(more)),
            },
            r#"tagged_union!(
    sent Pet, required(name = "one two three", name = "a \"quoted\" and a \\\\ text",
    name = "much more than a few words", name = "and a few words again"), others(more)
);
"#,
        );
        check(
            &Item::Facts { name: "union", arguments: quote!(Pet, Cat only("/kind", "a,", ()), _ = Other) },
            "union!(Pet, Cat only(\"/kind\", \"a,\", ()), _ = Other);\n",
        );
    }

    #[test]
    fn a_condition_that_is_too_long_for_a_line_has_its_alternatives_below() {
        let item = |features: usize| Item::When {
            features: (0..features).map(|index| format!("feature-{index}")).collect(),
            items: vec![
                Item::Plain(quote!(
                    mod a;
                )),
                Item::Plain(quote!(
                    pub use self::a::*;
                )),
            ],
        };
        check(&item(1), "when! {\n    #![cfg(feature = \"feature-0\")]\n    mod a;\n    pub use self::a::*;\n}\n");
        check(
            &item(5),
            r#"when! {
    #![cfg(any(
        feature = "feature-0", feature = "feature-1", feature = "feature-2", feature = "feature-3",
        feature = "feature-4"
    ))]
    mod a;
    pub use self::a::*;
}
"#,
        );
    }
}
