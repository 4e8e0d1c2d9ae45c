//! Makes descriptions by the tables of the specification: most are such as somebody might write, and each has something that nobody
//! would.

use std::collections::BTreeMap;

use arbitrary::{Result, Unstructured};
use serde_json::{Map, Value, json};

use super::{
    fields::{Field, Holds, Keys, Object},
    objects::ROOT,
    schemas::SCHEMA,
    words,
};

/// How often each field of each object was made: `Schema Object: minLength` -> 12.
pub(super) type Counts = BTreeMap<String, u64>;

/// How deep objects stand in each other before only what they must have is made.
const DEPTH: usize = 9;

/// How many components of a kind there may be.
const COMPONENTS: u8 = 4;

/// What all kinds of components are called; those of two kinds may have one name.
const COMPONENT_NAMES: [&str; 4] = ["Pet", "pet", "Shop", "a-b.c"];

const SCHEMES: [&str; 3] = ["bearer", "key", "Pet"];

/// Makes a description.
///
/// # Errors
///
/// None: bytes that run out are zeros.
pub(super) fn description(bytes: &mut Unstructured<'_>, counts: &mut Counts) -> Result<Value> {
    // Half of them are of 3.2, which has most fields.
    let version = bytes.int_in_range(0..=3_u8)?.min(2);
    let is_sloppy = bytes.ratio(1_u8, 4)?;
    let mut maker = Maker { bytes, counts, version, is_sloppy, depth: 0 };
    let mut document = maker.object(&ROOT)?;
    let number = match version {
        0 => "3.0.4",
        1 => "3.1.1",
        _ => "3.2.0",
    };
    document.as_object_mut().map(|root| root.insert("openapi".to_owned(), json!(number)));
    Ok(document)
}

/// The state of one description.
struct Maker<'m, 'b> {
    bytes: &'m mut Unstructured<'b>,
    counts: &'m mut Counts,
    version: u8,
    /// Whether it has slips, of which one is enough for the whole to be refused.
    is_sloppy: bool,
    depth: usize,
}

impl Maker<'_, '_> {
    fn object(&mut self, object: &'static Object) -> Result<Value> {
        let mut made = Map::new();
        let there = object.fields.iter().filter(|field| (field.versions.0..=field.versions.1).contains(&self.version));
        let (required, optional): (Vec<&'static Field>, Vec<&'static Field>) =
            there.partition(|field| field.is_required);
        // There is one root, and little room deep below it.
        let (least, most) = match self.depth {
            0 => (optional.len() / 2, optional.len()),
            1..DEPTH => (0, optional.len().min(6)),
            _ => (0, 1),
        };
        for _ in 0..self.bytes.int_in_range(least..=most)? {
            let field = self.bytes.choose(&optional)?;
            self.field(object, field, &mut made)?;
        }
        // They come last, since what they hold may take all choices that there are.
        for field in required {
            // Once in a while somebody leaves it out.
            if !self.slips(100)? {
                self.field(object, field, &mut made)?;
            }
        }
        match object.name {
            "Schema Object" => self.fit(&mut made)?,
            "Parameter Object" if !self.is_sloppy => self.restyle(&mut made)?,
            _ => {}
        }
        Ok(Value::Object(made))
    }

    fn field(&mut self, object: &Object, field: &'static Field, made: &mut Map<String, Value>) -> Result<()> {
        self.depth += 1;
        let value = if self.slips(120)? { words::json_value(self.bytes, 1)? } else { self.value(&field.holds)? };
        self.depth -= 1;
        *self.counts.entry(format!("{}: {}", object.name, field.name)).or_default() += 1;
        made.insert(field.name.to_owned(), value);
        Ok(())
    }

    /// Whether something slips here, as one in so many does where somebody is sloppy.
    fn slips(&mut self, of: u8) -> Result<bool> {
        Ok(self.is_sloppy && self.bytes.ratio(1, of)?)
    }

    /// Gives a schema the type that its keywords are for, as a rule.
    fn fit(&mut self, made: &mut Map<String, Value>) -> Result<()> {
        if self.bytes.ratio(1_u8, 5)? {
            return Ok(());
        }
        let ty = match made {
            _ if made.contains_key("properties") || made.contains_key("additionalProperties") => "object",
            _ if made.contains_key("items") => "array",
            _ if made.contains_key("maxLength") || made.contains_key("pattern") => "string",
            _ => return Ok(()),
        };
        made.insert("type".to_owned(), json!(ty));
        Ok(())
    }

    /// Gives a parameter one of the styles that there are where it stands.
    fn restyle(&mut self, made: &mut Map<String, Value>) -> Result<()> {
        let styles: &[&str] = match made.get("in").and_then(Value::as_str) {
            Some("query") => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
            Some("header") => &["simple"],
            _ => &["form"],
        };
        if let Some(style) = made.get_mut("style") {
            *style = json!(words::one(self.bytes, styles)?);
        }
        Ok(())
    }

