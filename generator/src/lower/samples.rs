//! A sample of each operation's call, for its docs: its arguments as the description's examples have them, else plausible ones.

mod arguments;
mod fits;
mod known;
mod texts;
mod values;

use self::{
    arguments::{argument, body_arguments},
    values::Values,
};
use crate::ir::{Api, Expression, Kind, Operation, Sample};

/// Gives each operation a sample, with each kind of body. One that asks for a value that there is none of, since each holds another one,
/// or for one of more models than anybody reads, has no sample. Nothing else asks for the examples, which are no part of what the client is.
pub(super) fn samples(api: &mut Api) {
    let values = Values::new(&api.definitions);
    let of_kinds = |operation: &Operation| operation.kinds().map(|kind| sample(&values, kind)).collect::<Vec<_>>();
    let samples: Vec<Vec<Option<Sample>>> = api.operations.iter().map(of_kinds).collect();
    for (operation, samples) in api.operations.iter_mut().zip(samples) {
        let mut samples = samples.into_iter();
        operation.sample = samples.next().flatten();
        for (other, sample) in operation.others.iter_mut().zip(samples) {
            other.sample = sample;
        }
    }
    forget_examples(api);
}

fn forget_examples(api: &mut Api) {
    fn of(operation: &mut Operation) {
        operation.parameters.iter_mut().for_each(|parameter| parameter.example = None);
        operation.body.iter_mut().for_each(|body| body.example = None);
        operation.others.iter_mut().for_each(of);
    }
    api.operations.iter_mut().for_each(of);
    for definition in &mut api.definitions {
        definition.example = None;
        if let Kind::Struct(object) = &mut definition.kind {
            object.fields.iter_mut().for_each(|field| field.example = None);
        }
    }
}

fn sample(values: &Values<'_>, operation: &Operation) -> Option<Sample> {
    let required = operation.parameters.iter().filter(|parameter| parameter.required);
    let mut arguments: Vec<Expression> =
        required.map(|parameter| argument(values, parameter)).collect::<Option<_>>()?;
    let body = operation.body.as_ref().map(|body| (body.required, body_arguments(values, body)));
    match body {
        Some((true, written)) => arguments.extend(written?),
        Some((false, written)) => return Some(Sample { arguments, body: written.unwrap_or_default() }),
        None => {}
    }
    Some(Sample { arguments, body: Vec::new() })
}
