//! Every scenario, by the whole program on PostgreSQL, against the transcript that the rules alone tell.

#![cfg(test)]

mod stack;

use std::{env, fs, path::PathBuf};

use testkit::{
    model::Model,
    scenario::{generate, parse, run},
};

/// Random scenarios that every run tells; `SEEDS=100..200 cargo test -p server --test scenarios` tells others.
const SEEDS: std::ops::Range<u64> = 0..6;
const STEPS: usize = 120;

#[test]
fn the_stack_tells_every_scenario_as_its_transcript_does() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../scenarios");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "scenario"));
    paths.sort();
    assert!(!paths.is_empty());
    let mut told = Vec::new();
    for path in paths {
        let name = path.file_stem().unwrap().to_string_lossy();
        let scenario = parse(&fs::read_to_string(&path).unwrap()).unwrap_or_else(|error| panic!("{name}: {error}"));
        let transcript = run(&scenario, &mut stack::Stack::start());
        let golden = fs::read_to_string(path.with_extension("transcript")).unwrap_or_default();
        if golden != transcript {
            told.push(format!("=== {name}\n{}", differing(&golden, &transcript)));
        }
    }
    assert!(told.is_empty(), "\n{}", told.join("\n"));
}

#[test]
fn the_stack_tells_random_scenarios_as_the_model_does() {
    let seeds = env::var("SEEDS").map_or(SEEDS, |text| {
        let (from, to) = text.split_once("..").expect("SEEDS=100..200");
        from.parse().unwrap()..to.parse().unwrap()
    });
    let mut told = Vec::new();
    for seed in seeds {
        println!("seed {seed}");
        let scenario = parse(&generate(seed, STEPS)).unwrap();
        let (model, stack) = (run(&scenario, &mut Model::default()), run(&scenario, &mut stack::Stack::start()));
        if model != stack {
            told.push(format!("=== seed {seed}\n{}", differing(&model, &stack)));
        }
    }
    assert!(told.is_empty(), "\n{}", told.join("\n"));
}

/// Where the two first differ, with what came before.
fn differing(golden: &str, told: &str) -> String {
    let (golden, told): (Vec<_>, Vec<_>) = (golden.lines().collect(), told.lines().collect());
    let front = golden.iter().zip(&told).take_while(|(a, b)| a == b).count();
    let show = |lines: &[&str], from: usize, count: usize, sign: &str| {
        lines.iter().skip(from).take(count).map(|line| format!("{sign} {line}\n")).collect::<String>()
    };
    let before = front.min(12);
    show(&golden, front - before, before, " ") + &show(&golden, front, 8, "-") + &show(&told, front, 8, "+")
}
