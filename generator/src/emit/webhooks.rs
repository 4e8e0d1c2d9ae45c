//! The webhooks: how a payload is read that the API sends to an app.

use quote::quote;

use super::{
    context::Context,
    file::{Content, Item},
    tokens::{ident, inner_docs},
};
use crate::ir::{Hides, Kind, Webhooks};

/// What an app's handler does with a payload. Whether it tells by itself which webhook it is of, the description says.
const BY_NAME: &str = "\
What the API sends to an app: its {all}.

The handler of an app is given the bytes of a request. `{enum}::read` reads them as the payload of the
{one} that it names: the one whose address was called. What the description does not list is
[`{enum}::{unknown}`], and no error.";

/// The same, where a property of the payload tells.
const BY_PAYLOAD: &str = "\
What the API sends to an app: its {all}.

The handler of an app is given the bytes of a request: `serde_json::from_slice::<{enum}>(&body)` reads
them, since each payload says which it is. Where an app has an address for each {one},
`{enum}::read` takes its name. What the description does not list is [`{enum}::{unknown}`], and no
error.";

/// Emits `webhooks.rs`.
pub(super) fn emit(context: &Context<'_>, webhooks: &Webhooks) -> Content {
    let Some(Kind::Union(union)) =
        webhooks.ty.name().and_then(|name| context.definition(name)).map(|union| &union.kind)
    else {
        return Content::default();
    };
    let name = ident(webhooks.ty.name().map_or("Webhook", |name| name.as_str()));
    let rows = union.variants.iter().zip(&webhooks.wires).map(|(variant, wire)| {
        let variant = ident(variant.name.as_str());
        quote!(#variant = #wire)
    });
    let unknown = ident(union.unknown.as_str());
    let catch_all = (unknown != "Unknown").then(|| quote!(, _ = #unknown));
    let text = if union.discriminator.is_some() { BY_PAYLOAD } else { BY_NAME };
    let (all, one) = match (webhooks.wires.len() - webhooks.callbacks, webhooks.callbacks) {
        (_, 0) => ("webhooks", "webhook"),
        (0, _) => ("callbacks", "callback"),
        _ => ("webhooks and callbacks", "webhook or callback"),
    };
    let text = text.replace("{all}", all).replace("{one}", one);
    let text = text.replace("{enum}", &name.to_string()).replace("{unknown}", &unknown.to_string());
    let imports = quote! {
        pub use super::models::#name;
        use crate::runtime::webhooks;
    };
    let hides = (union.hides == Hides::All).then(|| quote!(hides));
    let table = Item::Facts { name: "webhooks", arguments: quote!(#name #hides, #(#rows),* #catch_all) };
    Content { docs: inner_docs(&text), items: vec![Item::Plain(imports), table] }
}
