//! Nothing lies about unused: files nobody declares, templates nobody renders, scenarios without a transcript.

use super::{File, Repo};

/// Rust files that no parent declares, and empty ones.
pub fn files(repo: &Repo) -> Vec<String> {
    let inside = repo.ending(".rs").filter(|file| file.path.starts_with("crates/") && file.path.contains("/src/"));
    let mut complaints = Vec::new();
    for file in inside {
        if file.text.trim().is_empty() {
            complaints.push(format!("{}: is empty", file.path));
        }
        if let Some((name, parents)) = declared_in(&file.path) {
            let declares = |parent: &File| {
                parent.text.lines().any(|line| {
                    let line = line.trim_start();
                    line.strip_suffix(';').and_then(|line| line.split("mod ").nth(1)).is_some_and(|rest| rest == name)
                })
            };
            if !repo.files.iter().any(|each| parents.contains(&each.path) && declares(each)) {
                complaints.push(format!("{}: nobody says 'mod {name};'", file.path));
            }
        }
    }
    complaints
}

/// The module's name and the files that may declare it; none for the roots of crates and binaries.
fn declared_in(path: &str) -> Option<(String, Vec<String>)> {
    let (folder, file) = path.rsplit_once('/')?;
    let (folder, name) = match file {
        "mod.rs" => folder.rsplit_once('/')?,
        _ => (folder, file.strip_suffix(".rs")?),
    };
    let is_root = folder.ends_with("/src");
    if folder.ends_with("/src/bin") || (is_root && matches!(name, "lib" | "main")) {
        return None;
    }
    let parents = if is_root {
        vec![format!("{folder}/lib.rs"), format!("{folder}/main.rs")]
    } else {
        vec![format!("{folder}.rs"), format!("{folder}/mod.rs")]
    };
    Some((name.to_owned(), parents))
}

/// Templates and assets that nothing in their crate names.
pub fn templates(repo: &Repo) -> Vec<String> {
    let named = |path: &str, name: &str| {
        let room = path.splitn(3, '/').take(2).collect::<Vec<_>>().join("/");
        repo.files.iter().any(|file| file.path != path && file.path.starts_with(&room) && file.text.contains(name))
    };
    let all = repo.files.iter().map(|file| &file.path).chain(&repo.others);
    all.filter_map(|path| {
        let name = match (path.split_once("/templates/"), path.split_once("/assets/")) {
            (Some((_, name)), _) => format!("{name}\""),
            (_, Some((_, name))) => name.to_owned(),
            _ => return None,
        };
        (!named(path, &name)).then(|| format!("{path}: nothing names {name}"))
    })
    .collect()
}

/// Every scenario has its transcript, and every transcript its scenario.
pub fn scenarios(repo: &Repo) -> Vec<String> {
    let pairs = [(".scenario", ".transcript"), (".transcript", ".scenario")];
    let lonely = |(one, other): (&str, &str)| {
        repo.ending(one)
            .filter_map(|file| file.path.strip_suffix(one))
            .map(|stem| format!("{stem}{other}"))
            .filter(|partner| !repo.has(partner))
            .map(|partner| format!("{partner}: is missing"))
            .collect::<Vec<_>>()
    };
    pairs.into_iter().flat_map(lonely).collect()
}

/// Migrations and decisions are numbered without gaps and named: `0003_invoices.sql`, `0003-series-and-rollups.md`.
pub fn numbering(repo: &Repo) -> Vec<String> {
    let mut complaints = Vec::new();
    for (folder, mark, end) in [("crates/store/migrations/", '_', ".sql"), ("docs/decisions/", '-', ".md")] {
        let names =
            repo.files.iter().filter_map(|file| file.path.strip_prefix(folder)).filter(|name| *name != "README.md");
        for (name, expected) in names.zip(1u32..) {
            let stem = name.strip_suffix(end).unwrap_or_default();
            let (number, title) = stem.split_once(mark).unwrap_or_default();
            let well_named =
                !title.is_empty() && title.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == mark);
            if !well_named || number != format!("{expected:04}") {
                complaints
                    .push(format!("{folder}{name}: should be named {expected:04}{mark}what{mark}it{mark}is{end}"));
            }
        }
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_undeclared_and_an_empty_file_are_named() {
        let repo = Repo::sample(&[
            ("crates/a/src/lib.rs", "mod used;\npub mod deep;\n"),
            ("crates/a/src/used.rs", "#[cfg(test)]\nmod tests;\n"),
            ("crates/a/src/used/tests.rs", "//"),
            ("crates/a/src/deep/mod.rs", "pub(crate) mod leaf;"),
            ("crates/a/src/deep/leaf.rs", "//"),
            ("crates/a/src/deep/lost.rs", "//"),
            ("crates/a/src/deep/leaf/blank.rs", "\n"),
        ]);
        let found = files(&repo);
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found.iter().any(|each| each.contains("lost.rs: nobody says 'mod lost;'")), "{found:?}");
        assert!(found.iter().any(|each| each.contains("blank.rs: is empty")), "{found:?}");
    }

    #[test]
    fn a_template_nobody_renders_is_named() {
        let repo = Repo::sample(&[
            ("crates/web/src/a.rs", "#[template(path = \"bill.html\")] const CSS: &str = \"ui.css\";"),
            ("crates/web/templates/bill.html", "{% extends \"layout/page.html\" %}"),
            ("crates/web/templates/layout/page.html", ""),
            ("crates/web/templates/old.html", ""),
            ("crates/web/assets/ui.css", ""),
            ("crates/web/assets/old.js", ""),
        ]);
        let found = templates(&repo);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].contains("old.html") && found[1].contains("old.js"));
    }

    #[test]
    fn a_lonely_scenario_or_transcript_is_named() {
        let repo = Repo::sample(&[("scenarios/a.scenario", ""), ("scenarios/b.transcript", "")]);
        assert_eq!(scenarios(&repo), ["scenarios/a.transcript: is missing", "scenarios/b.scenario: is missing"]);
    }

    #[test]
    fn a_gap_or_a_nameless_migration_is_named() {
        let good = Repo::sample(&[
            ("crates/store/migrations/0001_tenants.sql", ""),
            ("docs/decisions/0001-exact-amounts.md", ""),
        ]);
        assert!(numbering(&good).is_empty());
        let bad = Repo::sample(&[("crates/store/migrations/0002_tenants.sql", ""), ("docs/decisions/0001.md", "")]);
        assert_eq!(numbering(&bad).len(), 2);
    }
}