    fn value(&mut self, holds: &'static Holds) -> Result<Value> {
        Ok(match holds {
            Holds::Text => json!(words::text(self.bytes)?),
            Holds::Url => json!(words::url(self.bytes)?),
            Holds::Boolean => json!(self.bytes.ratio(2_u8, 3)?),
            Holds::Count => json!(self.bytes.int_in_range(0..=10_u32)?),
            Holds::Number => {
                Some(words::number(self.bytes)?).filter(|it| it.is_number() || self.is_sloppy).unwrap_or(json!(7))
            }
            Holds::Json => words::json_value(self.bytes, 3)?,
            Holds::Name => json!(words::name(self.bytes)?),
            Holds::Names => self.list(3, |maker| Ok(json!(words::name(maker.bytes)?)))?,
            Holds::NameOfSchema => self.reference("schemas")?["$ref"].take(),
            Holds::Pattern => json!(words::pattern(self.bytes)?),
            Holds::Tags => self.list(2, |maker| Ok(json!(words::one(maker.bytes, &["Pets", "Shops", "A & B"])?)))?,
            Holds::Scopes => self.list(2, |maker| Ok(json!(words::one(maker.bytes, &["read", "write"])?)))?,
            Holds::TypeNames => self.types()?,
            Holds::Word(of) => json!(words::one(self.bytes, of)?),
            Holds::Is(object) => self.object(object)?,
            Holds::Component(object) => self.component(object)?,
            Holds::ListOf(item) => self.list(3, |maker| maker.value(item))?,
            Holds::KeyedBy(keys, value) => self.map(keys, value)?,
        })
    }

    fn list(&mut self, most: u8, mut item: impl FnMut(&mut Self) -> Result<Value>) -> Result<Value> {
        let count = self.bytes.int_in_range(0..=most)?;
        Ok(Value::Array((0..count).map(|_| item(self)).collect::<Result<_>>()?))
    }

    fn types(&mut self) -> Result<Value> {
        const TYPES: [&str; 7] = ["string", "object", "array", "integer", "number", "boolean", "null"];
        let known = if self.version == 0 { &TYPES[..6] } else { &TYPES };
        if self.version > 0 && self.bytes.ratio(1_u8, 4)? {
            return self.list(3, |maker| Ok(json!(words::one(maker.bytes, known)?)));
        }
        Ok(json!(words::one(self.bytes, known)?))
    }

    /// The object or a reference to a component of its kind; in 3.1, a schema may be a boolean.
    fn component(&mut self, object: &'static Object) -> Result<Value> {
        let is_schema = std::ptr::eq(object, &SCHEMA);
        if is_schema && (self.version > 0 || self.depth >= DEPTH) && self.bytes.ratio(1_u8, 20)? {
            return Ok(json!(self.bytes.ratio(2_u8, 3)?));
        }
        let kind = object.components.filter(|_| object.name != "Media Type Object" || self.version == 2);
        let Some(kind) = kind else { return self.object(object) };
        if self.depth < DEPTH && !self.bytes.ratio(1_u8, 3)? {
            return self.object(object);
        }
        let mut reference = self.reference(kind)?;
        // What stands beside it counts since 3.1, and is written before, too.
        if self.bytes.ratio(1_u8, 8)? {
            let described = words::text(self.bytes)?;
            reference.as_object_mut().map(|entries| entries.insert("description".to_owned(), json!(described)));
        }
        Ok(reference)
    }

    fn reference(&mut self, kind: &str) -> Result<Value> {
        let name = words::one(self.bytes, &COMPONENT_NAMES)?;
        let slip = if self.slips(50)? { self.bytes.int_in_range(0..=3_u8)? } else { 4 };
        Ok(match slip {
            0 => json!({"$ref": "#/components/schemas/nothing"}),
            1 => json!({"$ref": format!("other.yaml#/{name}")}),
            2 => json!({"$ref": "#"}),
            3 => json!({"$ref": format!("#/components/{kind}/{name}/properties/id")}),
            _ => json!({"$ref": format!("#/components/{kind}/{name}")}),
        })
    }

    fn map(&mut self, keys: &Keys, value: &'static Holds) -> Result<Value> {
        let mut made = Map::new();
        match keys {
            Keys::Components => {
                for name in &COMPONENT_NAMES[..usize::from(self.bytes.int_in_range(2..=COMPONENTS)?)] {
                    made.insert((*name).to_owned(), self.value(value)?);
                }
            }
            Keys::Schemes => {
                for name in &SCHEMES[..self.bytes.int_in_range(0..=SCHEMES.len())?] {
                    made.insert((*name).to_owned(), self.value(value)?);
                }
            }
            Keys::Paths => {
                for _ in 0..self.bytes.int_in_range(1..=4_u8)? {
                    let path = words::path(self.bytes)?;
                    let path = if path.starts_with('/') || self.is_sloppy { path } else { format!("/{path}") };
                    let item = self.value(value)?;
                    made.insert(path.clone(), self.with_parameters_of(&path, item)?);
                }
            }
            Keys::AnyName | Keys::Statuses | Keys::MediaTypes | Keys::Variables | Keys::Runtimes => {
                for _ in 0..self.bytes.int_in_range(0..=3_u8)? {
                    let key = match keys {
                        Keys::Statuses => words::status(self.bytes)?,
                        Keys::MediaTypes => words::media_type(self.bytes)?,
                        Keys::Variables => "region".to_owned(),
                        Keys::Runtimes => "{$request.body#/url}".to_owned(),
                        _ => words::name(self.bytes)?,
                    };
                    made.insert(key, self.value(value)?);
                }
            }
        }
        Ok(Value::Object(made))
    }

    /// A path item with a parameter for each that its path names, as a rule.
    fn with_parameters_of(&mut self, path: &str, mut item: Value) -> Result<Value> {
        if self.slips(30)? {
            return Ok(item);
        }
        let names = path.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name);
        let mut names: Vec<&str> = names.collect();
        names.dedup();
        let mut parameters = Vec::new();
        for name in names {
            let schema = self.component(&SCHEMA)?;
            parameters.push(json!({"name": name, "in": "path", "required": true, "schema": schema}));
        }
        if let Some(Value::Array(own)) = item.get_mut("parameters") {
            own.extend(parameters);
        } else if let Some(entries) = item.as_object_mut() {
            entries.insert("parameters".to_owned(), parameters.into());
        }
        Ok(item)
    }
}
