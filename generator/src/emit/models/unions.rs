//! `oneOf` and `anyOf`.

use indexmap::IndexMap;
use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use crate::{
    emit::{
        context::Context,
        file::Item,
        tokens::{docs, ident},
        types,
    },
    ir::{Definition, Hides, Kind, Limit, Rule, Scalar, Type, Union, UnionVariant},
    place::Pointer,
    quoted::code,
};

/// Emits the enum of the alternatives.
pub(super) fn emit(context: &Context<'_>, definition: &Definition, union: &Union) -> Vec<Item> {
    let name = ident(definition.name.as_str());
    let text = docs(&context.definition_docs(definition));
    let unknown = ident(union.unknown.as_str());
    let variants = union.variants.iter().map(|variant| {
        let text = docs(&context.docs_of(&variant.docs, &variant.ty, || kind(context, union, variant)));
        let name = ident(variant.name.as_str());
        let ty = types::emit(&variant.ty);
        quote!(#text #name(#ty),)
    });
    let names = union.variants.iter().map(|variant| ident(variant.name.as_str()));
    let shown = names.clone();
    let rules = union.variants.iter().map(|variant| variant.rules.iter().map(rule));
    // The macros take `Unknown` for granted.
    let catch_all = (unknown != "Unknown").then(|| quote!(, _ = #unknown));
    let coding = match &union.discriminator {
        Some(property) => {
            let tags = union.variants.iter().map(|variant| variant.tags.iter().map(scalar));
            let arms = names.zip(tags).map(|(name, tags)| quote!(#name = #(#tags)|*));
            let hides = (union.hides == Hides::All).then(|| quote!(hides));
            Item::Facts { name: "tagged_union", arguments: quote!(#name #hides, #property, #(#arms),* #catch_all) }
        }
        None => {
            let variants = names.zip(rules).map(|(name, rules)| quote!(#name #(#rules)*));
            Item::Facts { name: "union", arguments: quote!(#name, #(#variants),* #catch_all) }
        }
    };
    let hidden = match union.hides {
        Hides::Nothing => None,
        Hides::Unknown => Some(quote!(#name #(, #shown)*, _ = #unknown)),
        Hides::All => Some(quote!(#name)),
    };
    let hidden = hidden.map(|arguments| Item::Facts { name: "hidden", arguments });
    let debug = hidden.is_none().then(|| quote!(Debug,));
    let item = quote! {
        #text
        #[derive(Clone, #debug PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// A value that is none of the others, kept as it came.
            #unknown(Value),
        }
    };
    let items = [Item::Plain(item), coding].into_iter().chain(hidden);
    items.chain(conversions(context, definition, union)).collect()
}

/// What a value is in JSON, by which its variant is chosen.
fn kind(context: &Context<'_>, union: &Union, variant: &UnionVariant) -> String {
    let tags: Vec<String> = variant.tags.iter().map(|tag| code(&shown(tag))).collect();
    match (&union.discriminator, tags.as_slice()) {
        (Some(property), [_, ..]) => format!("An object whose {} is {}.", code(property), tags.join(" or ")),
        _ => of_type(context, &variant.ty).to_owned(),
    }
}

/// A tag as JSON has it, a text without its quotes.
fn shown(tag: &Scalar) -> String {
    match tag {
        Scalar::Null => "null".to_owned(),
        Scalar::Boolean(boolean) => boolean.to_string(),
        Scalar::Integer(integer) => integer.to_string(),
        Scalar::Number(number) => number.to_string(),
        Scalar::Text(text) => text.clone(),
    }
}

fn of_type(context: &Context<'_>, ty: &Type) -> &'static str {
    match ty {
        Type::Boolean => "A boolean.",
        Type::Integer | Type::Unsigned | Type::UnixTime => "A whole number.",
        Type::Number => "A number.",
        Type::String => "A text.",
        Type::Library(_) => "A text of its format.",
        Type::Value => "Any JSON.",
        Type::StringOrInteger => "A text or a whole number.",
        Type::List(_) => "A list.",
        Type::Map(_) => "An object of whatever names.",
        Type::OneOrMany(_) => "One, or a list of them.",
        Type::Nullable(inner) | Type::Boxed(inner) => of_type(context, inner),
        Type::Named(name) => match context.definition(name).map(|definition| &definition.kind) {
            Some(Kind::Struct(_)) | None => "An object.",
            Some(Kind::StringEnum(_)) => "A text of those that are known.",
            Some(Kind::IntegerEnum(_)) => "A whole number of those that are known.",
            Some(Kind::Union(_)) => "What has alternatives itself.",
            Some(Kind::Tuple(_)) => "A list of so many items.",
            // `check` proves that names of names end.
            Some(Kind::Alias(inner) | Kind::Newtype(inner)) => of_type(context, inner),
        },
    }
}

/// A rule of a variant, as the runtime's macro takes it: `only("/kind", "cat")`.
fn rule(rule: &Rule) -> TokenStream {
    match rule {
        Rule::Only(place, scalars) => of_scalars(&quote!(only), place, scalars),
        Rule::Not(place, scalars) => of_scalars(&quote!(not), place, scalars),
        Rule::Limit(place, limit) => {
            let place = place.to_string();
            let (name, at) = match *limit {
                Limit::AtLeast(at) => (quote!(at_least), Literal::f64_unsuffixed(at)),
                Limit::AtMost(at) => (quote!(at_most), Literal::f64_unsuffixed(at)),
                Limit::MoreThan(at) => (quote!(more_than), Literal::f64_unsuffixed(at)),
                Limit::LessThan(at) => (quote!(less_than), Literal::f64_unsuffixed(at)),
                Limit::Shortest(at) => (quote!(shortest), Literal::usize_unsuffixed(at)),
                Limit::Longest(at) => (quote!(longest), Literal::usize_unsuffixed(at)),
            };
            quote!(#name(#place, #at))
        }
        Rule::Without(places) => {
            let places = places.iter().map(ToString::to_string);
            quote!(without(#(#places),*))
        }
    }
}

fn of_scalars(name: &TokenStream, place: &Pointer, scalars: &[Scalar]) -> TokenStream {
    let place = place.to_string();
    let scalars = scalars.iter().map(scalar);
    quote!(#name(#place, #(#scalars),*))
}

/// A scalar as the runtime compares it.
fn scalar(scalar: &Scalar) -> TokenStream {
    match scalar {
        Scalar::Null => quote!(()),
        Scalar::Boolean(boolean) => quote!(#boolean),
        Scalar::Integer(integer) => Literal::i64_unsuffixed(*integer).into_token_stream(),
        Scalar::Number(number) => Literal::f64_unsuffixed(*number).into_token_stream(),
        Scalar::Text(text) => quote!(#text),
    }
}

/// `From` for each type that only one variant holds.
fn conversions(context: &Context<'_>, definition: &Definition, union: &Union) -> Vec<Item> {
    let name = ident(definition.name.as_str());
    let mut counts: IndexMap<&Type, usize> = IndexMap::new();
    union.variants.iter().for_each(|variant| *counts.entry(&variant.ty).or_default() += 1);
    let is_only = |ty: &Type| counts[ty] == 1;
    let variants = union
        .variants
        .iter()
        .filter(|variant| is_only(&variant.ty) && variant.ty != Type::Value && !is_alias(context, &variant.ty));
    let conversions = variants.map(|variant| {
        let variant_name = ident(variant.name.as_str());
        if let Type::Boxed(inner) = &variant.ty {
            let ty = types::emit(inner);
            return Item::Plain(quote! {
                impl From<#ty> for #name {
                    fn from(value: #ty) -> Self {
                        Self::#variant_name(Box::new(value))
                    }
                }
            });
        }
        let ty = types::emit(&variant.ty);
        Item::Plain(quote! {
            impl From<#ty> for #name {
                fn from(value: #ty) -> Self {
                    Self::#variant_name(value)
                }
            }
        })
    });
    conversions.collect()
}

/// An alias may be the same type as another variant's.
fn is_alias(context: &Context<'_>, ty: &Type) -> bool {
    ty.name()
        .and_then(|name| context.definition(name))
        .is_some_and(|definition| matches!(definition.kind, Kind::Alias(_)))
}
