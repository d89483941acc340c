//! Every dependency is declared once, used, and explained.

use serde_json::Value;

use super::{Repo, arrows::ARROWS};

const REASONS: &str = "docs/decisions/0012-dependencies.md";

/// Outside crates of the root manifest that the decision does not explain, and explanations of what is not there.
pub fn unexplained(repo: &Repo) -> Vec<String> {
    let (declared, explained) = (declared(repo), explained(repo));
    let missing = declared.iter().filter(|name| !explained.contains(name));
    let stale = explained.iter().filter(|name| !declared.contains(name));
    let missing = missing.map(|name| format!("Cargo.toml: {name} has no reason in {REASONS}"));
    missing.chain(stale.map(|name| format!("{REASONS}: {name} is not in Cargo.toml"))).collect()
}

/// Dependencies that no crate names, and dependencies of a crate that its code does not name.
pub fn unused(repo: &Repo, metadata: &Value) -> Vec<String> {
    let list = |value: &Value, key: &str| value.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    let name = |value: &Value| value.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut taken = Vec::new();
    let mut complaints = Vec::new();
    for package in list(metadata, "packages") {
        let room = format!("crates/{}/", name(&package));
        for dependency in list(&package, "dependencies").iter().map(name) {
            let word = dependency.replace('-', "_");
            let mut code = repo.ending(".rs").filter(|file| file.path.starts_with(&room));
            if !code.any(|file| file.text.contains(&word)) {
                complaints.push(format!("{room}Cargo.toml: {dependency} is not used"));
            }
            taken.push(dependency);
        }
    }
    let idle = declared(repo).into_iter().filter(|name| !taken.contains(name));
    complaints.extend(idle.map(|name| format!("Cargo.toml: no crate takes {name}")));
    complaints
}

fn declared(repo: &Repo) -> Vec<String> {
    let manifest = repo.files.iter().find(|file| file.path == "Cargo.toml").map_or("", |file| &file.text);
    let section = manifest.split("[workspace.dependencies]").nth(1).and_then(|rest| rest.split("\n[").next());
    let names = section.unwrap_or_default().lines().filter_map(|line| line.split_once(" = "));
    let names = names.map(|(name, _)| name).filter(|name| !name.starts_with('#'));
    names.filter(|name| !ARROWS.iter().any(|(room, _)| room == name)).map(str::to_owned).collect()
}

fn explained(repo: &Repo) -> Vec<String> {
    let page = repo.files.iter().find(|file| file.path == REASONS).map_or("", |file| &file.text);
    let cells = page.lines().filter(|line| line.starts_with("| `")).filter_map(|line| line.split('|').nth(1));
    cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const MANIFEST: &str = "[workspace.dependencies]\nkernel = { path = \"a\" }\n# pure\nserde = \"1\"\ntower-http = \"1\"\n\n[profile.dev]\na = 1\n";

    #[test]
    fn a_crate_without_a_reason_and_a_reason_without_a_crate_are_named() {
        let repo = Repo::sample(&[("Cargo.toml", MANIFEST), (REASONS, "| Crate |\n| `serde`, `gone` | why |\n")]);
        assert_eq!(unexplained(&repo).len(), 2, "{:?}", unexplained(&repo));
    }

    #[test]
    fn an_unused_crate_is_named() {
        let repo = Repo::sample(&[("Cargo.toml", MANIFEST), ("crates/web/src/a.rs", "use serde::Serialize;")]);
        let depends = json!([{ "name": "serde" }, { "name": "kernel" }]);
        let found = unused(&repo, &json!({ "packages": [{ "name": "web", "dependencies": depends }] }));
        assert_eq!(found, ["crates/web/Cargo.toml: kernel is not used", "Cargo.toml: no crate takes tower-http"]);
    }
}
