//! Enums that the settings make one type: `enums = { Locale = ["PageLocale", "ArticleLocale"] }`.

use std::collections::{BTreeSet, HashMap};

use toml::Spanned;

use crate::{
    error::{Diagnostic, Diagnostics},
    ir::{Definition, EnumValue, Kind, Type},
    naming::{ModuleName, Naming, Scope, TypeName},
    quoted::code,
    settings::NameSettings,
};

/// The types that the settings make of several enums.
#[derive(Debug, Default)]
pub(crate) struct Merges<'a> {
    settings: Option<&'a NameSettings>,
    merges: Vec<Merge<'a>>,
}

/// One of them.
#[derive(Debug)]
pub(crate) struct Merge<'a> {
    pub(super) name: TypeName,
    pub(super) module: ModuleName,
    listed: &'a [Spanned<String>],
    /// The indexes of the enums that have been met.
    met: BTreeSet<usize>,
}

impl<'a> Merges<'a> {
    /// What the settings ask for. `components` are the names that components have, each with its module: a merged enum may have one of
    /// these, if that is one of its own, and no other.
    pub(super) fn new(
        settings: &'a NameSettings,
        naming: &Naming,
        (type_names, module_names): (&mut Scope, &mut Scope),
        components: &HashMap<String, (TypeName, ModuleName)>,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut merges = Self { settings: Some(settings), merges: Vec::new() };
        let mut all = BTreeSet::new();
        for (wanted, listed) in &settings.enums {
            let is_own = listed.iter().any(|name| name.get_ref() == wanted);
            let component = components.get(wanted).filter(|_| is_own).cloned();
            let (name, module) = component.unwrap_or_else(|| {
                // An inline enum of its own has the name still to come.
                let name = if is_own {
                    naming.type_name(wanted, &mut type_names.clone())
                } else {
                    naming.type_name(wanted, type_names)
                };
                (name, naming.module(wanted, module_names))
            });
            if name.as_str() != wanted {
                let fault = match naming.type_name(wanted, &mut Scope::default()) {
                    plain if plain.as_str() == wanted => format!("{} is the name of another type", code(wanted)),
                    plain => format!("{} is no name of a type; {} is one", code(wanted), code(plain.as_str())),
                };
                diagnostics.push(merges.at(Diagnostic::error(fault), listed.first()));
            }
            for twice in listed.iter().filter(|name| !all.insert(name.get_ref())) {
                let fault = format!("{} is listed twice", code(twice.get_ref()));
                diagnostics.push(merges.at(Diagnostic::error(fault), Some(twice)));
            }
            merges.merges.push(Merge { name, module, listed, met: BTreeSet::new() });
        }
        merges
    }

    /// The type that an enum becomes, which would be called so otherwise.
    pub(super) fn of(&self, own: &str) -> Option<&Merge<'a>> {
        self.merges.iter().find(|merge| merge.index(own).is_some())
    }

    /// Adds an enum, which would be called `own`, to the definitions, or to the one that it is merged with.
    pub(super) fn define(
        &mut self,
        own: &str,
        definition: Definition,
        definitions: &mut Vec<Definition>,
        diagnostics: &mut Diagnostics,
    ) -> Type {
        let found = self.merges.iter_mut().find_map(|merge| Some((merge.index(own)?, merge)));
        let Some((index, merge)) = found else {
            let ty = Type::Named(definition.name.clone());
            definitions.push(definition);
            return ty;
        };
        let first = merge.met.first().copied();
        merge.met.insert(index);
        let (name, module) = (merge.name.clone(), merge.module.clone());
        let definition = Definition { name: name.clone(), module, ..definition };
        let known = definitions.iter_mut().find(|known| known.name == name);
        match (known, first) {
            (Some(known), Some(first)) => {
                let (other, listed) = (merge.listed[first].get_ref(), &merge.listed[index]);
                if let Some(difference) = difference((other, &known.kind), (own, &definition.kind)) {
                    let fault = format!("{} and {} are no one enum: {difference}", code(other), code(own));
                    let fault = Diagnostic::error(fault).help("take one of them out of the list");
                    diagnostics.push(self.at(fault, Some(listed)));
                } else if index < first {
                    // The words of the one that is listed first count.
                    *known = Definition { deprecated: known.deprecated && definition.deprecated, ..definition };
                } else {
                    known.deprecated &= definition.deprecated;
                }
            }
            _ => definitions.push(definition),
        }
        Type::Named(name)
    }

    /// Warns of the enums that are not there: settings may be for more than the tags, or the version, that are asked for.
    /// `is_type` tells whether something else is called so without the settings.
    pub(super) fn finish(&self, is_type: impl Fn(&str) -> bool, diagnostics: &mut Diagnostics) {
        let mut listed = BTreeSet::new();
        for merge in &self.merges {
            // One that is listed twice is met once.
            let names = merge.listed.iter().enumerate().filter(|(_, name)| listed.insert(name.get_ref()));
            for (_, name) in names.filter(|(index, _)| !merge.met.contains(index)) {
                let fault = if is_type(name.get_ref()) {
                    format!("{} is no enum", code(name.get_ref()))
                } else {
                    format!("there is no enum {}", code(name.get_ref()))
                };
                let help = "`enums` lists enums by the names that their types have without it";
                diagnostics.push(self.at(Diagnostic::warning(fault).help(help), Some(name)));
            }
        }
    }

    /// The diagnostic, where the settings list the name.
    fn at(&self, diagnostic: Diagnostic, name: Option<&Spanned<String>>) -> Diagnostic {
        let source = self.settings.and_then(|settings| settings.source.as_ref());
        match (source, name) {
            (Some(source), Some(name)) => diagnostic.at_offset(source, name.span().start),
            _ => diagnostic,
        }
    }
}

impl Merge<'_> {
    fn index(&self, own: &str) -> Option<usize> {
        self.listed.iter().position(|name| name.get_ref() == own)
    }
}

/// Why two enums are not the same.
fn difference((one, kind): (&str, &Kind), (other, other_kind): (&str, &Kind)) -> Option<String> {
    let (values, others) = match (kind, other_kind) {
        (Kind::StringEnum(one), Kind::StringEnum(other)) => (variants(&one.values), variants(&other.values)),
        (Kind::IntegerEnum(one), Kind::IntegerEnum(other)) => (variants(&one.values), variants(&other.values)),
        _ => return Some("the one has texts, the other numbers".to_owned()),
    };
    let only = |name: &str, values: &[(String, &str)], others: &[(String, &str)]| {
        let alone = values.iter().filter(|(wire, _)| others.iter().all(|(other, _)| other != wire));
        let alone: Vec<String> = alone.map(|(wire, _)| code(wire)).collect();
        (!alone.is_empty()).then(|| format!("only {} has {}", code(name), alone.join(", ")))
    };
    let sets = [only(one, &values, &others), only(other, &others, &values)];
    let sets: Vec<String> = sets.into_iter().flatten().collect();
    if !sets.is_empty() {
        return Some(sets.join(", "));
    }
    values.iter().find_map(|(wire, variant)| {
        let (_, named) = others.iter().find(|(other, named)| other == wire && named != variant)?;
        Some(format!("{} is {} in the one and {} in the other", code(wire), code(variant), code(named)))
    })
}

/// The values with their variants.
fn variants<T: ToString>(values: &[EnumValue<T>]) -> Vec<(String, &str)> {
    values.iter().map(|value| (value.wire.to_string(), value.name.as_str())).collect()
}
