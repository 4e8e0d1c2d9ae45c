//! What is not to be shown where no model hides it by itself: the bodies of errors with their messages, what unions keep as it came, the
//! items of pages.

use std::collections::{HashMap, HashSet};

use super::reach::index;
use crate::{
    ir::{Api, Hides, Kind, Type},
    naming::TypeName,
};

/// What stands where nothing is described, and anything is allowed.
const ANY: &Type = &Type::Value;

/// What a problem says of itself (RFC 9457, section 3.1), which the runtime shows.
const OF_PROBLEMS: [&str; 3] = ["/type", "/title", "/detail"];

/// Marks all of it.
pub(super) fn hide(api: &mut Api) {
    let index = index(api);
    let hides = |kind: &Kind| match kind {
        Kind::Struct(object) => object.hides_additional || object.fields.iter().any(|field| field.sensitive),
        Kind::Union(union) => union.hides != Hides::Nothing,
        Kind::Tuple(parts) => parts.iter().any(|part| part.sensitive),
        Kind::StringEnum(_) | Kind::IntegerEnum(_) | Kind::Alias(_) | Kind::Newtype(_) => false,
    };
    let hiding: HashSet<TypeName> = leading_to(&index, hides).into_iter().cloned().collect();
    let errors = errors(api);
    let is_hiding = |(ty, sensitive): &(&Type, bool)| *sensitive || ty.name().is_some_and(|name| hiding.contains(name));
    let is_sensitive = errors.iter().any(is_hiding);
    let model = &api.error;
    let shown = [&model.code, &model.message, &model.request_id].into_iter().flatten().map(String::as_str);
    let hidden =
        shown.chain(OF_PROBLEMS).filter(|pointer| errors.iter().any(|error| is_hidden(&index, *error, pointer)));
    let hidden = hidden.map(str::to_owned).collect();
    let items = api.operations.iter().map(|operation| {
        let pagination = operation.pagination.as_ref()?;
        let page = operation.output.types().into_iter().next()?;
        Some(is_hidden(&index, (page, operation.is_output_sensitive), &pagination.items.pointer))
    });
    let items: Vec<Option<bool>> = items.collect();
    (api.error.is_sensitive, api.error.hidden) = (is_sensitive, hidden);
    for (operation, items) in api.operations.iter_mut().zip(items) {
        operation.are_items_sensitive = items.unwrap_or_default();
    }
    for definition in &mut api.definitions {
        if let Kind::Union(union) = &mut definition.kind
            && union.hides == Hides::Nothing
            && hiding.contains(&definition.name)
        {
            union.hides = Hides::Unknown;
        }
    }
}

/// The bodies of all errors, and whether each is shown nowhere. One that no model is made of, as a text, may be any JSON by what it holds.
fn errors(api: &Api) -> Vec<(&Type, bool)> {
    let responses = api.operations.iter().flat_map(|operation| &operation.errors);
    let responses = responses.filter_map(|response| match &response.ty {
        Some(ty) => Some((ty, response.sensitive)),
        None => response.sensitive.then_some((ANY, true)),
    });
    api.error.ty.iter().map(|ty| (ty, api.error.is_sensitive)).chain(responses).collect()
}

/// Whether what a JSON pointer leads to in a value is shown nowhere, by any way that its type allows.
fn is_hidden(index: &HashMap<&TypeName, &Kind>, (ty, sensitive): (&Type, bool), pointer: &str) -> bool {
    // /errors/0/message in {errors: [{message: string, which is sensitive}]}
    let mut places = vec![(ty, sensitive)];
    for token in pointer.split('/').skip(1) {
        let token = token.replace("~1", "/").replace("~0", "~");
        let below = places.iter().flat_map(|(ty, sensitive)| {
            let below = inside(index, ty, &token, &mut HashSet::new());
            below.into_iter().map(|(ty, own)| (ty, own || *sensitive))
        });
        places = below.collect();
    }
    places.into_iter().any(|(_, sensitive)| sensitive)
}

fn is_index(token: &str) -> bool {
    token.bytes().all(|byte| byte.is_ascii_digit())
}

/// What stands in a value of a type under one name or index, also where the description does not know it, and whether that is shown nowhere.
fn inside<'t>(
    index: &HashMap<&TypeName, &'t Kind>,
    ty: &'t Type,
    token: &str,
    asked: &mut HashSet<&'t TypeName>,
) -> Vec<(&'t Type, bool)> {
    let name = match ty {
        Type::Value => return vec![(ANY, false)],
        Type::Map(inner) => return vec![(inner, false)],
        Type::List(inner) if is_index(token) => return vec![(inner, false)],
        Type::Nullable(inner) | Type::Boxed(inner) => return inside(index, inner, token, asked),
        Type::OneOrMany(inner) => {
            let one = inside(index, inner, token, asked);
            return one.into_iter().chain(is_index(token).then_some((&**inner, false))).collect();
        }
        Type::Named(name) if asked.insert(name) => name,
        _ => return Vec::new(),
    };
    match index.get(name) {
        Some(Kind::Struct(object)) => {
            let field = object.fields.iter().find(|field| field.wire == token);
            let field = field.map(|field| (&field.ty, field.sensitive));
            let other = object.additional.as_ref().map(|(_, ty)| (ty, object.hides_additional));
            field.or(other).or((!object.closed).then_some((ANY, false))).into_iter().collect()
        }
        Some(Kind::Union(union)) => {
            let variants = union.variants.iter().flat_map(|variant| inside(index, &variant.ty, token, asked));
            let unknown = (ANY, union.hides != Hides::Nothing);
            variants.map(|(ty, own)| (ty, own || union.hides == Hides::All)).chain([unknown]).collect()
        }
        Some(Kind::Tuple(parts)) => {
            let part = token.parse().ok().and_then(|position: usize| parts.get(position));
            part.map(|part| (&part.ty, part.sensitive)).into_iter().collect()
        }
        Some(Kind::Alias(inner) | Kind::Newtype(inner)) => inside(index, inner, token, asked),
        Some(Kind::StringEnum(_) | Kind::IntegerEnum(_)) | None => Vec::new(),
    }
}

/// The definitions of a kind, and all that lead to one.
fn leading_to<'a>(
    definitions: &HashMap<&'a TypeName, &'a Kind>,
    is_wanted: impl Fn(&Kind) -> bool,
) -> HashSet<&'a TypeName> {
    let mut users: HashMap<&TypeName, Vec<&'a TypeName>> = HashMap::new();
    for (user, kind) in definitions {
        for used in kind.types().into_iter().filter_map(Type::name) {
            users.entry(used).or_default().push(user);
        }
    }
    let mut found = HashSet::new();
    let wanted = definitions.iter().filter(|(_, kind)| is_wanted(kind));
    let mut pending: Vec<&'a TypeName> = wanted.map(|(name, _)| *name).collect();
    while let Some(name) = pending.pop() {
        if found.insert(name) {
            pending.extend(users.get(name).into_iter().flatten());
        }
    }
    found
}
