//! Documents say what is: one title each, and every path they quote exists. Commands they quote are in [`commands`].

mod commands;
mod markdown;

pub use commands::{Command, cargo_commands, commands};

use super::{File, Repo};
use markdown::Markdown;

/// Names that documents use as examples of a reader's own files.
const EXAMPLES: [&str; 4] = ["business.toml", "usage.ndjson", "Master.csv", "events.ndjson"];
const ENDINGS: [&str; 13] = [
    ".css",
    ".csv",
    ".html",
    ".js",
    ".json",
    ".md",
    ".ndjson",
    ".rs",
    ".scenario",
    ".sh",
    ".sql",
    ".toml",
    ".transcript",
];

/// Each document has exactly one `# Title`, in its first line.
pub fn titles(repo: &Repo) -> Vec<String> {
    let wrong = |file: &File| {
        let titles = Markdown::of(&file.text).titles;
        let in_front = file.text.starts_with("# ");
        (titles != 1 || !in_front).then(|| format!("{}: {titles} titles; one, in the first line", file.path))
    };
    repo.ending(".md").filter_map(wrong).collect()
}

/// Paths that documents quote, and decisions that code cites, and that do not exist.
pub fn paths(repo: &Repo) -> Vec<String> {
    let mut complaints = Vec::new();
    for file in repo.ending(".md") {
        let markdown = Markdown::of(&file.text);
        let links = markdown.links.iter().filter(|(_, target)| !target.contains("://") && !target.starts_with('#'));
        for (line, target) in links {
            let path = target.split('#').next().unwrap_or_default();
            if !resolves(repo, &file.path, path) {
                complaints.push(format!("{}:{line}: links to {target}, which does not exist", file.path));
            }
        }
        for (line, span) in &markdown.spans {
            if looks_like_a_path(repo, span) && !resolves(repo, &file.path, span) {
                complaints.push(format!("{}:{line}: names {span}, which does not exist", file.path));
            }
        }
    }
    let cited =
        repo.files.iter().filter(|file| !file.path.ends_with(".md") && !file.path.starts_with("crates/testkit/"));
    complaints.extend(cited.flat_map(|file| citations(repo, file)));
    complaints
}

/// Documents named in comments and messages outside documents: `docs/…​.md`.
fn citations(repo: &Repo, file: &File) -> Vec<String> {
    let mut complaints = Vec::new();
    for (line, text) in file.text.lines().enumerate() {
        for (at, _) in text.match_indices("docs/") {
            let rest = text.get(at..).unwrap_or_default();
            let end = rest.find(|c: char| !c.is_alphanumeric() && !"/-_.".contains(c)).unwrap_or(rest.len());
            let path = rest.get(..end).unwrap_or_default().trim_end_matches('.');
            if path.ends_with(".md") && !repo.has(path) {
                complaints.push(format!("{}:{}: cites {path}, which does not exist", file.path, line + 1));
            }
        }
    }
    complaints
}

fn looks_like_a_path(repo: &Repo, span: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || "/-_.".contains(c);
    let first = span.trim_start_matches("./").split('/').next().unwrap_or_default();
    span.chars().all(plain)
        && !span.starts_with(['/', '.'])
        && !EXAMPLES.contains(&span)
        && ((span.contains('/') && repo.has(first)) || ENDINGS.iter().any(|end| span.ends_with(end) && span != *end))
}

/// A path may be given from the root, from the document's folder, from its crate, or from `crates/`.
fn resolves(repo: &Repo, document: &str, path: &str) -> bool {
    let folder = document.rsplit_once('/').map_or("", |(folder, _)| folder);
    let room = document.splitn(3, '/').take(2).collect::<Vec<_>>().join("/");
    [String::new(), folder.to_owned(), room, "crates".to_owned()].iter().any(|base| repo.has(&join(base, path)))
}

fn join(base: &str, path: &str) -> String {
    let mut parts: Vec<&str> = base.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/').filter(|part| !part.is_empty() && *part != ".") {
        if part == ".." {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_has_one_title_in_front() {
        let good = "# One\n\n```sh\n# a comment\n```\n## Two\n";
        let repo =
            Repo::sample(&[("a.md", good), ("b.md", "no title"), ("c.md", "# One\n# Two\n"), ("d.md", "\n# Late\n")]);
        let found = titles(&repo);
        assert_eq!(found.len(), 3, "{found:?}");
    }

    #[test]
    fn paths_that_do_not_exist_are_named() {
        let text = "# T\nSee `docs/domain.md`, `kernel/src/exact.rs`, [this](../README.md#x), [that](https://a.b/c.md),\n\
            `500/month`, `America/New_York`, `application/json`, `/v1/events`, `business.toml` and `crates/`.\n\
            But `docs/gone.md`, `gone.rs`, `crates/gone/` and [gone](gone.md).\n";
        let repo = Repo::sample(&[
            ("README.md", "# R"),
            ("docs/domain.md", text),
            ("crates/kernel/src/exact.rs", "// docs/decisions/0001-gone.md, docs/domain.md."),
        ]);
        let found = paths(&repo);
        assert_eq!(found.len(), 5, "{found:#?}");
        assert!(found.iter().take(4).all(|each| each.starts_with("docs/domain.md:4: ")), "{found:#?}");
    }
}
