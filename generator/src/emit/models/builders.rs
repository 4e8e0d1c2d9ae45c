//! Builders that do not follow from the fields of their model: each is a table that the runtime's `builder!` turns into a
//! typestate builder.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    emit::{
        context::Context,
        file::Item,
        tokens::{deprecated, docs, ident},
        types,
    },
    ir::{Builder, Definition, Field, Presence, Struct},
    quoted::code,
};

/// The builder of a struct, where it is the only one and asks for what the struct must have: then the struct's own table tells all of it.
pub(super) fn usual<'a>(definition: &Definition, object: &'a Struct) -> Option<&'a Builder> {
    let [builder] = object.builders.as_slice() else { return None };
    let follows = |(index, field): (usize, &Field)| match field.presence {
        Presence::Required => {
            builder.required.contains(&index) || builder.constants.iter().any(|(constant, _)| *constant == index)
        }
        Presence::RequiredNullable => builder.required.contains(&index),
        Presence::Optional if definition.withholds(field) => {
            leaves_out(object, builder).any(|left| left.name == field.name)
        }
        Presence::Optional | Presence::OptionalNullable => builder.optional.contains(&index),
    };
    (builder.presets.is_empty() && object.fields.iter().enumerate().all(follows)).then_some(builder)
}

/// What stands before a constructor: what it builds.
pub(super) fn constructor_attributes(definition: &Definition, object: &Struct, builder: &Builder) -> TokenStream {
    let text = docs(&constructor_docs(definition, object, builder));
    let deprecated = deprecated(definition.deprecated);
    quote!(#text #deprecated)
}

/// Emits the struct's constructors and their builders.
pub(super) fn emit(_context: &Context<'_>, definition: &Definition, object: &Struct) -> Vec<Item> {
    let name = ident(definition.name.as_str());
    let constructors = object.builders.iter().map(|builder| {
        let constructor = ident(builder.constructor.as_str());
        let builder_name = ident(builder.name.as_str());
        let attributes = constructor_attributes(definition, object, builder);
        quote! {
            #attributes
            pub fn #constructor() -> #builder_name {
                #builder_name::new()
            }
        }
    });
    let constructors = Item::implementation(quote!(impl #name), constructors);
    let tables = object.builders.iter().flat_map(|builder| {
        [table(definition, object, builder)].into_iter().chain(choices(object, builder)).collect::<Vec<_>>()
    });
    [constructors].into_iter().chain(tables).collect()
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

fn table(definition: &Definition, object: &Struct, builder: &Builder) -> Item {
    let model = ident(definition.name.as_str());
    let name = ident(builder.name.as_str());
    let row = |field: &Field, ty: TokenStream| {
        let name = ident(field.name.as_str());
        let deprecated = deprecated(field.deprecated);
        quote!(#deprecated #name: #ty,)
    };
    let required: Vec<TokenStream> = fields(object, &builder.required)
        .map(|field| {
            let ty = types::emit(&field.ty);
            let can_be_null = match field.presence {
                Presence::RequiredNullable => true,
                Presence::OptionalNullable => field.declared.required,
                Presence::Required | Presence::Optional => false,
            };
            row(field, if can_be_null { quote!(Option<#ty>) } else { ty })
        })
        .collect();
    let kind = |presence: Presence| -> Vec<TokenStream> {
        let fields = fields(object, &builder.optional)
            .filter(|field| (field.presence == Presence::OptionalNullable) == (presence == Presence::OptionalNullable));
        fields.map(|field| row(field, types::emit(&field.ty))).collect()
    };
    let required = rows("Required", &required);
    let optional = rows("Optional", &kind(Presence::Optional));
    let nullable = rows("Nullable", &kind(Presence::OptionalNullable));
    let additional = object.additional.as_ref().map(|(name, ty)| {
        let name = ident(name.as_str());
        let ty = types::emit(ty);
        quote!(struct Additional { #name: BTreeMap<String, #ty>, })
    });
    let constants = constants(object, builder);
    let rows = quote! {
        pub struct #name(#model);
        #required
        #optional
        #nullable
        #additional
        #constants
    };
    Item::Table { name: "builder", rows }
}

fn fields<'a>(object: &'a Struct, indexes: &'a [usize]) -> impl Iterator<Item = &'a Field> {
    indexes.iter().map(|&index| &object.fields[index])
}

fn rows(kind: &str, rows: &[TokenStream]) -> Option<TokenStream> {
    let kind = ident(kind);
    (!rows.is_empty()).then(|| quote!(struct #kind { #(#rows)* }))
}

/// What the builder sets by itself: constants, what only the server sets or the branch has not, and what an app
/// may set otherwise.
fn constants(object: &Struct, builder: &Builder) -> TokenStream {
    let constants = builder.constants.iter().map(|(index, variant)| {
        let field = &object.fields[*index];
        let (name, ty, variant) = (ident(field.name.as_str()), types::emit(&field.ty), ident(variant.as_str()));
        quote!(const #name: #ty = #ty::#variant;)
    });
    let presets = builder.presets.iter().map(|preset| {
        let field = &object.fields[preset.field];
        let (name, ty, choice) = (ident(field.name.as_str()), types::emit(&field.ty), ident(preset.name.as_str()));
        let deprecated = deprecated(field.deprecated);
        let first = preset.values.first().map(|variant| ident(variant.as_str()));
        quote!(#[default(#choice)] #deprecated const #name: #ty = #choice::#first;)
    });
    let absent = leaves_out(object, builder).map(|field| {
        let name = ident(field.name.as_str());
        let ty = types::field(field);
        let nothing =
            if field.presence == Presence::OptionalNullable { quote!(Nullable::Absent) } else { quote!(None) };
        quote!(const #name: #ty = #nothing;)
    });
    quote!(#(#constants)* #(#absent)* #(#presets)*)
}

/// The fields that a builder never sets.
pub(super) fn leaves_out<'a>(object: &'a Struct, builder: &'a Builder) -> impl Iterator<Item = &'a Field> {
    let is_set = |index: &usize| {
        builder.required.contains(index)
            || builder.optional.contains(index)
            || builder.constants.iter().any(|(set, _)| set == index)
            || builder.presets.iter().any(|preset| preset.field == *index)
    };
    (0..object.fields.len()).filter(move |index| !is_set(index)).map(|index| &object.fields[index])
}

/// The enums of what a setter of the builder takes: their variants are those of the field's own enum, but for the other values.
fn choices(object: &Struct, builder: &Builder) -> Vec<Item> {
    let builder_name = ident(builder.name.as_str());
    let enums = builder.presets.iter().map(|preset| {
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
    });
    enums.collect()
}
