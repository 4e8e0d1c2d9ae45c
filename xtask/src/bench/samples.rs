//! Numbers that were measured several times.

use serde::Serialize;

use super::measure::Usage;

/// What was measured in each round; never empty.
#[derive(Clone, Debug)]
pub(super) struct Samples(Vec<f64>);

/// A measured number as it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(super) struct Summary {
    pub minimum: f64,
    pub median: f64,
}

impl Samples {
    /// One number of each run.
    pub(super) fn of(runs: &[Usage], number: fn(&Usage) -> f64) -> Self {
        Self(runs.iter().map(number).collect())
    }

    /// What is the same in every round, as a count is.
    pub(super) fn count(count: usize) -> Self {
        Self(vec![count as f64])
    }

    pub(super) fn new(numbers: Vec<f64>) -> Self {
        Self(numbers)
    }

    pub(super) fn summary(&self) -> Summary {
        Summary { minimum: self.0.iter().copied().fold(f64::INFINITY, f64::min), median: median(&self.0) }
    }

    /// The median of the ratios of each round: what slows down a round slows down both.
    pub(super) fn ratio_to(&self, other: &Self) -> f64 {
        median(&self.0.iter().zip(&other.0).map(|(own, other)| own / other).collect::<Vec<_>>())
    }
}

/// The one in the middle, or the mean of the two in the middle.
fn median(numbers: &[f64]) -> f64 {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    let (low, high) = ((sorted.len().max(1) - 1) / 2, sorted.len() / 2);
    match (sorted.get(low), sorted.get(high)) {
        (Some(low), Some(high)) => f64::midpoint(*low, *high),
        _ => f64::NAN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minimum_and_median() {
        assert_eq!(Samples::new(vec![5.0, 1.0, 3.0]).summary(), Summary { minimum: 1.0, median: 3.0 });
        assert_eq!(Samples::new(vec![4.0, 1.0, 3.0, 2.0]).summary(), Summary { minimum: 1.0, median: 2.5 });
    }

    #[test]
    fn ratios_are_taken_round_by_round() {
        // The second round was slow for both.
        let ours = Samples::new(vec![1.0, 10.0, 1.0]);
        let other = Samples::new(vec![2.0, 20.0, 4.0]);
        assert_eq!(ours.ratio_to(&other), 0.5);
    }
}
