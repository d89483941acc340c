//! Every rating case through the public API: `tests/cases/*.json`, and `rating*.json` of the folder that the
//! environment variable `PURVEY_CASES` names, if it is set. The models are explained in `tests/cases/README.md`.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

mod rating_cases {
    pub mod models;
    pub mod read;
}

use std::{fs, path::Path};

use kernel::Exact;
use rating_cases::{models, read};
use serde_json::Value;

#[test]
fn every_case_of_the_committed_tables_holds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let tables = tables(&folder, "");
    assert!(!tables.is_empty(), "no tables in {}", folder.display());
    run_all(&tables);
}

#[test]
fn every_case_of_the_named_folder_holds() {
    if let Some(folder) = std::env::var_os("PURVEY_CASES") {
        let tables = tables(Path::new(&folder), "rating");
        assert!(!tables.is_empty(), "no rating*.json in {}", Path::new(&folder).display());
        run_all(&tables);
    }
}

/// Names and contents of the folder's JSON files whose names begin so.
fn tables(folder: &Path, beginning: &str) -> Vec<(String, Value)> {
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let wanted = |path: &&std::path::PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(beginning) && name.ends_with(".json")
    };
    paths
        .iter()
        .filter(wanted)
        .map(|path| (path.display().to_string(), serde_json::from_slice(&fs::read(path).unwrap()).unwrap()))
        .collect()
}

fn run_all(tables: &[(String, Value)]) {
    let mut failures = Vec::new();
    for (name, table) in tables {
        let cases = table["cases"].as_array().unwrap_or_else(|| panic!("{name}: no cases"));
        assert!(!cases.is_empty(), "{name}: no cases");
        failures.extend(cases.iter().filter_map(|case| run(case).err()));
    }
    assert!(failures.is_empty(), "{} cases fail:\n{}", failures.len(), failures.join("\n"));
}

/// Runs one case; the error begins with the case's id.
fn run(case: &Value) -> Result<(), String> {
    let id = case["id"].as_str().unwrap_or("(no id)");
    let fail = |why: String| Err(format!("{id}: {why} ({})", case["title"].as_str().unwrap_or_default()));
    let actual = match models::run(case["model"].as_str().unwrap_or_default(), &case["input"]) {
        Ok(actual) => actual,
        Err(why) => return fail(why),
    };
    // Where the named suite shows a rounding artefact, ours is the exact figure.
    let divergent = case["status"] == "divergent";
    let expected = &case[if divergent { "expected_exact" } else { "expected" }];
    match actual {
        models::Outcome::Unrated if expected.is_null() => Ok(()),
        models::Outcome::Unrated => fail(format!("unrated, expected {expected}")),
        models::Outcome::Text(text) if expected == text.as_str() => Ok(()),
        models::Outcome::Text(text) => fail(format!("{text}, expected {expected}")),
        models::Outcome::Amount(_) if expected.is_null() => fail("rated, expected to be unrated".to_owned()),
        models::Outcome::Amount(amount) => {
            let settled = read::rounded(amount, &case["rounding"]);
            let tolerance = if case["tolerance"].is_null() { Exact::ZERO } else { read::exact(&case["tolerance"]) };
            let off = settled.minus(read::exact(expected)).unwrap();
            if off.max(off.negated()) <= tolerance { Ok(()) } else { fail(format!("{settled}, expected {expected}")) }
        }
    }
}

/// The tables can fail: a wrong expectation, a wrong null and an unknown model are each reported under their id.
#[test]
fn a_wrong_figure_is_reported_with_its_id() {
    let case = |model: &str, expected: &str| -> Value {
        let text = format!(
            r#"{{"id":"X-1","model":"{model}","input":{{"lines":[["3","0.5"]]}},"expected":{expected},"status":"exact"}}"#
        );
        serde_json::from_str(&text).unwrap()
    };
    assert_eq!(run(&case("sum", "\"1.5\"")), Ok(()));
    for wrong in [case("sum", "\"1.6\""), case("sum", "null"), case("no such model", "\"1.5\"")] {
        assert!(run(&wrong).unwrap_err().starts_with("X-1: "));
    }
}
