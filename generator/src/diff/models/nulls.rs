//! Schemas that may be null on one side only, and what holds them.

use std::collections::BTreeSet;

use crate::{
    diff::{
        change::{
            finding::Finding,
            impact::stop_compiling,
            item::{Item, RustChange},
            rust,
            spot::Spot,
        },
        comparison::Comparison,
        rules,
        sameness::pairs::Pair,
    },
    ir::{BodyKind, Definition, Field, Kind, Operation, Output, Parameter, Part, Type, UnionVariant},
    naming::TypeName,
};

/// A type of either side, each with the item of Rust that has it, and whether it might be null before as it may now.
#[derive(Clone, Debug)]
struct Holder<'a> {
    before: (&'a Type, Item),
    after: (&'a Type, Item),
    is_as_null: bool,
}

impl<'a> Holder<'a> {
    fn new(before: (&'a Type, Item), after: (&'a Type, Item)) -> Self {
        let is_nullable = |ty: &Type| ty.parts().any(|part| matches!(part, Type::Nullable(_)));
        let is_as_null = is_nullable(before.0) && is_nullable(after.0);
        Self { before, after, is_as_null }
    }

    fn holds(&self, (old, new): Pair<'_, Definition>) -> bool {
        self.before.0.name() == Some(&old.name) && self.after.0.name() == Some(&new.name)
    }

    /// Whether it is another type now. Of a field, the presence says it, too.
    fn is_other(&self) -> bool {
        let (before, after) = (&self.before.1, &self.after.1);
        skeleton(self.before.0) != skeleton(self.after.0) || (before.is_field() && before.signature != after.signature)
    }
}

/// A schema that may be null makes nullable whatever holds it. Runs when all that is the same is known.
pub(crate) fn compare_nulls<'a>(comparison: &mut Comparison<'a>) {
    let wanted: BTreeSet<&TypeName> = comparison.later.nulls.iter().map(|((old, _), _)| &old.name).collect();
    let holders = if wanted.is_empty() { Vec::new() } else { holders(comparison, &wanted) };
    for ((old, new), spot) in std::mem::take(&mut comparison.later.nulls) {
        compare_null(comparison, (old, new), &holders, &spot);
    }
}

fn compare_null<'a>(
    comparison: &mut Comparison<'a>,
    (old, new): Pair<'a, Definition>,
    holders: &[Holder<'a>],
    spot: &Spot,
) {
    // Pet {nullable} -> Pet: `Cat.friend: Option<Pet>` -> `Pet`, so Rust changes; a body that is a Pet: nothing changes.
    let holders: Vec<&Holder<'a>> = holders.iter().filter(|holder| holder.holds((old, new))).collect();
    let found = holders.iter().filter(|holder| holder.is_other());
    let rust: Vec<RustChange> = found
        .map(|holder| RustChange { before: Some(holder.before.1.clone()), after: Some(holder.after.1.clone()) })
        .collect();
    let is_moved = !holders.is_empty() && holders.iter().all(|holder| holder.is_as_null);
    let finding = Finding::at(Some(&old.place), Some(&new.place)).rusts(&rust);
    let rule = match (stop_compiling(&finding.rust, spot.usage), new.nullable) {
        (true, _) => &rules::SCHEMA_NULL_IN_FIELDS,
        (false, _) if is_moved => &rules::SCHEMA_NULL_MOVED,
        (false, true) => &rules::SCHEMA_BECAME_NULLABLE,
        (false, false) => &rules::SCHEMA_NO_LONGER_NULLABLE,
    };
    comparison.tell(rule, spot, finding);
}

/// All that has one of these types, where both clients have it.
fn holders<'a>(comparison: &Comparison<'a>, wanted: &BTreeSet<&TypeName>) -> Vec<Holder<'a>> {
    let mut holders = Vec::new();
    for (one, other) in comparison.known.pairs() {
        if let (Some(old), Some(new)) =
            (comparison.before.definitions.get(one), comparison.after.definitions.get(other))
        {
            holders.extend(definition_holders(comparison, (old, new), wanted));
        }
    }
    for &(one, other) in &comparison.operations.pairs {
        holders.extend(operation_holders(
            comparison,
            &comparison.before.api.operations[one],
            &comparison.after.api.operations[other],
        ));
    }
    if let (Some(before), Some(after)) = (&comparison.before.api.error.ty, &comparison.after.api.error.ty) {
        let items = (rust::error_body(Some(before)), rust::error_body(Some(after)));
        holders.push(Holder::new((before, items.0), (after, items.1)));
    }
    holders
}

