//! Credentials: the table of schemes, and what operations ask for.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Api, Authentication, Scheme};

/// The schemes that the client knows, that of the token first.
pub(super) fn known(api: &Api) -> Vec<(&Scheme, &Authentication)> {
    let known = api.schemes.iter().filter_map(|scheme| Some((scheme, scheme.authentication.as_ref()?)));
    let mut known: Vec<_> = known.collect();
    known.sort_by_key(|(scheme, _)| Some(&scheme.name) != api.token_scheme.as_ref());
    known
}

/// The table of the schemes.
pub(super) fn schemes(api: &Api) -> TokenStream {
    let rows = known(api).into_iter().map(|(scheme, authentication)| {
        let name = &scheme.name;
        let setter = scheme.setter.as_ref().map_or("token", |setter| setter.plain());
        match authentication {
            Authentication::Bearer => quote!(Scheme::bearer(#name, #setter)),
            Authentication::Basic => quote!(Scheme::basic(#name, #setter)),
            Authentication::Header(header) => quote!(Scheme::header(#name, #setter, #header)),
            Authentication::Query(parameter) => quote!(Scheme::query(#name, #setter, #parameter)),
            Authentication::Cookie(cookie) => quote!(Scheme::cookie(#name, #setter, #cookie)),
        }
    });
    quote!(&[#(#rows),*])
}

/// What an operation asks for: alternatives, each the names of schemes.
pub(super) fn alternatives(credentials: &[Vec<String>]) -> TokenStream {
    let alternatives = credentials.iter().map(|names| quote!(&[#(#names),*]));
    quote!(&[#(#alternatives),*])
}
