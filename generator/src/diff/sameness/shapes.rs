//! Shapes: what schemas are, whatever they are called.

use super::{
    index::{Index, component},
    known::Known,
};
use crate::{
    ir::{Definition, Kind, Type},
    naming::TypeName,
};

/// How deep a shape is looked into.
const DEPTH: usize = 5;

/// What the schemas of a client are, whatever they are called.
pub(crate) struct Shapes<'s, 'a> {
    index: &'s Index<'a>,
    known: &'s Known<'a>,
    age: Age,
}

/// Which of the two clients it is. Both say what is known to be the same by its name in the newer one.
enum Age {
    Older,
    Newer,
}

impl<'s, 'a> Shapes<'s, 'a> {
    /// The shapes of the older client.
    pub(crate) fn older(index: &'s Index<'a>, known: &'s Known<'a>) -> Self {
        Self { index, known, age: Age::Older }
    }

    /// The shapes of the newer client.
    pub(crate) fn newer(index: &'s Index<'a>, known: &'s Known<'a>) -> Self {
        Self { index, known, age: Age::Newer }
    }

    /// What a schema is called in the newer client that is known to be there.
    fn known_name<'n>(&self, name: &'n TypeName) -> Option<&'n TypeName>
    where
        'a: 'n,
    {
        match self.age {
            Age::Older => self.known.newer(name),
            Age::Newer => self.known.has_newer(name).then_some(name),
        }
    }

    /// The shape of a definition; `above` are the definitions that it stands in.
    pub(super) fn of_definition(&self, definition: &Definition, above: &[&TypeName]) -> String {
        // {tags: [Tag], name: string} -> `{name: String …, tags: [Tag] …}`: what is known by its name, all else by its parts.
        let above = &[above, &[&definition.name]].concat();
        match &definition.kind {
            Kind::Struct(object) => {
                let fields = object.fields.iter().map(|field| {
                    format!("{}: {} {}", field.wire, self.of_type(&field.ty, above), field.declared.words())
                });
                let additional = object.additional.iter().map(|(_, ty)| format!("*: {}", self.of_type(ty, above)));
                let branches = object.builders.iter().map(|builder| format!("by {}", builder.wire));
                let mut parts: Vec<String> = fields.chain(additional).chain(branches).collect();
                parts.sort_unstable();
                format!("{{{}}}", parts.join(", "))
            }
            Kind::StringEnum(list) => {
                let mut values: Vec<&str> = list.values.iter().map(|value| value.wire.as_str()).collect();
                values.sort_unstable();
                format!("{values:?}")
            }
            Kind::IntegerEnum(list) => {
                let mut values: Vec<i64> = list.values.iter().map(|value| value.wire).collect();
                values.sort_unstable();
                format!("{values:?}")
            }
            Kind::Union(union) => {
                let mut types: Vec<String> =
                    union.variants.iter().map(|variant| self.of_type(&variant.ty, above)).collect();
                types.sort_unstable();
                format!("({})", types.join(" | "))
            }
            Kind::Tuple(parts) => {
                let types: Vec<String> = parts.iter().map(|part| self.of_type(&part.ty, above)).collect();
                format!("[{}]", types.join(", "))
            }
            Kind::Alias(ty) | Kind::Newtype(ty) => self.of_type(ty, above),
        }
    }

    /// The shape of a type.
    pub(crate) fn of_type(&self, ty: &Type, above: &[&TypeName]) -> String {
        let inner = |inner: &Type| self.of_type(inner, above);
        match ty {
            Type::List(item) => format!("[{}]", inner(item)),
            Type::Map(value) => format!("{{{}}}", inner(value)),
            Type::OneOrMany(item) => format!("one or many {}", inner(item)),
            Type::Nullable(ty) => format!("{}?", inner(ty)),
            Type::Boxed(ty) => inner(ty),
            Type::Named(name) => {
                let Some(definition) = self.index.definitions.get(name) else { return name.to_string() };
                // What leads back to where it stands has that for its shape: so many steps up.
                let up = above.iter().rev().position(|known| *known == name);
                match (component(definition), self.known_name(name), up) {
                    (Some(_), Some(name), _) => name.to_string(),
                    (_, _, Some(steps)) => format!("{steps} up"),
                    (_, _, None) if above.len() > DEPTH => "…".to_owned(),
                    (_, _, None) => self.of_definition(definition, above),
                }
            }
            scalar => format!("{scalar:?}"),
        }
    }
}
