//! Whether a description keeps to its own `required`: how many of its examples lack what their models must have.

use std::{collections::BTreeMap, fmt};

use intercom_codegen::{
    Api,
    ir::{Definition, Field, Kind, Presence, Scalar, Struct, Type, Union},
    place::Pointer,
};
use serde::Serialize;
use serde_json::{Map, Value};

use super::{decode::output_type, examples::examples, member::Member};

/// What the examples of a description's successes say of `required`.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Contradictions {
    /// How many of them lack a property that is required, somewhere in them.
    pub contradicting: usize,
    /// How many there are.
    pub contradictable: usize,
    /// How many of them each component schema is to blame for, in which such a `required` stands.
    pub by_schema: BTreeMap<String, usize>,
    /// How many of them a schema is to blame for that stands in no component.
    pub by_unnamed: usize,
}

impl fmt::Display for Contradictions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.contradicting, self.contradictable)
    }
}

/// How many schemas a setting had better name one by one.
const NAMED: usize = 5;

impl Contradictions {
    /// The setting that reads such responses.
    pub(super) fn proposal(&self) -> Option<String> {
        let Self { contradicting, contradictable, .. } = self;
        self.setting().map(|setting| {
            format!(
                "required: {contradicting} of {contradictable} examples lack what their schemas require; if responses do, set \
                 `{setting}`"
            )
        })
    }

    /// The line of `codegen.toml`. Only components have names to set.
    fn setting(&self) -> Option<String> {
        let names: Vec<String> = self.by_schema.keys().map(|name| format!("{name:?} = \"optional\"")).collect();
        let value = match names.len() {
            1..=NAMED if self.by_unnamed == 0 => format!("{{ {} }}", names.join(", ")),
            _ => "\"optional\"".to_owned(),
        };
        (self.contradicting > 0).then(|| format!("required-in-responses = {value}"))
    }
}

/// Counts the examples of a description.
pub(super) fn contradictions(member: &Member) -> Contradictions {
    let api = &member.generated.api;
    let mut found = Contradictions::default();
    for example in examples(member) {
        let Some(ty) = output_type(&api.operations[example.operation].output, example.status) else { continue };
        if !(200..300).contains(&example.status) {
            continue;
        }
        let mut blamed = Checking::new(api).ty(ty, example.value);
        blamed.sort_unstable();
        blamed.dedup();
        found.contradictable += 1;
        found.contradicting += usize::from(!blamed.is_empty());
        for schema in blamed {
            match schema {
                Some(schema) => *found.by_schema.entry(schema.to_owned()).or_default() += 1,
                None => found.by_unnamed += 1,
            }
        }
    }
    found
}

/// How deep models are followed into each other.
const DEPTH: usize = 64;

/// A model is asked, not its schema: it knows which parts bring a property, and whose absence does no harm.
#[derive(Clone, Copy)]
struct Checking<'a> {
    api: &'a Api,
    depth: usize,
}

/// The component that a `required` stands in; none where it stands in no component.
type Blamed<'a> = Option<&'a str>;

impl<'a> Checking<'a> {
    fn new(api: &'a Api) -> Self {
        Self { api, depth: 0 }
    }

