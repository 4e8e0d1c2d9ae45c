//! The ways to build a model, of which the runtime's `model!` makes typestate builders: a line where that follows from the fields,
//! else with what it asks for.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::{
    emit::{
        file::{Constructor, Item, Said},
        tokens::{docs, ident},
        types,
    },
    ir::{Builder, Definition, Field, Presence, Struct},
    quoted::code,
    wrap::wrap,
};

/// The constructors of a struct, each with what its builder asks for.
pub(super) fn constructors(definition: &Definition, object: &Struct) -> Vec<Constructor> {
    let usual = definition.usual_builder();
    let constructors = object.builders.iter().map(|builder| {
        let (constructor, builder_name) = (ident(builder.constructor.as_str()), ident(builder.name.as_str()));
        let docs = constructor_docs(definition, object, builder);
        Constructor {
            said: Said { docs, is_deprecated: definition.deprecated },
            line: quote!(pub fn #constructor() -> #builder_name),
            asks: usual.is_none().then(|| asks(definition, object, builder)),
        }
    });
    constructors.collect()
}

/// What is built, and which fields have to be set, unless they are too many to be named in a line.
fn constructor_docs(definition: &Definition, object: &Struct, builder: &Builder) -> String {
    let required: Vec<String> = builder.required.iter().map(|&index| code(&object.fields[index].wire)).collect();
    let needs = match required.as_slice() {
        [] => "; nothing is required".to_owned(),
        [one] => format!("; {one} is required"),
        [first @ .., last] if first.len() < 5 => format!("; {} and {last} are required", first.join(", ")),
        _ => String::new(),
    };
    let name = &definition.name;
    let summary = format!("Builds {} [`{name}`]{needs}.", article(name.as_str()));
    if builder.docs.is_empty() { summary } else { format!("{}\n\n{summary}", builder.docs) }
}

/// Beginnings of words that are written with a vowel and spoken with a consonant: a user, a URL, a one-off.
const CONSONANTS: [&str; 14] =
    ["Eu", "Once", "One", "Ubiq", "Ui", "Uni", "Uri", "Url", "Usa", "Use", "Usi", "Usu", "Uti", "Uuid"];

/// Words that begin so and are spoken otherwise: an uninstalled app.
const VOWELS: [&str; 3] = ["Unid", "Unim", "Unin"];

fn article(word: &str) -> &'static str {
    let begins = |beginnings: &[&str]| beginnings.iter().any(|beginning| word.starts_with(beginning));
    let is_letter = word.strip_prefix('U').is_some_and(|rest| !rest.starts_with(char::is_lowercase));
    let is_consonant = is_letter || (begins(&CONSONANTS) && !begins(&VOWELS));
    if word.starts_with(['A', 'E', 'I', 'O', 'U']) && !is_consonant { "an" } else { "a" }
}

