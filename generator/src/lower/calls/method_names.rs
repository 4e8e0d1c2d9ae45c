//! What operations are called in their groups: a name is made of the operation's id and the group's tag alone.

use std::collections::{BTreeMap, HashMap};

use super::groups::group_tags;
use crate::{
    error::Diagnostic,
    lower::{
        read::operations::{PathOperation, path_operations},
        reserved,
        state::State,
    },
    naming::{MethodName, Naming, Scope, is_same_word},
    place::Pointer,
    quoted::code,
};

/// What the operations are called in their groups.
pub(super) struct MethodNames {
    groups: HashMap<String, GroupNames>,
}

/// The names of one group.
#[derive(Default)]
struct GroupNames {
    /// By where the operation stands.
    names: HashMap<Pointer, MethodName>,
    /// All that an operation is called, or would be called if another one came.
    taken: Scope,
}

/// An operation of a group, with what it can be called there.
struct Candidate<'a> {
    described: PathOperation<'a>,
    /// What the settings know it by: its id, or its method and path where several operations have that, or none is there.
    key: String,
    /// All of its words, as the description writes them.
    words: String,
    /// The same in `snake_case`.
    long: String,
    /// The name without the words of the tag, as long as nothing speaks against it.
    short: Option<String>,
    /// What the settings call it.
    set: Option<&'a str>,
}

impl Candidate<'_> {
    /// What it is called as far as nothing else is called so.
    fn name(&self) -> &str {
        self.set.or(self.short.as_deref()).unwrap_or(&self.long)
    }

    /// Where its id stands, or what has none.
    fn place(&self) -> Pointer {
        let place = &self.described.place;
        if self.described.operation.operation_id.is_some() { place.child("operationId") } else { place.clone() }
    }
}

impl MethodNames {
    /// Names all methods. Operations are taken in the order of their paths' texts, so that names don't depend on that of the
    /// description.
    pub(super) fn new(state: &mut State<'_>) -> Self {
        let mut by_tag: BTreeMap<String, Vec<PathOperation<'_>>> = BTreeMap::new();
        for described in path_operations(state.document) {
            group_tags(&described).into_iter().for_each(|tag| by_tag.entry(tag).or_default().push(described.clone()));
        }
        let mut ids: HashMap<&str, usize> = HashMap::new();
        let all = path_operations(state.document).filter_map(|described| described.operation.operation_id.as_deref());
        all.for_each(|id| *ids.entry(id).or_default() += 1);
        let groups = by_tag.into_iter().map(|(tag, mut operations)| {
            operations.sort_by_key(|described| described.path);
            let mut candidates = candidates(state, &ids, &tag, operations);
            check_set(state, &tag, &candidates);
            let alike = keep_long_names(&mut candidates);
            let group = named(&state.naming, &candidates);
            for (name, positions) in alike {
                warn(state, (&tag, &group), &name, &candidates, &positions);
            }
            (tag, group)
        });
        Self { groups: groups.collect() }
    }

    /// What an operation is called in its groups, by their tags.
    pub(super) fn of(&self, described: &PathOperation<'_>) -> BTreeMap<String, MethodName> {
        let name = |tag: &String| self.groups[tag].names[&described.place].clone();
        group_tags(described).into_iter().map(|tag| (tag.clone(), name(&tag))).collect()
    }

    /// What an operation is called with another kind of body. What another operation is called, or would be, it is not: a kind of
    /// body that is added upstream renames nothing.
    pub(super) fn other(
        &mut self,
        naming: &Naming,
        names: &BTreeMap<String, MethodName>,
        suffix: &str,
    ) -> BTreeMap<String, MethodName> {
        let named = |(tag, name): (&String, &MethodName)| {
            let group = self.groups.get_mut(tag).expect("every tag in use has a group");
            (tag.clone(), naming.method(&format!("{} {suffix}", name.plain()), &mut group.taken))
        };
        names.iter().map(named).collect()
    }
}

