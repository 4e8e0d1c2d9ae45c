//! Samples of calls, for the docs of methods: a file for each, which only rustdoc reads.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::{
    emit::{
        file::{File, Item},
        tokens::ident,
        types,
    },
    ir::{Api, Expression, Group, Operation, Output, Sample, Type},
    naming::of_file,
    output::SAMPLES,
};

/// The files of all samples.
pub(super) fn emit(api: &Api) -> Vec<File<'_>> {
    api.groups.iter().flat_map(|group| of_group(api, group)).collect()
}

fn of_group<'a>(api: &'a Api, group: &'a Group) -> impl Iterator<Item = File<'a>> {
    let operations = group.operations.iter().flat_map(|&index| api.operations[index].kinds());
    operations.filter_map(move |operation| {
        let sample = operation.sample.as_ref()?;
        Some(File::new(format!("{SAMPLES}{}.txt", name(group, operation)), || {
            vec![Item::Statements(call(group, operation, sample))].into()
        }))
    })
}

/// The attribute that puts a sample into the docs of a method.
pub(super) fn attribute(group: &Group, operation: &Operation) -> Option<TokenStream> {
    operation.sample.as_ref()?;
    let name = name(group, operation);
    Some(quote!(#[doc = sample!(#name)]))
}

/// `messages/create`.
fn name(group: &Group, operation: &Operation) -> String {
    format!("{}/{}", group.module.file_stem(), of_file(operation.name_in(&group.tag).plain().to_owned()))
}

/// The statements of a call: a list is walked, a stream read, the response of any other call named.
fn call(group: &Group, operation: &Operation, sample: &Sample) -> TokenStream {
    let accessor = ident(group.accessor.as_str());
    let method = ident(operation.name_in(&group.tag).as_str());
    let arguments = sample.arguments.iter().map(expression);
    let body = (!sample.body.is_empty()).then(|| {
        let values = sample.body.iter().map(expression);
        quote!(.body(#(#values),*))
    });
    let request = quote!(client.#accessor().#method(#(#arguments),*) #body);
    let print = quote!(println);
    if operation.pagination.is_some() {
        return quote! {
            let mut items = #request.items();
            while let Some(item) = items.try_next().await? {
                #print!("{item:?}");
            }
        };
    }
    if operation.streaming.is_some() {
        return quote! {
            let mut events = #request.send_events().await?.into_inner();
            while let Some(event) = events.try_next().await? {
                #print!("{event:?}");
            }
        };
    }
    match operation.output {
        Output::Empty => quote!(#request.send().await?;),
        Output::Json(_)
        | Output::JsonOrText(_)
        | Output::Text
        | Output::Bytes
        | Output::Open
        | Output::ByStatus { .. } => quote!(let response = #request.send().await?;),
    }
}

fn expression(value: &Expression) -> TokenStream {
    match value {
        Expression::Boolean(value) => quote!(#value),
        Expression::Integer(value, is_typed) => {
            let sign = (*value < 0).then(|| quote!(-));
            let has_suffix = *is_typed || i32::try_from(*value).is_err();
            let digits = digits(value.unsigned_abs(), if has_suffix { "_i64" } else { "" });
            quote!(#sign #digits)
        }
        Expression::Unsigned(value, has_suffix) => {
            let digits = digits(*value, if *has_suffix { "_u64" } else { "" });
            quote!(#digits)
        }
        Expression::Number(value) => number(*value),
        Expression::Text(text, false) => quote!(#text),
        Expression::Text(text, true) => quote!(#text.to_owned()),
        Expression::Time(seconds) => {
            let seconds = expression(&Expression::Integer(*seconds, false));
            quote!(UnixTime::from_secs(#seconds))
        }
        Expression::Parsed(text, ty) => {
            let (path, reason) = (types::emit_outside(&Type::Library(*ty)), format!("it is a {}", ty.format()));
            quote!(#text.parse::<#path>().expect(#reason))
        }
        Expression::Json(inner) => around(&quote!(Value::from), inner),
        Expression::Null => quote!(Value::Null),
        Expression::StringOrInteger(inner) => around(&quote!(StringOrInteger::from), inner),
        Expression::Absent(ty) => {
            let ty = types::emit_outside(ty);
            quote!(None::<#ty>)
        }
        Expression::Present(inner) => around(&quote!(Some), inner),
        Expression::Boxed(inner) => around(&quote!(Box::new), inner),
        Expression::One(inner) => around(&quote!(OneOrMany::One), inner),
        Expression::Many(inner) => around(&quote!(OneOrMany::Many), inner),
        Expression::Variant(name, variant, held) => {
            let (name, variant) = (ident(name.as_str()), ident(variant.as_str()));
            let path = quote!(models::#name::#variant);
            held.as_ref().map_or_else(|| path.clone(), |held| around(&path, held))
        }
        Expression::Tuple(name, items) => {
            let (name, items) = (ident(name.as_str()), items.iter().map(expression));
            quote!(models::#name(#(#items),*))
        }
        Expression::File => quote!(File::new("file.txt", "Hello")),
        Expression::FormData(_)
        | Expression::List(..)
        | Expression::Map(..)
        | Expression::Empty(_)
        | Expression::JsonList(_)
        | Expression::JsonObject(_)
        | Expression::Built(..) => composed(value),
    }
}

/// A value of several others.
fn composed(value: &Expression) -> TokenStream {
    match value {
        Expression::List(items, is_vec) => {
            let items = items.iter().map(expression);
            // No `vec!`: what stands in a macro is not laid out.
            if *is_vec { quote!(Vec::from([#(#items),*])) } else { quote!([#(#items),*]) }
        }
        Expression::Map(entries, is_map) => {
            let entries = entries.iter().map(|(key, value)| {
                let value = expression(value);
                quote!((#key.to_owned(), #value))
            });
            if *is_map { quote!(BTreeMap::from([#(#entries),*])) } else { quote!([#(#entries),*]) }
        }
        Expression::FormData(parts) => {
            let parts = parts.iter().map(|(name, value)| {
                let value = expression(value);
                quote!(.text(#name, #value))
            });
            quote!(FormData::new() #(#parts)*)
        }
        Expression::Empty(ty) => empty(ty),
        Expression::JsonList(items) if items.is_empty() => quote!(Value::Array(Vec::new())),
        Expression::JsonList(items) => {
            let items = items.iter().map(expression);
            quote!(Value::from_iter([#(#items),*]))
        }
        Expression::JsonObject(entries) if entries.is_empty() => quote!(Value::Object(Default::default())),
        Expression::JsonObject(entries) => {
            let entries = entries.iter().map(|(key, value)| {
                let value = expression(value);
                quote!((#key, #value))
            });
            quote!(Value::from_iter([#(#entries),*]))
        }
        Expression::Built(name, constructor, fields) => {
            let (name, constructor) = (ident(name.as_str()), ident(constructor.as_str()));
            let setters = fields.iter().map(|(field, value)| {
                let (field, value) = (ident(field.as_str()), expression(value));
                quote!(.#field(#value))
            });
            quote!(models::#name::#constructor() #(#setters)* .build())
        }
        single => expression(single),
    }
}

fn around(function: &TokenStream, inner: &Expression) -> TokenStream {
    let inner = expression(inner);
    quote!(#function(#inner))
}

/// `5_000_000_000_i64`: five digits and more in groups of three.
fn digits(value: u64, suffix: &str) -> Literal {
    let plain = value.to_string();
    let mut grouped = String::new();
    for (index, digit) in plain.chars().enumerate() {
        let is_first_of_group = index > 0 && (plain.len() - index).is_multiple_of(3);
        if is_first_of_group && plain.len() > 4 {
            grouped.push('_');
        }
        grouped.push(digit);
    }
    format!("{grouped}{suffix}").parse().expect("digits and a suffix are a literal")
}

/// `1.5`; with an exponent where there would be many zeros.
fn number(value: f64) -> TokenStream {
    let sign = value.is_sign_negative().then(|| quote!(-));
    let size = value.abs();
    let is_plain = size == 0.0 || (1e-5..1e15).contains(&size);
    let exponential = || format!("{size:e}").parse().expect("a number with an exponent is a literal");
    let digits = if is_plain { Literal::f64_unsuffixed(size) } else { exponential() };
    quote!(#sign #digits)
}

/// A list or a map without items.
fn empty(ty: &Type) -> TokenStream {
    match ty {
        Type::List(item) => {
            let item = types::emit_outside(item);
            quote!(Vec::<#item>::new())
        }
        ty => {
            let held = ty.inner().map(types::emit_outside);
            quote!(BTreeMap::<String, #held>::new())
        }
    }
}
