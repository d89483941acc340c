//! What could not be used, told as it is found, without drowning the reader.

use crate::out;

/// How many are told one by one.
const SHOWN_MAX: u64 = 20;

#[derive(Debug, Default)]
pub struct Complaints {
    count: u64,
}

impl Complaints {
    /// Tells that a row could not be used.
    pub fn tell(&mut self, file: &str, line: u64, why: &str) {
        self.count += 1;
        if self.count <= SHOWN_MAX {
            // Each row is parsed as one line of its own; the file's line is the one that matters.
            let why = why.replace(" at line 1 column ", " at column ");
            out::note(&format!("{file}:{line}: {}", out::tame(&why)));
        }
    }

    pub fn count(&self) -> u64 {
        self.count
    }

    /// Says how many there were besides those told.
    pub fn close(&self) {
        if let Some(more @ 1..) = self.count.checked_sub(SHOWN_MAX) {
            out::note(&format!("… and {more} more lines that could not be used"));
        }
    }
}