fn operation_holders<'a>(comparison: &Comparison<'a>, old: &'a Operation, new: &'a Operation) -> Vec<Holder<'a>> {
    let mut holders = Vec::new();
    for one in &old.parameters {
        let same = |other: &&Parameter| (other.location, &other.wire) == (one.location, &one.wire);
        if let Some(other) = new.parameters.iter().find(same) {
            let items =
                (rust::parameter(comparison.before.api, old, one), rust::parameter(comparison.after.api, new, other));
            holders.push(Holder::new((&one.ty, items.0), (&other.ty, items.1)));
        }
    }
    if let (Some(one), Some(other)) = (&old.body, &new.body)
        && let (
            BodyKind::Json(before, _) | BodyKind::Form(before, _),
            BodyKind::Json(after, _) | BodyKind::Form(after, _),
        ) = (&one.kind, &other.kind)
    {
        let items = (rust::body(comparison.before.api, old, one), rust::body(comparison.after.api, new, other));
        holders.push(Holder::new((before, items.0), (after, items.1)));
    }
    match (&old.output, &new.output) {
        (Output::Json(before) | Output::JsonOrText(before), Output::Json(after) | Output::JsonOrText(after)) => {
            let items = (rust::method(comparison.before.api, old), rust::method(comparison.after.api, new));
            holders.push(Holder::new((before, items.0), (after, items.1)));
        }
        (Output::ByStatus { name: one, variants: before }, Output::ByStatus { name: other, variants: after }) => {
            for variant in before {
                let Some(same) = after.iter().find(|same| same.status == variant.status) else { continue };
                if let (
                    Output::Json(before) | Output::JsonOrText(before),
                    Output::Json(after) | Output::JsonOrText(after),
                ) = (&variant.output, &same.output)
                {
                    let items = (rust::output_variant(one, variant), rust::output_variant(other, same));
                    holders.push(Holder::new((before, items.0), (after, items.1)));
                }
            }
        }
        (_, _) => {}
    }
    holders
}

/// What a definition is made of.
fn definition_holders<'a>(
    comparison: &Comparison<'a>,
    (old, new): Pair<'a, Definition>,
    wanted: &BTreeSet<&TypeName>,
) -> Vec<Holder<'a>> {
    let is_wanted = |ty: &Type| ty.name().is_some_and(|name| wanted.contains(name));
    match (&old.kind, &new.kind) {
        (Kind::Struct(before), Kind::Struct(after)) => {
            let same = |field: &'a Field| Some((field, after.fields.iter().find(|same| same.wire == field.wire)?));
            let fields = before.fields.iter().filter(|field| is_wanted(&field.ty));
            let fields = fields.filter_map(same).map(|(field, same)| {
                let items = (rust::field(&old.name, field), rust::field(&new.name, same));
                let holder = Holder::new((&field.ty, items.0), (&same.ty, items.1));
                let is_nullable = comparison.before.is_nullable(field) && comparison.after.is_nullable(same);
                Holder { is_as_null: holder.is_as_null || is_nullable, ..holder }
            });
            let maps = before.additional.iter().zip(&after.additional).map(|((one, held), (other, holds))| {
                Holder::new((held, rust::map(&old.name, one, held)), (holds, rust::map(&new.name, other, holds)))
            });
            fields.chain(maps).collect()
        }
        (Kind::Union(before), Kind::Union(after)) => {
            let same = |variant: &'a UnionVariant| {
                Some((variant, after.variants.iter().find(|same| same.name == variant.name)?))
            };
            let variants = before.variants.iter().filter_map(same).map(|(variant, same)| {
                let item = |owner, variant: &UnionVariant| rust::member(owner, &variant.name, Some(&variant.ty));
                Holder::new((&variant.ty, item(&old.name, variant)), (&same.ty, item(&new.name, same)))
            });
            variants.collect()
        }
        (Kind::Tuple(before), Kind::Tuple(after)) => {
            let parts = before.iter().zip(after).enumerate();
            let parts = parts.map(|(index, (part, same))| {
                let item = |owner, part: &Part| rust::member(owner, &index, Some(&part.ty));
                Holder::new((&part.ty, item(&old.name, part)), (&same.ty, item(&new.name, same)))
            });
            parts.collect()
        }
        (Kind::Alias(before), Kind::Alias(after)) | (Kind::Newtype(before), Kind::Newtype(after)) => {
            vec![Holder::new((before, rust::definition(old)), (after, rust::definition(new)))]
        }
        (_, _) => Vec::new(),
    }
}

/// What stands around the definition in a type.
fn skeleton(ty: &Type) -> Vec<std::mem::Discriminant<Type>> {
    ty.parts().map(std::mem::discriminant).collect()
}
