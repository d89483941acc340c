//! Pure crates do not touch the world, not even through the standard library.

use super::{Repo, arrows::PURE, repo::line_at, source::code_only};

const WORLD: [&str; 6] = ["env", "fs", "net", "process", "thread", "time"];
const LOUD: [&str; 1] = ["#![warn(clippy::float_arithmetic)]"];

/// Names of `std` that pure production code uses and may not.
pub fn broken(repo: &Repo) -> Vec<String> {
    let pure = repo.ending(".rs").filter(|file| file.room().is_some_and(|room| PURE.contains(&room)));
    let mut complaints = Vec::new();
    for file in pure {
        let code = code_only(file.production());
        for (at, _) in code.match_indices("std::") {
            for name in names(code.get(at + "std::".len()..).unwrap_or_default()) {
                if WORLD.contains(&name) {
                    complaints.push(format!("{}:{}: pure code uses std::{name}", file.path, line_at(&code, at)));
                }
            }
        }
    }
    complaints
}

/// Crates in which money is computed refuse floating point from their first line on.
pub fn floats(repo: &Repo) -> Vec<String> {
    let rooms = ["kernel", "model", "ledger", "billing"];
    let roots = rooms.map(|room| format!("crates/{room}/src/lib.rs"));
    let quiet = |path: &String| {
        let file = repo.files.iter().find(|file| file.path == *path);
        LOUD.iter().find(|line| !file.is_some_and(|file| file.text.contains(**line)))
    };
    roots.iter().filter_map(|path| quiet(path).map(|line| format!("{path}: does not say {line}"))).collect()
}

/// What follows `std::`: one name, or the first names of a group in braces.
fn names(after: &str) -> Vec<&str> {
    let word = |text: &str| text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    let Some(group) = after.strip_prefix('{') else {
        return after.get(..word(after)).into_iter().collect();
    };
    let (mut depth, mut start, mut parts) = (0usize, 0usize, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                parts.extend(group.get(start..at));
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.extend(group.get(start..at));
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.into_iter().map(str::trim_start).filter_map(|part| part.get(..word(part))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_world_is_found_however_it_is_named() {
        for bad in [
            "fn f() { std::fs::read(p); }",
            "use std::{borrow::Cow, collections::{BTreeMap, HashMap}, net::TcpStream};",
            "use std::{\n    env,\n    fmt,\n};",
            "let now = std::time::SystemTime::UNIX_EPOCH;",
        ] {
            assert_eq!(broken(&Repo::sample(&[("crates/billing/src/x.rs", bad)])).len(), 1, "{bad}");
        }
        for good in [
            "use std::{borrow::Cow, fmt};",
            "// std::fs is banned\nconst WHY: &str = \"std::env\";",
            "fn f() {}\n#[cfg(test)]\nmod tests {\n    use std::fs;\n}",
        ] {
            assert!(broken(&Repo::sample(&[("crates/billing/src/x.rs", good)])).is_empty(), "{good}");
        }
        assert!(broken(&Repo::sample(&[("crates/server/src/x.rs", "use std::fs;")])).is_empty());
    }

    #[test]
    fn a_crate_that_is_quiet_about_floats_is_named() {
        assert_eq!(floats(&Repo::sample(&[("crates/kernel/src/lib.rs", LOUD[0])])).len(), 3);
    }
}
