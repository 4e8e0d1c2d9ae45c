//! Lists and objects: the sum of what is explained within them.

use serde::ser::{self, Serialize};
use serde_json::Value;

use super::{Explain, Stop};

/// The items of a list, compared one by one.
pub(super) struct Items<'v> {
    rest: std::slice::Iter<'v, Value>,
    explained: usize,
}

impl<'v> Items<'v> {
    pub(super) fn of(value: Option<&'v Value>) -> Self {
        let (rest, explained) = match value {
            Some(Value::Array(items)) => (items.iter(), usize::from(items.is_empty())),
            _ => ([].iter(), 0),
        };
        Self { rest, explained }
    }

    fn item<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Stop> {
        self.explained += item.serialize(Explain(self.rest.next()))?;
        Ok(())
    }
}

impl ser::SerializeSeq for Items<'_> {
    type Ok = usize;
    type Error = Stop;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Stop> {
        self.item(item)
    }

    fn end(self) -> Result<usize, Stop> {
        Ok(self.explained)
    }
}

impl ser::SerializeTuple for Items<'_> {
    type Ok = usize;
    type Error = Stop;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Stop> {
        self.item(item)
    }

    fn end(self) -> Result<usize, Stop> {
        Ok(self.explained)
    }
}

/// The fields of an object, compared one by one.
pub(super) struct Fields<'v> {
    fields: Option<&'v serde_json::Map<String, Value>>,
    key: Option<String>,
    explained: usize,
}

impl<'v> Fields<'v> {
    pub(super) fn of(value: Option<&'v Value>) -> Self {
        let fields = value.and_then(Value::as_object);
        let explained = usize::from(fields.is_some_and(|fields| fields.is_empty()));
        Self { fields, key: None, explained }
    }

    fn field<T: Serialize + ?Sized>(&mut self, key: &str, field: &T) -> Result<(), Stop> {
        let value = self.fields.and_then(|fields| fields.get(key));
        self.explained += field.serialize(Explain(value))?;
        Ok(())
    }
}

impl ser::SerializeStruct for Fields<'_> {
    type Ok = usize;
    type Error = Stop;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, field: &T) -> Result<(), Stop> {
        self.field(key, field)
    }

    fn end(self) -> Result<usize, Stop> {
        Ok(self.explained)
    }
}

impl ser::SerializeMap for Fields<'_> {
    type Ok = usize;
    type Error = Stop;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Stop> {
        match serde_json::to_value(key) {
            Ok(Value::String(key)) => self.key = Some(key),
            Ok(key) => self.key = Some(key.to_string()),
            Err(_) => return Err(Stop),
        }
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, field: &T) -> Result<(), Stop> {
        let key = self.key.take().ok_or(Stop)?;
        self.field(&key, field)
    }

    fn end(self) -> Result<usize, Stop> {
        Ok(self.explained)
    }
}
