//! Every scenario, by the reader that knows only the rules, against its transcript.
//!
//! `UPDATE=1 cargo test -p testkit --test scenarios` writes the transcripts anew; read the diff before committing it.

#![cfg(test)]

use std::{env, fs, path::PathBuf};

use testkit::{
    model::Model,
    scenario::{parse, run},
};

fn scenarios() -> Vec<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../scenarios");
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> = paths.filter(|path| path.extension().is_some_and(|end| end == "scenario")).collect();
    paths.sort();
    paths
}

#[test]
fn the_model_tells_every_scenario_as_its_transcript_does() {
    let mut told = Vec::new();
    for path in scenarios() {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let scenario = parse(&fs::read_to_string(&path).unwrap()).unwrap_or_else(|error| panic!("{name}: {error}"));
        let transcript = run(&scenario, &mut Model::default());
        let golden = path.with_extension("transcript");
        if env::var_os("UPDATE").is_some() {
            fs::write(&golden, &transcript).unwrap();
        }
        let golden = fs::read_to_string(&golden).unwrap_or_default();
        if golden != transcript {
            told.push(format!("=== {name}\n--- golden\n{golden}\n--- told\n{transcript}"));
        }
    }
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn there_are_scenarios() {
    assert!(scenarios().len() >= 12);
}
