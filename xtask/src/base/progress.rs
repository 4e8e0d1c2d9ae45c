//! How far a run is: a bar on a terminal, and what each step has come to; elsewhere a line for each step.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// How often a bar is drawn anew, whatever happens.
const TICK: Duration = Duration::from_millis(200);

/// A run of so many steps. It speaks on the standard error, so that the standard output has nothing but results.
#[derive(Debug)]
pub(crate) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// A run of this many steps.
    pub(crate) fn of(steps: usize) -> Self {
        Self::with("{bar:30} {pos}/{len} {msg}", ProgressBar::new(steps as u64))
    }

    /// A run that nobody knows the steps of.
    pub(crate) fn open() -> Self {
        Self::with("{spinner} {elapsed} {msg}", ProgressBar::new_spinner())
    }

    fn with(template: &str, bar: ProgressBar) -> Self {
        let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        bar.set_style(style);
        bar.enable_steady_tick(TICK);
        Self { bar }
    }

    /// Shows on a terminal what is under way.
    pub(crate) fn begins(&self, what: &str) {
        self.bar.set_message(what.to_owned());
    }

    /// Shows on a terminal how many steps are done, where something else counts them.
    pub(crate) fn reaches(&self, steps: usize) {
        self.bar.set_position(steps as u64);
    }

    /// A step is done, and has come to this: a line that stays.
    pub(crate) fn done(&self, line: &str) {
        self.bar.inc(1);
        match self.bar.length() {
            Some(steps) => self.tells(&format!("{}/{steps} {line}", self.bar.position())),
            None => self.tells(line),
        }
    }

    /// A line that stays, above the bar on a terminal.
    pub(crate) fn tells(&self, line: &str) {
        if self.is_seen() {
            self.bar.println(line);
        } else {
            eprintln!("{line}");
        }
    }

    /// Takes the bar away.
    pub(crate) fn ends(&self) {
        self.bar.finish_and_clear();
    }

    /// Whether a terminal shows the bar.
    pub(crate) fn is_seen(&self) -> bool {
        !self.bar.is_hidden()
    }
}

/// The bar goes with the run, however that ends.
impl Drop for Progress {
    fn drop(&mut self) {
        self.ends();
    }
}
