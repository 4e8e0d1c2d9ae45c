//! Questions ask: what changes or reports something is a function of its own, and is called by a verb.

use syn::{
    FnArg, ImplItem, Item, ItemMod, ReceiverKind, ReturnType, Signature, Type,
    visit::{self, Visit},
};

use super::{imports::is_test, layers::sources};

/// The functions of a source that change a state and give something back, too: a question asks, what tells is another function.
fn questions_that_tell(text: &str, state: &str) -> Vec<String> {
    let file = syn::parse_file(text).expect("the source is Rust");
    let is_state =
        |ty: &Type| matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == state));
    let changes = |argument: &FnArg, is_own: bool| match argument {
        FnArg::Receiver(receiver) => is_own && matches!(receiver.kind, ReceiverKind::Reference(_, _, Some(_))),
        FnArg::Typed(argument) => {
            matches!(&*argument.ty, Type::Reference(to) if to.mutability.is_some() && is_state(&to.elem))
        }
    };
    let tells = |signature: &Signature, is_own: bool| {
        let changes = signature.inputs.iter().any(|argument| changes(argument, is_own));
        let gives = !matches!(signature.output, ReturnType::Default);
        (changes && gives).then(|| signature.ident.to_string())
    };
    let of_item = |item: &Item| match item {
        Item::Fn(item) => tells(&item.sig, false).into_iter().collect(),
        Item::Impl(block) => {
            let is_own = is_state(&block.self_ty);
            let methods = block.items.iter().filter_map(|item| match item {
                ImplItem::Fn(method) => tells(&method.sig, is_own),
                _ => None,
            });
            methods.collect()
        }
        _ => Vec::new(),
    };
    file.items.iter().flat_map(of_item).collect()
}

#[test]
fn a_question_that_tells_is_found() {
    let text = "struct State; impl State { fn a(&mut self) -> bool { true } fn b(&mut self) {} fn c(&self) -> bool { true } }
        struct Other; impl Other { fn d(&mut self) -> bool { true } }
        fn e<'a>(state: &mut State<'a>, of: u8) -> bool { true } fn f(state: &State) -> bool { true } fn g(state: &mut State) {}";
    assert_eq!(questions_that_tell(text, "State"), ["a", "e"]);
}

#[test]
fn no_question_of_the_comparison_tells() {
    let sources = sources("generator/src/diff");
    let found = sources.iter().flat_map(|(path, text)| {
        questions_that_tell(text, "Comparison").into_iter().map(move |name| format!("{path}: {name}"))
    });
    assert_eq!(found.collect::<Vec<_>>(), Vec::<String>::new());
    assert!(sources["comparison.rs"].contains("pub(crate) struct Comparison<'a>"));
}

/// The predicates of a source (`is_…`, `has_…`, `can_…`) that change what they are asked of, or say nothing: their names. What is
/// there in tests alone is called as its test is.
struct Predicates(Vec<String>);

impl Predicates {
    fn of(text: &str) -> Vec<String> {
        let mut predicates = Self(Vec::new());
        predicates.visit_file(&syn::parse_file(text).expect("the source is Rust"));
        predicates.0
    }
}

impl<'ast> Visit<'ast> for Predicates {
    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        if !is_test(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_signature(&mut self, signature: &'ast Signature) {
        let name = signature.ident.to_string();
        let asks = ["is_", "has_", "can_"].iter().any(|begin| name.starts_with(begin));
        let receiver = signature.receiver().map(|receiver| &receiver.kind);
        let changes = matches!(receiver, Some(ReceiverKind::Reference(_, _, Some(_))));
        let is_silent = matches!(signature.output, ReturnType::Default);
        if asks && (changes || is_silent) {
            self.0.push(name);
        }
        visit::visit_signature(self, signature);
    }
}

#[test]
fn a_predicate_that_changes_something_or_says_nothing_is_found() {
    let text = "impl A {
    fn is_a(&mut self) -> bool { true }
    fn has_b(&self) {}
    fn is_c(&self) -> bool { true }
    fn issue(&mut self) {}
}
mod inner {
    pub mod more {
        trait B { fn can_d(&mut self) -> bool; }
        fn is_e() {}
    }
}
#[cfg(test)]
mod tests {
    #[test]
    fn is_f() {}
}
";
    assert_eq!(Predicates::of(text), ["is_a", "has_b", "can_d", "is_e"]);
}

#[test]
fn predicates_only_ask() {
    for folder in ["generator/src", "generator/cli/src", "generated-client/src", "xtask/src"] {
        let sources = sources(folder).into_iter().filter(|(path, _)| !path.ends_with("/tests.rs"));
        let found: Vec<_> = sources.map(|(path, text)| (path, Predicates::of(&text))).collect();
        let found: Vec<_> = found.iter().filter(|(_, names)| !names.is_empty()).collect();
        assert!(found.is_empty(), "{folder}: {found:?}");
    }
}
