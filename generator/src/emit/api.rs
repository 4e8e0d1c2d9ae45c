//! What the runtime must know of the API: servers, credentials, lifted headers, the error model.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    calls,
    context::Context,
    file::Item,
    security,
    tokens::{docs, ident},
    types,
};
use crate::{
    ir::{Api, Authentication, ClientHeader, Scheme, Server},
    quoted::{code, visible},
};

/// Emits the facts and what the client's builder has because of them.
pub(super) fn emit(_context: &Context<'_>, api: &Api) -> Vec<Item> {
    let mut items = vec![Item::Plain(imports(api)), Item::Plain(constant(api))];
    items.extend(client());
    items.extend(error_body(api));
    items.extend((!api.servers.is_empty()).then(|| servers(&api.servers)));
    items.extend(builder_setters(api));
    items.extend(request_options(api));
    items.push(Item::Plain(quote!(fakes!(API);)));
    items.extend(calls::mock_beside(api));
    items
}

fn imports(api: &Api) -> TokenStream {
    let header_types = api.client_headers.iter().map(|header| &header.ty);
    let models = header_types.chain(&api.error.ty).any(|ty| ty.name().is_some()).then(|| {
        quote!(
            use super::models;
        )
    });
    let value = api.error.ty.is_none().then(|| quote!(Value,));
    let source = api.schemes.iter().any(|scheme| scheme.setter.is_some()).then(|| quote!(TokenSource,));
    let scheme = api.authentication().map(|_| quote!(Scheme,));
    let request = (!api.client_headers.is_empty()).then(|| quote!(Request,));
    let servers = (!api.servers.is_empty()).then(|| quote!(servers,));
    quote! {
        #models
        use crate::runtime::{Api, ApiError, Client, ClientBuilder, Error, #request #scheme #source #value fakes, #servers};
    }
}

/// How an app comes by a client: the runtime's builder, given the facts.
fn client() -> [Item; 2] {
    let builder = quote! {
        /// Begins a client.
        ///
        /// What it takes at the least is a [`token`](ClientBuilder::token), where every operation asks for a
        /// credential.
        pub fn builder() -> ClientBuilder {
            ClientBuilder::new(&API)
        }
    };
    let from_env = quote! {
        /// Makes a client of the description's first server, with the token from an environment variable in
        /// which it is customarily kept; see [`ClientBuilder::token_from_env`].
        ///
        /// # Errors
        ///
        /// As [`ClientBuilder::build`].
        pub fn from_env() -> Result<Self, Error> {
            Self::builder().token_from_env().build()
        }
    };
    let default = quote! {
        fn default() -> Self {
            Self::new(&API)
        }
    };
    [
        Item::implementation(quote!(impl Client), [builder, from_env]),
        Item::implementation(quote!(impl Default for ClientBuilder), [default]),
    ]
}

fn constant(api: &Api) -> TokenStream {
    let Api { title, version, .. } = api;
    let base_url = api.servers.first().map_or("", |server| server.url.as_str());
    let schemes = security::schemes(api);
    let security = security::alternatives(&api.credentials);
    let Api { always_asks, credential_origins, .. } = api;
    let optional = |text: &Option<String>| text.as_ref().map_or_else(|| quote!(None), |text| quote!(Some(#text)));
    let token_variables = &api.token_variables;
    let headers = api.client_headers.iter().filter_map(|header| {
        let default = header.default.as_ref()?;
        let name = &header.header;
        Some(quote!((#name, #default)))
    });
    let version_header = optional(&api.version_header.as_ref().map(|version| version.header.clone()));
    let aliases = api.version_header.iter().flat_map(|version| &version.aliases);
    let aliases = aliases.map(|(one, other)| quote!((#one, #other)));
    let servers = if api.servers.is_empty() { quote!(&[]) } else { quote!(Server::ALL) };
    let (limit, remaining, reset) =
        (optional(&api.rate_limit.limit), optional(&api.rate_limit.remaining), optional(&api.rate_limit.reset));
    let (code, message, request_id) = (&api.error.code, &api.error.message, &api.error.request_id);
    let (hides_errors, hidden) = (api.error.is_sensitive, &api.error.hidden);
    quote! {
        /// The facts of the description that the runtime works with.
        pub(crate) const API: Api = Api {
            title: #title,
            version: #version,
            base_url: #base_url,
            servers: #servers,
            schemes: #schemes,
            security: #security,
            always_asks: #always_asks,
            credential_origins: &[#(#credential_origins),*],
            token_variables: &[#(#token_variables),*],
            headers: &[#(#headers),*],
            version_header: #version_header,
            version_aliases: &[#(#aliases),*],
            error_code: &[#(#code),*],
            error_message: &[#(#message),*],
            request_id: &[#(#request_id),*],
            hides_errors: #hides_errors,
            hidden_in_errors: &[#(#hidden),*],
            rate_limit: #limit,
            rate_limit_remaining: #remaining,
            rate_limit_reset: #reset,
        };
    }
}

fn error_body(api: &Api) -> [Item; 2] {
    let ty = api.error.ty.as_ref().map_or_else(|| quote!(Value), types::emit_outside);
    let alias = quote! {
        /// The body of an error response.
        pub type ErrorBody = #ty;
    };
    let body = quote! {
        /// The body as the API's description shapes an error, where it is one; repaired as the client's
        /// policy says.
        #[must_use]
        pub fn body(&self) -> Option<ErrorBody> {
            self.body_as()
        }
    };
    [Item::Plain(alias), Item::implementation(quote!(impl ApiError), [body])]
}

/// The table that the runtime's `servers!` turns into an enum.
fn servers(servers: &[Server]) -> Item {
    let rows = servers.iter().map(|server| {
        let (text, name, url) = (docs(&server.docs), ident(server.name.as_str()), &server.url);
        quote!(#text #name = #url,)
    });
    let rows = quote! {
        /// Where requests go. The first one is the default.
        pub enum Server {
            #(#rows)*
        }
    };
    Item::Table { name: "servers", rows }
}

fn builder_setters(api: &Api) -> Option<Item> {
    let server = (!api.servers.is_empty()).then(|| {
        quote! {
            /// Sends the requests to a server of the description; `base_url` takes any other.
            pub fn server(self, server: Server) -> Self {
                self.at(server.url())
            }
        }
    });
    let headers = api.client_headers.iter().map(|header| {
        let ClientHeader { header: wire, setter, .. } = header;
        let name = ident(setter.as_str());
        let ty = types::emit_outside(&header.ty);
        let text = docs(&header_docs(header, "Sets the header `…` of every request."));
        quote! {
            #text
            pub fn #name(self, #name: impl Into<#ty>) -> Self {
                self.header(#wire, #name.into())
            }
        }
    });
    let items: Vec<TokenStream> = server.into_iter().chain(credential_setters(api)).chain(headers).collect();
    (!items.is_empty()).then(|| Item::implementation(quote!(impl ClientBuilder), items))
}

/// Two setters for each scheme: of what does not change, and of what a source gives.
fn credential_setters(api: &Api) -> Vec<TokenStream> {
    let setter = |(scheme, authentication): (&Scheme, &Authentication)| {
        let name = ident(scheme.setter.as_ref()?.as_str());
        let is_token = Some(&scheme.name) == api.token_scheme.as_ref();
        let text = docs(&credential_docs(scheme, authentication, is_token));
        let (source_name, source_text) =
            (ident(scheme.source_setter.as_ref()?.as_str()), docs(&source_docs(scheme, authentication)));
        let scheme = &scheme.name;
        let source = quote! {
            #source_text
            pub fn #source_name(self, source: impl TokenSource) -> Self {
                self.credential_source(#scheme, source)
            }
        };
        let fixed = match authentication {
            Authentication::Basic => quote! {
                #text
                pub fn #name(self, user: impl Into<String>, password: impl Into<String>) -> Self {
                    self.user_and_password(#scheme, user, password)
                }
            },
            Authentication::Bearer => quote! {
                #text
                pub fn #name(self, token: impl Into<String>) -> Self {
                    self.credential(#scheme, token)
                }
            },
            Authentication::Header(_) | Authentication::Query(_) | Authentication::Cookie(_) => quote! {
                #text
                pub fn #name(self, key: impl Into<String>) -> Self {
                    self.credential(#scheme, key)
                }
            },
        };
        Some([fixed, source])
    };
    security::known(api).into_iter().filter_map(setter).flatten().collect()
}

fn credential_docs(Scheme { name, .. }: &Scheme, authentication: &Authentication, is_token: bool) -> String {
    let name = code(name);
    let what = match authentication {
        Authentication::Bearer => format!("The token of the scheme {name}"),
        Authentication::Basic => format!("The user and the password of the scheme {name}"),
        Authentication::Header(header) => format!("The key of the scheme {name}, sent as the header {}", code(header)),
        Authentication::Query(parameter) => {
            format!("The key of the scheme {name}, sent as {} in the query", code(parameter))
        }
        Authentication::Cookie(cookie) => format!("The key of the scheme {name}, sent as the cookie {}", code(cookie)),
    };
    if is_token { format!("{what}: what [`token`](Self::token) sets, too.") } else { format!("{what}.") }
}

fn source_docs(scheme: &Scheme, authentication: &Authentication) -> String {
    let name = code(&scheme.name);
    let what = match authentication {
        Authentication::Bearer => format!("Where the token of the scheme {name} comes from at each try"),
        Authentication::Basic => {
            format!("Where the user and the password of the scheme {name} come from at each try, as `user:password`")
        }
        Authentication::Header(_) | Authentication::Query(_) | Authentication::Cookie(_) => {
            format!("Where the key of the scheme {name} comes from at each try")
        }
    };
    let setter = scheme.setter.as_ref().map_or("token", |setter| setter.plain());
    format!("{what}, instead of [`{setter}`](Self::{setter}).")
}

fn request_options(api: &Api) -> Option<Item> {
    let options: Vec<TokenStream> = api
        .client_headers
        .iter()
        .map(|header| {
            let ClientHeader { header: wire, setter, .. } = header;
            let plain = setter.as_str().trim_start_matches("r#");
            let name = ident(&format!("with_{plain}"));
            let argument = ident(setter.as_str());
            let ty = types::emit_outside(&header.ty);
            let text = docs(&format!("Sets the header {} of this request alone.", code(wire)));
            quote! {
                #text
                pub fn #name(self, #argument: impl Into<#ty>) -> Self {
                    self.with_header(#wire, #argument.into())
                }
            }
        })
        .collect();
    (!options.is_empty()).then(|| Item::implementation(quote!(impl<O> Request<O>), options))
}

fn header_docs(header: &ClientHeader, summary: &str) -> String {
    let mut paragraphs = vec![summary.replace('…', &visible(&header.header)), header.docs.clone()];
    if let Some(default) = &header.default {
        paragraphs.push(format!("Without it, {} is sent.", code(default)));
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs.join("\n\n")
}
