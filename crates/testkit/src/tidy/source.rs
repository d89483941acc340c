//! Just enough of Rust's grammar to look at code without being misled by comments and strings.

/// The same text, with comments and the insides of strings blanked; lines stay where they are.
pub fn code_only(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let skipped = match first {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            '"' => string_length(rest),
            'r' if !ends_in_word(&out) => raw_string_length(rest).unwrap_or(0),
            '\'' => char_length(rest),
            _ => 0,
        };
        if skipped == 0 {
            out.push(first);
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
        } else {
            let (blanked, after) = rest.split_at(skipped);
            out.extend(blanked.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
            rest = after;
        }
    }
    out
}

fn ends_in_word(text: &str) -> bool {
    text.ends_with(|c: char| c.is_alphanumeric() || c == '_')
}

/// Bytes of the string literal that `text` starts with, quotes included.
fn string_length(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn raw_string_length(text: &str) -> Option<usize> {
    let hashes = text.get(1..)?.bytes().take_while(|byte| *byte == b'#').count();
    let body = text.get(1 + hashes..)?.strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let length = body.find(&end).map_or(body.len(), |at| at + end.len());
    Some(2 + hashes + length)
}

/// Bytes of a character literal; 0 for a lifetime.
fn char_length(text: &str) -> usize {
    let mut chars = text.char_indices().skip(1);
    match (chars.next(), chars.next()) {
        (Some((_, '\\')), Some((at, escaped))) => {
            let after = at + escaped.len_utf8();
            text.get(after..).and_then(|rest| rest.find('\'')).map_or(0, |end| after + end + 1)
        }
        (Some(_), Some((at, '\''))) => at + 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_strings_are_blanked_and_code_is_not() {
        let code = "let a = \"std::fs\\\"\"; // std::net\nlet b = r#\"std::env\"#; let c = 'x'; let d = '\\''; f::<'a>(std::io);";
        let seen = code_only(code);
        for gone in ["std::fs", "std::net", "std::env", "'x'"] {
            assert!(!seen.contains(gone), "{gone} in {seen}");
        }
        for kept in ["let b", "let d", "f::<'a>", "std::io"] {
            assert!(seen.contains(kept), "{kept} not in {seen}");
        }
        assert_eq!(seen.lines().count(), code.lines().count());
    }
}
