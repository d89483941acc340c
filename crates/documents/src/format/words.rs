use std::borrow::Cow;

use kernel::Exact;
use unicode_segmentation::UnicodeSegmentation;

use super::quantity;

/// `10 numbers`, `1 number`, `50 GB`.
pub fn counted(count: Exact, singular: &str, plural: Option<&str>) -> String {
    format!("{} {}", quantity(count), unit(count, singular, plural))
}

/// The unit of so many: singular for exactly one (or minus one).
pub fn unit<'u>(count: Exact, singular: &'u str, plural: Option<&'u str>) -> Cow<'u, str> {
    match plural {
        _ if count == Exact::ONE || count == Exact::ONE.negated() => Cow::Borrowed(singular),
        Some(plural) => Cow::Borrowed(plural),
        None => Cow::Owned(self::plural(singular)),
    }
}

/// An English plural, for units whose plural nobody wrote down. Symbols (`GB`, `kWh`, `%`) stay as they are.
pub fn plural(singular: &str) -> String {
    let word = singular.rsplit([' ', '-']).next().unwrap_or(singular);
    if word.is_empty() || !word.chars().all(|letter| letter.is_ascii_lowercase()) {
        return singular.to_owned();
    }
    let hisses = ["s", "x", "z", "ch", "sh"].iter().any(|end| word.ends_with(end));
    match singular.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
        _ if hisses => format!("{singular}es"),
        _ => format!("{singular}s"),
    }
}

/// Up to two letters for a tile: `YourBrand Dialer` → `YD`.
pub fn initials(name: &str) -> String {
    name.unicode_words().filter_map(|word| word.chars().next()).take(2).flat_map(char::to_uppercase).take(4).collect()
}

/// Text as it may be printed on one line: white space is one space each, invisible marks that reorder or join text are
/// dropped (a name must not reverse what follows it), what is no character at all becomes U+FFFD where all can see it.
pub fn printable(text: &str) -> Cow<'_, str> {
    let fine = |c: char| !is_no_character(c) && !is_invisible(c) && (c == ' ' || !c.is_whitespace());
    if text.chars().all(fine) && !text.starts_with(' ') && !text.ends_with(' ') && !text.contains("  ") {
        return Cow::Borrowed(text);
    }
    let mut line = String::with_capacity(text.len());
    for c in text.chars().filter(|&c| !is_invisible(c)) {
        match c {
            '\u{a0}' | '\u{202f}' => line.push(c),
            c if c.is_whitespace() => {
                if !line.is_empty() && !line.ends_with(' ') {
                    line.push(' ');
                }
            }
            c if is_no_character(c) => line.push(char::REPLACEMENT_CHARACTER),
            c => line.push(c),
        }
    }
    line.truncate(line.trim_end().len());
    Cow::Owned(line)
}

/// Marks of direction, joining and byte order; the soft hyphen. U+200C and U+200D shape scripts and emoji: kept.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0001}')
}

/// Control characters, and the code points Unicode keeps free of characters for ever: HTML and XML allow neither.
fn is_no_character(c: char) -> bool {
    c.is_control() || u32::from(c) & 0xfffe == 0xfffe || matches!(c, '\u{fdd0}'..='\u{fdef}')
}
