//! A progress bar for long reads, where somebody watches.

use std::io::IsTerminal as _;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Input;

/// Shorter reads are over before a bar is seen.
const BYTES_MIN: u64 = 8 * 1024 * 1024;

/// A bar over the bytes of `inputs`; a silent one when nobody watches.
pub fn bar(inputs: &[Input]) -> ProgressBar {
    let bytes: u64 = inputs.iter().filter_map(Input::bytes).sum();
    if bytes < BYTES_MIN || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:30} {bytes}/{total_bytes} {bytes_per_sec} {eta} left {msg}");
    let bar = ProgressBar::with_draw_target(Some(bytes), ProgressDrawTarget::stderr());
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