/// The operations of a group, in the same order. An id that several of them have tells none of them apart. Of all operations, so
/// many have each id.
fn candidates<'a>(
    state: &State<'a>,
    ids: &HashMap<&str, usize>,
    tag: &str,
    operations: Vec<PathOperation<'a>>,
) -> Vec<Candidate<'a>> {
    let (naming, settings) = (&state.naming, &state.settings.names.methods);
    let mut ids_here: HashMap<&str, usize> = HashMap::new();
    let here = operations.iter().filter_map(|described| described.operation.operation_id.as_deref());
    here.for_each(|id| *ids_here.entry(id).or_default() += 1);
    let tag_words = naming.words(tag);
    let candidate = |described: PathOperation<'a>| {
        let own = described.operation.operation_id.as_deref().filter(|id| ids_here[id] == 1);
        let words = own.map_or_else(|| words_of_path(&described), str::to_owned);
        let long = naming.words(&words);
        let short = without(&long, &tag_words).map(|rest| rest.join("_"));
        let short = short.filter(|name| is_method(naming, name));
        let wire = format!("{} {}", described.method.to_uppercase(), described.path);
        let set = [Some(wire.as_str()), own].into_iter().flatten().find_map(|key| settings.get(key)?.in_group(tag));
        let key = own.filter(|id| ids[id] == 1).map_or(wire, str::to_owned);
        Candidate { key, words, long: long.join("_"), short, set, described }
    };
    operations.into_iter().map(candidate).collect()
}

/// The words of a method and a path: `GET /a/{b}` -> `get a by b`.
pub(super) fn words_of_path(described: &PathOperation<'_>) -> String {
    let mut words = vec![described.method.to_owned()];
    for segment in described.path.split(['/', '?', '&', '=', '#']).filter(|segment| !segment.is_empty()) {
        match segment.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(name) => words.push(format!("by {name}")),
            None => words.push(segment.to_owned()),
        }
    }
    words.join(" ")
}

/// The words of a name without those of the tag, in singular or plural, that follow the verb at once; or without the tag itself,
/// where the name begins with it.
/// `list conversations` -> `list`, `create or update pet` -> `create or update`, `gists list` -> `list`.
fn without(words: &[String], tag: &[String]) -> Option<Vec<String>> {
    if tag.is_empty() {
        return None;
    }
    let rest = match words.strip_prefix(tag) {
        Some(rest) => rest.to_vec(),
        None => {
            let (verb, object) = words.split_at(length_of_verb(words));
            let (start, rest) = object.split_at_checked(tag.len())?;
            let is_tag = start.iter().zip(tag).all(|(word, of_tag)| is_same_word(word, of_tag));
            is_tag.then(|| [verb, rest].concat())?
        }
    };
    (!rest.is_empty()).then_some(rest)
}

/// How many words the verb has: `create or update` is one verb.
fn length_of_verb(words: &[String]) -> usize {
    let mut length = words.len().min(1);
    while words.len() > length + 1 && ["and", "or"].contains(&words[length].as_str()) {
        length += 2;
    }
    length
}

/// Whether a method can be called so: Rust has no such keyword, and groups no such function.
fn is_method(naming: &Naming, name: &str) -> bool {
    naming.method(name, &mut reserved_names()).as_str() == name
}

