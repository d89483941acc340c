//! The house as it stands, held against its own rules. The rules and the samples that break them: `src/tidy/`.

#![cfg(test)]

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::LazyLock,
};

use testkit::tidy::{Repo, arrows, dead, dependencies, habits, prose, purity, size};

static REPO: LazyLock<Repo> = LazyLock::new(|| Repo::read(&root()).unwrap());

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_owned()
}

fn metadata() -> serde_json::Value {
    let cargo = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline", "--locked"])
        .current_dir(root())
        .output()
        .unwrap();
    serde_json::from_slice(&cargo.stdout).unwrap()
}

fn clean(complaints: Vec<String>) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

#[test]
fn arrows_point_downward() {
    clean(arrows::broken(&metadata()));
}

#[test]
fn every_dependency_is_explained() {
    clean(dependencies::unexplained(&REPO));
}

#[test]
fn every_dependency_is_used() {
    clean(dependencies::unused(&REPO, &metadata()));
}

#[test]
fn pure_crates_do_not_touch_the_world() {
    clean(purity::broken(&REPO));
}

#[test]
fn crates_that_compute_money_refuse_floats() {
    clean(purity::floats(&REPO));
}

#[test]
fn rooms_are_small() {
    println!("{:?}", size::sizes(&REPO));
    clean(size::broken(&REPO));
}

#[test]
fn every_file_is_declared() {
    clean(dead::files(&REPO));
}

#[test]
fn every_template_is_rendered() {
    clean(dead::templates(&REPO));
}

#[test]
fn every_scenario_has_its_transcript() {
    clean(dead::scenarios(&REPO));
}

#[test]
fn migrations_and_decisions_are_numbered_and_named() {
    clean(dead::numbering(&REPO));
}

#[test]
fn nothing_is_left_unfinished() {
    clean(habits::unfinished(&REPO));
}

#[test]
fn no_test_sleeps_or_is_skipped() {
    clean(habits::sleeping_tests(&REPO));
}

#[test]
fn no_path_belongs_to_a_machine() {
    clean(habits::machine_paths(&REPO, &root()));
}

#[test]
fn every_document_has_one_title() {
    clean(prose::titles(&REPO));
}

#[test]
fn every_path_in_the_documents_exists() {
    clean(prose::paths(&REPO));
}

#[test]
fn every_cargo_command_in_the_documents_names_what_exists() {
    clean(prose::cargo_commands(&REPO, &metadata()));
}
