//! What the program says: results on standard output, everything else on standard error.

use std::io::{self, Write as _};

/// Prints a result. A closed pipe is an error, which ends the program quietly.
pub fn print(text: &str) -> io::Result<()> {
    print_bytes(format!("{}\n", text.trim_end_matches('\n')).as_bytes())
}

/// Prints what a program that stays has to say. It goes on if nobody listens.
pub fn announce(text: &str) {
    let _ = print(text);
}

/// Prints bytes that are not text, as they are.
pub fn print_bytes(bytes: &[u8]) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(bytes)?;
    stdout.flush()
}

/// Text of unknown origin for a terminal: no control character of it reaches the screen.
pub fn tame(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { '\u{fffd}' } else { letter }).collect()
}

/// Says something beside the result. If even that cannot be written there is nobody to tell.
pub fn note(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}
