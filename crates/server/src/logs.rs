//! The log: one line an event, on standard error.

use tracing_subscriber::EnvFilter;

/// Commands that come back quickly only speak up when something is wrong.
pub const QUIET: &str = "warn";

/// Starts logging at `level`, which `Settings::validate` has approved. A second call changes nothing.
pub fn start(level: &str) {
    let filter = EnvFilter::try_new(level).unwrap_or_else(|_| EnvFilter::new("info"));
    let ansi = std::io::IsTerminal::is_terminal(&std::io::stderr());
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(ansi)
        .with_target(false)
        .try_init();
}
