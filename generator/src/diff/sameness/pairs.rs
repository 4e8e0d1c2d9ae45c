//! Pairs: one thing of either side.

use std::collections::BTreeMap;

/// One thing of either side: as the older client has it, and as the newer one.
pub(crate) type Pair<'a, T> = (&'a T, &'a T);

/// Takes out of both lists what has the same key, where nothing else in either list has it.
pub(crate) fn take_pairs<T: Clone + PartialEq, K: Ord>(
    before: &mut Vec<T>,
    after: &mut Vec<T>,
    key_before: impl Fn(&T) -> K,
    key_after: impl Fn(&T) -> K,
) -> Vec<(T, T)> {
    // [a1, b1, b2], [a1', b1'] by letter -> (a1, a1'); of two that are alike, nobody knows which one it is.
    let mut keys: BTreeMap<K, (Vec<T>, Vec<T>)> = BTreeMap::new();
    before.iter().for_each(|item| keys.entry(key_before(item)).or_default().0.push(item.clone()));
    after.iter().for_each(|item| keys.entry(key_after(item)).or_default().1.push(item.clone()));
    let mut pairs = Vec::new();
    for candidates in keys.into_values() {
        if let ([one], [other]) = (candidates.0.as_slice(), candidates.1.as_slice()) {
            before.retain(|item| item != one);
            after.retain(|item| item != other);
            pairs.push((one.clone(), other.clone()));
        }
    }
    pairs
}
