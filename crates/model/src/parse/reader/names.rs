//! Names: what can be one, and which one was probably meant.

use crate::limits::{ENTRIES_MAX, NAME_CHARS_MAX};

pub(super) fn singular(section: &str) -> &str {
    match section {
        "support" => "support level",
        plural => plural.strip_suffix('s').unwrap_or(plural),
    }
}

/// Why a text cannot be a name; none if it can.
pub(in crate::parse) fn name_fault(name: &str) -> Option<&'static str> {
    if name.is_empty() {
        Some("it is empty")
    } else if name.len() > NAME_CHARS_MAX {
        Some("it has more than 64 characters")
    } else if !name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_' || b == b'-') {
        Some("only small letters, digits, '_' and '-' may be in it")
    } else if !name.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit()) {
        Some("it must begin with a letter or digit")
    } else {
        None
    }
}

/// At most 80 characters of it, for messages.
pub(in crate::parse) fn clip(text: &str) -> String {
    const MOST: usize = 80;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    text.chars().take(MOST).chain(std::iter::once('…')).collect()
}

/// Names, up to 30 of them.
pub(super) fn listing(names: &[&str]) -> String {
    const MOST: usize = 30;
    let shown = names.iter().take(MOST).map(|name| clip(name)).collect::<Vec<_>>().join(", ");
    if names.len() > MOST { format!("{shown} and {} more", names.len() - MOST) } else { shown }
}

/// The known name that was probably meant.
pub(in crate::parse) fn nearest<'k>(name: &str, known: &[&'k str]) -> Option<&'k str> {
    if name.len() > NAME_CHARS_MAX || known.len() > ENTRIES_MAX {
        return None;
    }
    let name = name.to_lowercase();
    let near = |candidate: &str| candidate.len().abs_diff(name.len()) <= name.len() / 3 + 2;
    known
        .iter()
        .filter(|candidate| candidate.len() <= NAME_CHARS_MAX && near(candidate))
        .map(|candidate| (strsim::damerau_levenshtein(&name, &candidate.to_lowercase()), *candidate))
        .filter(|(distance, candidate)| *distance <= candidate.chars().count().max(name.chars().count()) / 3 + 1)
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, candidate)| *distance < candidate.chars().count())
        .map(|(_, candidate)| candidate)
}
