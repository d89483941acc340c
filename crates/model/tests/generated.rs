//! What is generated is fresh: the JSON Schema and the tables of the reference. `REGENERATE=1` writes them anew.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail loudly")]

use std::{fs, path::PathBuf};

use model::{FindingKind, ProblemKind, parse, reference, schema, shipped};
use serde_json::Value;

fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(name)
}

/// Compares with what is committed, or commits.
fn fresh(name: &str, generated: &str) {
    let path = file(name);
    if std::env::var_os("REGENERATE").is_some() {
        fs::write(&path, generated).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == generated, "{name} is stale: run REGENERATE=1 cargo test -p model --test generated");
}

#[test]
fn the_schema_is_fresh() {
    fresh("businesses/business.schema.json", &format!("{:#}\n", schema()));
}

/// The text between `<!-- start -->` and the next `<!-- end -->` replaced.
fn replace(text: &str, start: &str, table: &str) -> String {
    let marker = format!("<!-- {start} -->\n");
    let (before, rest) = text.split_once(&marker).unwrap_or_else(|| panic!("the reference has no {marker}"));
    let (_, after) = rest.split_once("<!-- end -->").unwrap();
    format!("{before}{marker}{table}<!-- end -->{after}")
}

#[test]
fn the_reference_is_fresh_and_complete() {
    let mut text = fs::read_to_string(file("docs/business-file.md")).unwrap();
    for (section, table) in reference() {
        text = replace(&text, &format!("keys: {section}"), &table);
    }
    let codes: Vec<String> = ProblemKind::ALL.iter().map(|kind| format!("`{}`", kind.code())).collect();
    text = replace(&text, "kinds", &format!("{}.\n", codes.join(", ")));
    fresh("docs/business-file.md", &text);
    for kind in FindingKind::ALL {
        assert!(text.contains(&format!("| `{}` |", kind.code())), "{} is not in the reference", kind.code());
    }
}

#[test]
fn every_example_of_the_reference_is_a_business() {
    let text = fs::read_to_string(file("docs/business-file.md")).unwrap();
    let blocks: Vec<&str> = text.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(blocks.len() >= 12, "{}", blocks.len());
    for block in blocks {
        let heading = "[business]\nname = \"X\"\ncurrency = \"USD\"\ntimezone = \"UTC\"\n";
        let whole = if block.contains("[business]") { block.to_owned() } else { format!("{block}\n{heading}") };
        if let Err(errors) = parse(&whole, "docs/business-file.md") {
            panic!("{errors}");
        }
    }
}

#[test]
fn the_error_shown_in_the_reference_is_real() {
    let reference = fs::read_to_string(file("docs/business-file.md")).unwrap();
    let lines = "\n".repeat(11)
        + "[business]\nname = \"X\"\ncurrency = \"USD\"\ntimezone = \"UTC\"\n[vendors]\ninstacall = { name = \"I\" }\n[products.m]\n\
           cost  = { vendor = \"instacal\", price = \"0.01\" }\n";
    let errors = parse(&lines, "dialer.toml").unwrap_err().to_string();
    let shown = errors.lines().take(7).collect::<Vec<_>>().join("\n");
    assert!(reference.contains(&shown), "{shown}");
}

/// Whether a value is as the schema says. Patterns are left to editors: here it is about keys and kinds.
fn conforms(value: &Value, schema: &Value, root: &Value, at: &str) -> Result<(), String> {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = &root["$defs"][reference.rsplit('/').next().unwrap()];
        return conforms(value, target, root, at);
    }
    if let Some(forms) = schema["anyOf"].as_array() {
        let faults: Vec<String> = forms.iter().filter_map(|form| conforms(value, form, root, at).err()).collect();
        return if faults.len() < forms.len() { Ok(()) } else { Err(faults.join("; ")) };
    }
    match (schema["type"].as_str().unwrap(), value) {
        ("string", Value::String(text)) => match schema["enum"].as_array() {
            Some(choices) if !choices.contains(value) => Err(format!("{at}: {text} is not a choice")),
            _ => Ok(()),
        },
        ("integer", Value::Number(_)) | ("boolean", Value::Bool(_)) => Ok(()),
        ("array", Value::Array(items)) => items.iter().try_for_each(|item| conforms(item, &schema["items"], root, at)),
        ("object", Value::Object(entries)) => {
            for key in schema["required"].as_array().into_iter().flatten() {
                if !entries.contains_key(key.as_str().unwrap()) {
                    return Err(format!("{at}: {key} is missing"));
                }
            }
            entries.iter().try_for_each(|(key, value)| {
                let at = format!("{at}.{key}");
                match (&schema["properties"][key], &schema["additionalProperties"]) {
                    (Value::Null, Value::Null | Value::Bool(false)) => Err(format!("{at} is not in the schema")),
                    (Value::Null, other) => conforms(value, other, root, &at),
                    (known, _) => conforms(value, known, root, &at),
                }
            })
        }
        (kind, _) => Err(format!("{at}: expected {kind}, found {value}")),
    }
}

#[test]
fn every_shipped_file_conforms_to_the_schema() {
    let schema = schema();
    for shipped in shipped::all() {
        let value: Value = toml::from_str(shipped.text).unwrap();
        if let Err(fault) = conforms(&value, &schema, &schema, shipped.name) {
            panic!("{fault}");
        }
    }
    let unknown: Value =
        toml::from_str("[business]\nname = \"X\"\ncurrency = \"USD\"\ntimezone = \"UTC\"\ncountry = \"US\"\n").unwrap();
    assert!(conforms(&unknown, &schema, &schema, "x").unwrap_err().contains("x.business.country is not in the schema"));
}