    /// Who requires what a value of a type lacks, for each lack.
    fn ty(self, ty: &'a Type, value: &Value) -> Vec<Blamed<'a>> {
        match (ty, value) {
            (Type::List(item) | Type::OneOrMany(item), Value::Array(items)) => {
                items.iter().flat_map(|value| self.ty(item, value)).collect()
            }
            (Type::Map(item), Value::Object(entries)) => {
                entries.values().flat_map(|value| self.ty(item, value)).collect()
            }
            (Type::OneOrMany(inner) | Type::Nullable(inner) | Type::Boxed(inner), value) => self.ty(inner, value),
            (Type::Named(name), value) => {
                let definition = self.api.definitions.iter().find(|definition| definition.name == *name);
                definition.filter(|_| self.depth < DEPTH).map_or_else(Vec::new, |definition| {
                    Self { depth: self.depth + 1, ..self }.definition(definition, value)
                })
            }
            (
                Type::List(_)
                | Type::Map(_)
                | Type::Boolean
                | Type::Integer
                | Type::Unsigned
                | Type::Number
                | Type::String
                | Type::UnixTime
                | Type::Library(_)
                | Type::Value
                | Type::StringOrInteger,
                _,
            ) => Vec::new(),
        }
    }

    fn definition(self, definition: &'a Definition, value: &Value) -> Vec<Blamed<'a>> {
        match (&definition.kind, value) {
            (Kind::Struct(object), Value::Object(values)) => self.object(object, values),
            (Kind::Union(union), value) => self.union(union, value),
            (Kind::Alias(ty) | Kind::Newtype(ty), value) => self.ty(ty, value),
            (Kind::Tuple(parts), Value::Array(values)) => {
                parts.iter().zip(values).flat_map(|(part, value)| self.ty(&part.ty, value)).collect()
            }
            (Kind::Struct(_) | Kind::StringEnum(_) | Kind::IntegerEnum(_) | Kind::Tuple(_), _) => Vec::new(),
        }
    }

    fn object(self, object: &'a Struct, values: &Map<String, Value>) -> Vec<Blamed<'a>> {
        let missing = object.fields.iter().filter(|field| is_required(field) && !values.contains_key(&field.wire));
        let mut blamed: Vec<Blamed<'a>> = missing.flat_map(|field| field.required_in.iter().map(component)).collect();
        for (name, value) in values {
            let field = object.fields.iter().find(|field| field.wire == *name).map(|field| &field.ty);
            let ty = field.or(object.additional.as_ref().map(|(_, ty)| ty));
            blamed.extend(ty.into_iter().flat_map(|ty| self.ty(ty, value)));
        }
        blamed
    }

    /// The variant that its tag leads to; without a tag, the one that it lacks the least of.
    fn union(self, union: &'a Union, value: &Value) -> Vec<Blamed<'a>> {
        let tag = union.discriminator.as_ref().map(|property| value.get(property).map(Scalar::of));
        let is_meant =
            |tags: &[Scalar]| tag.as_ref().is_none_or(|tag| tag.as_ref().is_some_and(|tag| tags.contains(tag)));
        let variants = union.variants.iter().filter(|variant| is_meant(&variant.tags));
        variants.map(|variant| self.ty(&variant.ty, value)).min_by_key(Vec::len).unwrap_or_default()
    }
}

/// Whether a model cannot do without a field.
fn is_required(field: &Field) -> bool {
    match field.presence {
        Presence::Required | Presence::RequiredNullable => true,
        Presence::Optional | Presence::OptionalNullable => false,
    }
}

/// The component schema that a place is in.
fn component(place: &Pointer) -> Blamed<'_> {
    place.component("schemas").map(|(name, _)| name)
}

#[cfg(test)]
mod tests {
    use intercom_codegen::{Input, Settings, Source, Tags, generate};

    use super::*;

    /// What the examples of a description contradict, under these settings.
    fn told(text: &str, settings: &str) -> Contradictions {
        let settings: Settings = toml::from_str(settings).expect("they are settings");
        let description = Source::new("spec.yaml", text);
        let input = Input { description, overlays: Vec::new(), tags: Tags::All, origin: "spec.yaml".to_owned() };
        let document = intercom_codegen::document(&input, &settings).expect("it is a description");
        let generated = generate(&input, &settings).expect("a client can be generated");
        contradictions(&Member { row: 0, package: String::new(), document, generated })
    }

    /// A description whose response has this schema and example, beside components.
    fn description(schema: &str, example: &str) -> String {
        format!(
            "openapi: 3.0.3\ninfo: {{title: Test, version: '1'}}\npaths:\n  /a:\n    get:\n      responses:\n        '200':\n          \
             description: A.\n          content:\n            application/json:\n              schema: {schema}\n              \
             example: {example}\n{COMPONENTS}"
        )
    }

    const COMPONENTS: &str = "\
components:
  schemas:
    Pet:
      type: object
      required: [name, secret, nowhere]
      properties:
        name: {type: string}
        secret: {type: string, writeOnly: true}
        friends: {type: array, items: {$ref: '#/components/schemas/Pet'}}
        home: {type: object, required: [street], properties: {street: {type: string}}}
        toys: {type: object, additionalProperties: {$ref: '#/components/schemas/Toy'}}
    Toy:
      oneOf:
      - {type: object, required: [ball, size], properties: {ball: {type: integer}, size: {type: integer}}}
      - {type: object, required: [mouse], properties: {mouse: {type: integer}}}
    Cat:
      allOf:
      - {$ref: '#/components/schemas/Pet'}
      - {type: object, required: [lives, home], properties: {lives: {type: integer}}}
    Named/Tame:
      allOf:
      - {$ref: '#/components/schemas/Cat'}
      - {type: object, required: [name]}
";

    /// Which schemas are to blame, and that what is proposed is enough.
    #[track_caller]
    fn check(schema: &str, example: &str, expected: &[&str], setting: &str) {
        let text = description(schema, example);
        let found = told(&text, "");
        assert_eq!(found.by_schema.keys().collect::<Vec<_>>(), expected, "{example}");
        let proposed = found.setting().unwrap_or_default();
        assert_eq!(proposed, setting, "{example}");
        assert_eq!((told(&text, &proposed).contradicting, found.contradictable), (0, 1), "{example}");
    }

    #[track_caller]
    fn check_cat(example: &str, expected: &[&str]) {
        let names: Vec<String> = expected.iter().map(|name| format!("{name:?} = \"optional\"")).collect();
        let setting = format!("required-in-responses = {{ {} }}", names.join(", "));
        let setting = if expected.is_empty() { String::new() } else { setting };
        check("{$ref: '#/components/schemas/Cat'}", example, expected, &setting);
    }

    #[test]
    fn what_is_required_may_be_missing_anywhere() {
        check_cat("{name: a, lives: 7, home: {street: b}}", &[]);
        check_cat("{name: a, home: {street: b}}", &["Cat"]);
        check_cat("{name: a, lives: 7, home: {}}", &["Pet"]);
        check_cat("{name: a, lives: 7, home: {street: b}, friends: [{name: b}, {}]}", &["Pet"]);
        check_cat("{name: a, lives: 7, home: {street: b}, toys: {x: {mouse: 1}, y: {ball: 1}}}", &["Toy"]);
    }

    #[test]
    fn the_part_is_to_blame_that_requires_it_wherever_it_is_declared() {
        check_cat("{lives: 7, home: {street: b}}", &["Pet"]);
        check_cat("{name: a, lives: 7}", &["Cat"]);
        let tame = "{$ref: '#/components/schemas/Named~1Tame'}";
        let both = "required-in-responses = { \"Named/Tame\" = \"optional\", \"Pet\" = \"optional\" }";
        check(tame, "{lives: 7, home: {street: b}}", &["Named/Tame", "Pet"], both);
    }

    #[test]
    fn what_no_name_can_be_set_for_is_proposed_for_all() {
        let all = "required-in-responses = \"optional\"";
        let schema = "{type: object, required: [id, cat], properties: {id: {type: string}, cat: {$ref: \
                      '#/components/schemas/Cat'}}}";
        check(schema, "{cat: {name: a, home: {street: b}}}", &["Cat"], all);
        check(
            schema,
            "{id: x, cat: {name: a, home: {street: b}}}",
            &["Cat"],
            "required-in-responses = { \"Cat\" = \"optional\" }",
        );
        check(schema, "{cat: {name: a, lives: 7, home: {street: b}}}", &[], all);
    }

    #[test]
    fn few_schemas_are_named_and_many_are_not() {
        let of = |names: &[&str]| Contradictions {
            contradicting: 2,
            contradictable: 3,
            by_schema: names.iter().map(|name| ((*name).to_owned(), 1)).collect(),
            by_unnamed: 0,
        };
        let words =
            "required: 2 of 3 examples lack what their schemas require; if responses do, set `required-in-responses = ";
        let few = format!("{words}{{ \"a\" = \"optional\", \"b c\" = \"optional\" }}`");
        assert_eq!(of(&["a", "b c"]).proposal(), Some(few));
        assert_eq!(of(&["a", "b", "c", "d", "e", "f"]).proposal(), Some(format!("{words}\"optional\"`")));
        assert_eq!(of(&[]).proposal(), Some(format!("{words}\"optional\"`")));
        assert_eq!(Contradictions::default().proposal(), None);
    }
}