/// Gives those their long names that would be called as another one is. Returns which they are, by what all of them would be
/// called.
fn keep_long_names(candidates: &mut [Candidate<'_>]) -> Vec<(String, Vec<usize>)> {
    let mut kept = Vec::new();
    loop {
        let can_change =
            |position: &usize| candidates[*position].set.is_none() && candidates[*position].short.is_some();
        let mut alike = by_name(candidates);
        alike.retain(|_, positions| positions.len() > 1 && positions.iter().any(can_change));
        if alike.is_empty() {
            return kept;
        }
        alike.values().flatten().for_each(|&position| candidates[position].short = None);
        kept.extend(alike);
    }
}

/// The operations of each name, as positions.
fn by_name(candidates: &[Candidate<'_>]) -> BTreeMap<String, Vec<usize>> {
    let mut names: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (position, candidate) in candidates.iter().enumerate() {
        names.entry(candidate.name().to_owned()).or_default().push(position);
    }
    names
}

/// The names, each given once; what the settings say comes first.
fn named(naming: &Naming, candidates: &[Candidate<'_>]) -> GroupNames {
    let mut taken = reserved_names();
    let mut names = HashMap::new();
    let (set, others): (Vec<_>, Vec<_>) = candidates.iter().partition(|candidate| candidate.set.is_some());
    for candidate in set.into_iter().chain(others) {
        let words = candidate.set.or(candidate.short.as_deref()).unwrap_or(&candidate.words);
        names.insert(candidate.described.place.clone(), naming.method(words, &mut taken));
    }
    candidates.iter().for_each(|candidate| taken.take(&candidate.long));
    GroupNames { names, taken }
}

fn reserved_names() -> Scope {
    Scope::reserving(reserved::GROUP_FUNCTIONS)
}

/// Reports names of the settings that no method can have, and those that several have.
fn check_set(state: &mut State<'_>, tag: &str, candidates: &[Candidate<'_>]) {
    for (name, positions) in by_name(candidates) {
        let set: Vec<&Candidate<'_>> = positions.iter().map(|&position| &candidates[position]).collect();
        let Some(first) = set.iter().find(|candidate| candidate.set.is_some()) else { continue };
        let is_settled = |candidate: &&&Candidate<'_>| candidate.set.is_some() || candidate.short.is_none();
        let message = if !is_method(&state.naming, &name) {
            format!("no method can be called {}, as `[names.methods]` calls {}", code(&name), code(&first.key))
        } else if set.iter().filter(is_settled).count() > 1 {
            let keys: Vec<String> = set.iter().map(|candidate| code(&candidate.key)).collect();
            format!("several operations of {} are called `{name}` by `[names.methods]`: {}", code(tag), keys.join(", "))
        } else {
            continue;
        };
        let error =
            Diagnostic::error(message).help("give each a name in snake_case that no other method of the tag has");
        state.diagnostics.push(error.at(state.source, &first.place()));
    }
}

/// Warns of operations of a group that would be called alike, with the lines of the settings that settle it.
fn warn(
    state: &mut State<'_>,
    (tag, group): (&str, &GroupNames),
    name: &str,
    candidates: &[Candidate<'_>],
    positions: &[usize],
) {
    let called = |candidate: &Candidate<'_>| group.names[&candidate.described.place].plain().to_owned();
    let alike: Vec<&Candidate<'_>> = positions.iter().map(|&position| &candidates[position]).collect();
    let keys: Vec<String> = alike.iter().map(|candidate| code(&candidate.key)).collect();
    let names: Vec<String> = alike.iter().map(|candidate| code(&called(candidate))).collect();
    let message = format!(
        "{}: without the words of the tag {}, each would be called `{name}`, so they are called {}",
        keys.join(", "),
        code(tag),
        names.join(", ")
    );
    let is_settled = |candidate: &Candidate<'_>| candidate.set.is_some() || called(candidate) == name;
    let (settled, open): (Vec<_>, Vec<_>) = alike.iter().partition(|candidate| is_settled(candidate));
    // A name of the settings is none that anything else has, or would have.
    let mut taken = reserved_names();
    let others = candidates.iter().enumerate().filter(|(position, _)| !positions.contains(position));
    others.map(|(_, other)| other).chain(settled.into_iter().copied()).for_each(|other| {
        taken.take(other.name());
        taken.take(&called(other));
    });
    let lines = open.into_iter().filter_map(|candidate| {
        let name = state.naming.method(&candidate.long, &mut taken);
        is_method(&state.naming, name.as_str()).then(|| format!("\n{}", line(tag, candidate, name.as_str())))
    });
    let help = format!(
        "these lines of the settings settle it, with these names or with better ones:\n[names.methods]{}",
        lines.collect::<String>()
    );
    let warning = Diagnostic::warning(message).help(help);
    let place = alike.first().map(|candidate| candidate.place()).unwrap_or_default();
    state.diagnostics.push(warning.at(state.source, &place));
}

/// `listPets = "list_pets"`; for one tag of several, `listPets = { Pets = "list_pets" }`.
fn line(tag: &str, candidate: &Candidate<'_>, name: &str) -> String {
    let key = |text: &str| {
        let is_bare = text.chars().all(|letter| letter.is_ascii_alphanumeric() || "_-".contains(letter));
        if is_bare && !text.is_empty() { text.to_owned() } else { toml::Value::from(text).to_string() }
    };
    let name = toml::Value::from(name);
    match group_tags(&candidate.described).as_slice() {
        [_] => format!("{} = {name}", key(&candidate.key)),
        _ => format!("{} = {{ {} = {name} }}", key(&candidate.key), key(tag)),
    }
}
