//! Which crate may name which. The table is the architecture; `ARCHITECTURE.md` draws it.

use serde_json::Value;

/// Every crate and the crates of the house it may depend on. Arrows point strictly downward.
pub const ARROWS: [(&str, &[&str]); 10] = [
    ("kernel", &[]),
    ("model", &["kernel"]),
    ("ledger", &["kernel"]),
    ("billing", &["kernel", "ledger", "model"]),
    ("documents", &["billing", "kernel", "ledger", "model"]),
    ("store", &["billing", "kernel", "ledger", "model"]),
    ("app", &["billing", "documents", "kernel", "ledger", "model", "store"]),
    ("web", &["app", "billing", "documents", "kernel", "ledger", "model"]),
    ("server", &["app", "billing", "documents", "kernel", "ledger", "model", "store", "web"]),
    ("testkit", &["billing", "documents", "kernel", "ledger", "model"]),
];

/// Crates that compute and do nothing else, and the only outside crates they may name: none of these can open a file
/// or a socket, ask for the time, or draw a random number.
pub const PURE: [&str; 5] = ["kernel", "model", "ledger", "billing", "documents"];
const PURE_MAY_NAME: [&str; 21] = [
    "annotate-snippets",
    "askama",
    "indexmap",
    "iso_currency",
    "jiff",
    "krilla",
    "notosans",
    "num-integer",
    "rust_decimal",
    "rustybuzz",
    "serde",
    "serde_json",
    "sha2",
    "strsim",
    "thiserror",
    "toml",
    "toml_parser",
    "ttf-parser",
    "unicode-segmentation",
    "unicode-width",
    "uuid",
];

/// Compares the output of `cargo metadata --no-deps` with the table.
pub fn broken(metadata: &Value) -> Vec<String> {
    let packages = metadata.get("packages").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let mut complaints = Vec::new();
    for package in packages {
        let name = text(package, "name");
        let Some((_, allowed)) = ARROWS.iter().find(|(room, _)| *room == name) else {
            complaints.push(format!("crate '{name}' has no place in the table of arrows"));
            continue;
        };
        for dependency in package.get("dependencies").and_then(Value::as_array).into_iter().flatten() {
            complaints.extend(judge(name, allowed, dependency));
        }
    }
    for (room, _) in ARROWS.iter().filter(|(room, _)| !packages.iter().any(|each| text(each, "name") == *room)) {
        complaints.push(format!("the table of arrows names '{room}', which is not a crate"));
    }
    complaints
}

fn judge(name: &str, allowed: &[&str], dependency: &Value) -> Option<String> {
    let other = text(dependency, "name");
    let only_tests = text(dependency, "kind") == "dev";
    let is_room = ARROWS.iter().any(|(room, _)| *room == other);
    // A crate may name itself for its tests, to turn on a feature that only they need.
    if only_tests && (other == "testkit" || other == name) {
        return None;
    }
    if is_room && !allowed.contains(&other) {
        return Some(format!("{name} -> {other}: the arrow points the wrong way"));
    }
    if is_room || only_tests || !PURE.contains(&name) {
        return None;
    }
    if !PURE_MAY_NAME.contains(&other) {
        return Some(format!("{name} is pure and may not name '{other}'"));
    }
    let whole = dependency.get("uses_default_features").and_then(Value::as_bool) == Some(true);
    (other == "jiff" && whole).then(|| format!("{name}: jiff with default features reads the system's clock zone"))
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn house(extra: Value) -> Value {
        let room = |(name, _): &(&str, &[&str])| json!({ "name": name, "dependencies": [] });
        let mut packages: Vec<_> = ARROWS.iter().filter(|(name, _)| extra["name"] != *name).map(room).collect();
        packages.push(extra);
        json!({ "packages": packages })
    }

    #[test]
    fn downward_is_right() {
        let good = json!([{ "name": "store", "kind": null }, { "name": "testkit", "kind": "dev" }, { "name": "app", "kind": "dev" }, { "name": "tokio" }]);
        assert!(broken(&house(json!({ "name": "app", "dependencies": good }))).is_empty());
    }

    #[test]
    fn every_wrong_arrow_is_named() {
        for (name, dependency, part) in [
            ("billing", json!({ "name": "store" }), "billing -> store"),
            ("store", json!({ "name": "documents" }), "store -> documents"),
            ("store", json!({ "name": "app", "kind": "dev" }), "store -> app"),
            ("web", json!({ "name": "store" }), "web -> store"),
            ("app", json!({ "name": "testkit" }), "app -> testkit"),
            ("model", json!({ "name": "tokio" }), "may not name 'tokio'"),
            ("kernel", json!({ "name": "jiff", "uses_default_features": true }), "clock zone"),
            ("stray", json!({ "name": "serde" }), "no place"),
        ] {
            let found = broken(&house(json!({ "name": name, "dependencies": [dependency] })));
            assert!(found.len() == 1 && found[0].contains(part), "{part}: {found:?}");
        }
    }

    #[test]
    fn a_missing_room_is_named() {
        assert_eq!(broken(&json!({ "packages": [] })).len(), ARROWS.len());
    }
}
