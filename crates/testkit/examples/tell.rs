//! Tells a scenario by the rules alone: `cargo run -p testkit --example tell -- FILE`, or `--seed 7` for a random one,
//! whose text comes first.

use std::{
    env, fs,
    io::{Write as _, stdout},
};

use anyhow::{Context as _, bail};
use testkit::{
    model::Model,
    scenario::{generate, parse, run},
};

const STEPS: usize = 120;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let text = match arguments.as_slice() {
        ["--seed", seed] => {
            let text = generate(seed.parse().context("a seed is a number")?, STEPS);
            writeln!(stdout(), "{text}")?;
            text
        }
        [file] => fs::read_to_string(file).with_context(|| format!("reading {file}"))?,
        _ => bail!("tell FILE, or tell --seed NUMBER"),
    };
    write!(stdout(), "{}", run(&parse(&text)?, &mut Model::default()))?;
    Ok(())
}