/// What the model takes over from responses.
pub(super) fn conversions(definition: &Definition, object: &Struct) -> Vec<Constructor> {
    let Some(builder) = definition.usual_builder() else { return Vec::new() };
    let name = |index: usize| ident(object.fields[index].name.as_str());
    let conversions = object.conversions.iter().map(|conversion| {
        let source = ident(conversion.source.as_str());
        let target = if conversion.required.is_empty() { &definition.name } else { &builder.name };
        let target = ident(target.as_str());
        let fields = |is_optional: bool| {
            let fields = conversion.fields.iter().filter(move |(_, taken)| taken.is_optional == is_optional);
            fields.map(|&(index, taken)| {
                let name = name(index);
                let ty = taken.converts.then(|| types::emit(&object.fields[index].ty)).map(|ty| quote!(as #ty));
                quote!(#name #ty)
            })
        };
        let required = conversion.required.iter().map(|&index| name(index));
        Constructor {
            said: Said::default(),
            line: quote!(impl From<&#source> for #target),
            asks: Some(
                [
                    listed(&quote!(takes), fields(false)),
                    listed(&quote!(may take), fields(true)),
                    listed(&quote!(requires), required),
                ]
                .into_iter()
                .flatten()
                .collect(),
            ),
        }
    });
    conversions.collect()
}

/// What is said of conversions where the model is described.
pub(super) fn conversion_docs(definition: &Definition, object: &Struct) -> String {
    let Some(builder) = definition.usual_builder() else { return String::new() };
    let listed = |indexes: &[usize]| {
        let names: Vec<String> = indexes.iter().map(|&index| code(&object.fields[index].wire)).collect();
        names.join(", ")
    };
    let texts = object.conversions.iter().map(|conversion| {
        let source = &conversion.source;
        let target = match conversion.required.as_slice() {
            [] => definition.name.to_string(),
            _ => format!("builders::{}", builder.name),
        };
        let mut text = format!("`{target}::from(&…)` takes over what {} [`{source}`] has", article(source.as_str()));
        if !conversion.unlike.is_empty() {
            text.push_str(&format!(", but for what has another type there: {}", listed(&conversion.unlike)));
        }
        if !conversion.required.is_empty() {
            text.push_str(&format!("; {} may be missing there, and is set by hand", listed(&conversion.required)));
        }
        format!("\n\n{}", wrap(&format!("{text}.")))
    });
    texts.collect()
}

/// What a builder asks for, leaves out and sets by itself, as the runtime's `model!` takes it.
fn asks(definition: &Definition, object: &Struct, builder: &Builder) -> Vec<TokenStream> {
    let name = |field: &Field| ident(field.name.as_str());
    let required = builder.required.iter().map(|&index| &object.fields[index]).map(|field| {
        let can_be_null = match field.presence {
            Presence::RequiredNullable => true,
            Presence::OptionalNullable => field.declared.required,
            Presence::Required | Presence::Optional => false,
        };
        let (name, or_null) = (name(field), can_be_null.then(|| quote!(or null)));
        quote!(#name #or_null)
    });
    let absent = leaves_out(object, builder).filter(|field| !definition.withholds(field)).map(name);
    let constants = builder.constants.iter().map(|(index, variant)| {
        let field = &object.fields[*index];
        let (name, ty, variant) = (name(field), types::emit(&field.ty), ident(variant.as_str()));
        quote!(const #name = #ty::#variant)
    });
    let presets = builder.presets.iter().map(|preset| {
        let (name, choice) = (name(&object.fields[preset.field]), ident(preset.name.as_str()));
        let first = preset.values.first().map(|variant| ident(variant.as_str()));
        quote!(default #name = #choice::#first)
    });
    let required = listed(&quote!(requires), required);
    let absent = listed(&quote!(without), absent);
    required.into_iter().chain(absent).chain(constants).chain(presets).collect()
}

/// `requires a, b`, unless there is nothing to list.
fn listed(word: &TokenStream, names: impl Iterator<Item = impl ToTokens>) -> Option<TokenStream> {
    let names: Vec<_> = names.collect();
    (!names.is_empty()).then(|| quote!(#word #(#names),*))
}

/// The fields that a builder never sets.
fn leaves_out<'a>(object: &'a Struct, builder: &'a Builder) -> impl Iterator<Item = &'a Field> {
    let asked = builder.required.iter().chain(&builder.optional).copied();
    let by_itself = builder.constants.iter().map(|(index, _)| *index);
    let set: BTreeSet<usize> =
        asked.chain(by_itself).chain(builder.presets.iter().map(|preset| preset.field)).collect();
    (0..object.fields.len()).filter(move |index| !set.contains(index)).map(|index| &object.fields[index])
}

/// The enums of what setters of the builders take: their variants are those of the field's own enum, but for the other values.
pub(super) fn choices(object: &Struct) -> impl Iterator<Item = Item> {
    let presets =
        object.builders.iter().flat_map(|builder| builder.presets.iter().map(move |preset| (builder, preset)));
    presets.map(|(builder, preset)| {
        let builder_name = ident(builder.name.as_str());
        let field = &object.fields[preset.field];
        let (name, ty) = (ident(preset.name.as_str()), types::emit(&field.ty));
        let variants = preset.values.iter().map(|variant| ident(variant.as_str()));
        let text = docs(&format!("The values of {} that a [`{builder_name}`] takes.", code(&field.wire)));
        let rows = quote! {
            #text
            pub enum #name { #(#variants),* }
            type Whole = #ty;
        };
        Item::Table { name: "choice", rows }
    })
}
