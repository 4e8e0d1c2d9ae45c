//! How far a run is.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// A bar for so many steps, on the standard error; hidden where that is no terminal.
pub(super) fn progress(steps: usize) -> ProgressBar {
    let style =
        ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}").unwrap_or_else(|_| ProgressStyle::default_bar());
    let progress = ProgressBar::new(steps as u64).with_style(style);
    progress.enable_steady_tick(Duration::from_millis(200));
    progress
}
