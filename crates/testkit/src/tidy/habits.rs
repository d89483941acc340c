//! What must not stay: unfinished marks, tests that sleep or are skipped, paths of somebody's machine.

use std::path::Path;

use super::{
    Repo,
    repo::{File, line_at},
    source::code_only,
};

// Written apart, so that this file does not name itself.
const MARKS: [&str; 3] = [concat!("FIX", "ME"), concat!("XX", "X"), concat!("TO", "DO")];
const HOMES: [&str; 3] = [concat!("/ho", "me/"), concat!("/Us", "ers/"), concat!("/ro", "ot/")];
const UNFINISHED: [&str; 2] = ["todo!(", "unimplemented!("];
const SLEEPS: [&str; 4] = ["thread::sleep", "time::sleep", "sleep_until", "#[ignore"];

/// Unfinished marks, in any text that is ours; data may hold any word.
pub fn unfinished(repo: &Repo) -> Vec<String> {
    let mut complaints = Vec::new();
    for file in repo.files.iter().filter(|file| file.path != "Cargo.lock" && !file.path.ends_with(".json")) {
        complaints.extend(found(file, &file.text, &MARKS, is_word));
        if file.path.ends_with(".rs") {
            complaints.extend(found(file, &code_only(&file.text), &UNFINISHED, |_, _| true));
        }
    }
    complaints
}

/// Tests wait for conditions, never for time, and are never skipped or retried. A harness that waits for another
/// program (`testing/`) may pause between two looks.
pub fn sleeping_tests(repo: &Repo) -> Vec<String> {
    let mut complaints = Vec::new();
    for file in repo.ending(".rs").filter(|file| !file.path.contains("/testing/")) {
        let offset = file.text.len() - file.tests().len();
        for at in code_only(file.tests()).match_indices_of(&SLEEPS) {
            complaints.push(format!(
                "{}:{}: a test that sleeps or is skipped",
                file.path,
                line_at(&file.text, offset + at)
            ));
        }
    }
    for file in repo.ending(".config/nextest.toml").filter(|file| file.text.contains("retries =")) {
        complaints.push(format!("{}: a flaky test is a failed test", file.path));
    }
    complaints
}

/// Paths that only exist where the author sat.
pub fn machine_paths(repo: &Repo, root: &Path) -> Vec<String> {
    let above = root.parent().filter(|above| above.components().count() > 1);
    let above = above.map(|above| format!("{}/", above.display()));
    let mut patterns = HOMES.to_vec();
    // Everybody's scratch folder is nobody's machine.
    patterns.extend(above.as_deref().filter(|above| *above != "/tmp/"));
    let tail = |text: &str, at: usize| !text.get(..at).unwrap_or_default().ends_with(|c: char| c.is_alphanumeric());
    repo.files.iter().flat_map(|file| found(file, &file.text, &patterns, tail)).collect()
}

fn is_word(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let after = text.get(at..).unwrap_or_default().trim_start_matches(|c: char| c.is_ascii_uppercase());
    let joins = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    !before.ends_with(joins) && !after.starts_with(joins)
}

fn found(file: &File, text: &str, patterns: &[&str], counts: impl Fn(&str, usize) -> bool) -> Vec<String> {
    let hit = |pattern: &&str| {
        let hits = text.match_indices(*pattern).filter(|(at, _)| counts(text, *at));
        hits.map(|(at, _)| format!("{}:{}: {pattern}", file.path, line_at(text, at))).collect::<Vec<_>>()
    };
    patterns.iter().flat_map(hit).collect()
}

trait Matches {
    fn match_indices_of(&self, patterns: &[&str]) -> Vec<usize>;
}

impl Matches for String {
    fn match_indices_of(&self, patterns: &[&str]) -> Vec<usize> {
        patterns.iter().flat_map(|pattern| self.match_indices(pattern).map(|(at, _)| at)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unfinished_marks_are_named() {
        let text = format!("// {}: later\nfn f() {{ {}) }}\n", MARKS[0], UNFINISHED[0]);
        let repo = Repo::sample(&[("crates/web/src/a.rs", &text), ("docs/a.md", "a stodgy METODO and `todo!()`")]);
        assert_eq!(unfinished(&repo).len(), 2, "{:?}", unfinished(&repo));
    }

    #[test]
    fn a_test_that_sleeps_or_is_skipped_is_named_and_production_may_wait() {
        let text = "fn f() { std::thread::sleep(a) }\n#[cfg(test)]\nmod tests {\n    #[ignore = \"slow\"]\n    fn t() { tokio::time::sleep(b) }\n}";
        let found = sleeping_tests(&Repo::sample(&[("crates/web/src/a.rs", text)]));
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].contains("a.rs:5"), "{found:?}");
        let retrying = Repo::sample(&[(".config/nextest.toml", "retries = 1")]);
        assert_eq!(sleeping_tests(&retrying).len(), 1);
    }

    #[test]
    fn paths_of_a_machine_are_named() {
        let text = format!("see {}ann/notes, /srv/ann/purvey and https://a.b/src/ann/", HOMES[0]);
        let repo = Repo::sample(&[("docs/a.md", &text)]);
        assert_eq!(machine_paths(&repo, Path::new("/srv/ann/purvey")).len(), 2);
        assert_eq!(machine_paths(&repo, Path::new("/purvey")).len(), 1);
    }
}
