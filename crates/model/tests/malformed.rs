//! Malformed files: whatever is done to a file, it is a business or a list of errors inside it, never a panic.
#![expect(clippy::indexing_slicing, clippy::string_slice, reason = "a test may fail loudly")]

use model::{Errors, ProblemKind, parse, shipped};
use proptest::{
    prelude::*,
    test_runner::{Config, RngAlgorithm, RngSeed, TestRng, TestRunner},
};

/// One way to spoil a text. Positions are shares of its length.
#[derive(Clone, Debug)]
enum Mutation {
    Flip {
        at: usize,
        bit: u8,
    },
    Delete {
        at: usize,
        length: usize,
    },
    Truncate {
        at: usize,
    },
    Insert {
        at: usize,
        what: &'static str,
    },
    /// Swaps two values: what stands right of an equals sign.
    Swap {
        one: usize,
        other: usize,
    },
    Replace {
        one: usize,
        what: &'static str,
    },
    RepeatLine {
        at: usize,
        times: usize,
    },
}

const ODDITIES: [&str; 34] = [
    "\"",
    "'",
    "[",
    "]",
    "{",
    "}",
    "=",
    ",",
    ".",
    "\n",
    "\0",
    "\u{feff}",
    "é",
    "\u{202e}",
    "#",
    "\"\"\"",
    "[[",
    "0.025",
    "-1",
    "1e9",
    "nan",
    "true",
    "1979-05-27",
    "\"-5\"",
    "\"101%\"",
    "\"0/0\"",
    "\"999999999999999999999\"",
    "{ upto = 0, each = \"1\" }",
    "[{}]",
    "{}",
    "\"9-1/month\"",
    "\"/\"",
    "\"1/x/y/z once\"",
    "\\u{d800}",
];

/// Positions are so many of these shares of a text's length.
const SHARES: usize = 10_000;

fn position() -> impl Strategy<Value = usize> {
    0..SHARES
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let oddity = || proptest::sample::select(ODDITIES.to_vec());
    prop_oneof![
        (position(), 0u8..8).prop_map(|(at, bit)| Mutation::Flip { at, bit }),
        (position(), 1usize..200).prop_map(|(at, length)| Mutation::Delete { at, length }),
        position().prop_map(|at| Mutation::Truncate { at }),
        (position(), oddity()).prop_map(|(at, what)| Mutation::Insert { at, what }),
        (position(), position()).prop_map(|(one, other)| Mutation::Swap { one, other }),
        (position(), oddity()).prop_map(|(one, what)| Mutation::Replace { one, what }),
        (position(), 1usize..50).prop_map(|(at, times)| Mutation::RepeatLine { at, times }),
    ]
}

fn index(share: usize, length: usize) -> usize {
    (share * length / SHARES).min(length.saturating_sub(1))
}

/// The value of the line at a share of the text: from after the equals sign to the line's end.
fn value(text: &str, share: usize) -> Option<std::ops::Range<usize>> {
    let lines: Vec<&str> = text.split_inclusive('\n').filter(|line| line.contains('=')).collect();
    let line = lines.get(index(share, lines.len()))?;
    let start = line.as_ptr() as usize - text.as_ptr() as usize + line.find('=')? + 1;
    Some(start..start + line.trim_end().len().saturating_sub(line.find('=')? + 1))
}

fn apply(text: &str, mutation: &Mutation) -> String {
    let mut bytes = text.as_bytes().to_vec();
    match mutation {
        Mutation::Flip { at, bit } => {
            let at = index(*at, bytes.len());
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << bit;
            }
        }
        Mutation::Delete { at, length } => {
            let at = index(*at, bytes.len());
            bytes.drain(at..(at + length).min(bytes.len()));
        }
        Mutation::Truncate { at } => bytes.truncate(index(*at, bytes.len())),
        Mutation::Insert { at, what } => {
            let at = index(*at, bytes.len());
            bytes.splice(at..at, what.bytes());
        }
        Mutation::Swap { one, other } => {
            if let (Some(one), Some(other)) = (value(text, *one), value(text, *other))
                && one.end <= other.start
            {
                let (first, second) = (text[one.clone()].to_owned(), text[other.clone()].to_owned());
                bytes.splice(other, first.bytes());
                bytes.splice(one, second.bytes());
            }
        }
        Mutation::Replace { one, what } => {
            if let Some(range) = value(text, *one) {
                bytes.splice(range, what.bytes());
            }
        }
        Mutation::RepeatLine { at, times } => {
            let lines: Vec<&str> = text.split_inclusive('\n').collect();
            if let Some(line) = lines.get(index(*at, lines.len())) {
                let end = line.as_ptr() as usize - text.as_ptr() as usize + line.len();
                bytes.splice(end..end, line.repeat(*times).bytes());
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Errors lie inside the text, say something, and can be printed.
fn sound(text: &str, errors: &Errors) {
    assert!(!errors.problems.is_empty());
    let lines: Vec<&str> = text.split('\n').collect();
    for problem in &errors.problems {
        assert!(problem.line >= 1 && problem.line <= lines.len(), "line {} of {}", problem.line, lines.len());
        let line = lines[problem.line - 1];
        assert!(problem.column >= 1 && problem.column <= line.chars().count() + 1, "{problem:?} in {line:?}");
        assert!(text.get(problem.span.clone()).is_some(), "{problem:?}");
        assert!(
            !problem.message.is_empty() && !problem.message.contains("cannot be read as a business"),
            "{problem:?}"
        );
    }
    assert!(errors.render(false).contains("error"));
    assert!(errors.to_json()["errors"].as_array().is_some_and(|list| list.len() == errors.problems.len()));
}

/// How many malformed files the property is tried on.
const CASES: u32 = 1500;

#[test]
fn no_malformed_file_panics_and_each_is_explained() {
    let config = Config { cases: CASES, failure_persistence: None, ..Config::default() };
    // Always the same cases, so that a failure can be seen again.
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config { rng_seed: RngSeed::Fixed(2), ..config }, rng);
    let files = 0..shipped::all().len();
    let broken = std::cell::Cell::new(0u32);
    runner
        .run(&(files, proptest::collection::vec(mutation(), 1..5)), |(file, mutations)| {
            let text =
                mutations.iter().fold(shipped::all()[file].text.to_owned(), |text, mutation| apply(&text, mutation));
            if let Err(errors) = parse(&text, "mutated.toml") {
                sound(&text, &errors);
                broken.set(broken.get() + 1);
            }
            Ok(())
        })
        .unwrap();
    assert!(broken.get() >= 1000, "only {} of {CASES} files were malformed", broken.get());
}

#[test]
fn no_text_exhausts_the_stack_or_the_clock() {
    let deep_key = format!("{}a = 1", "a.".repeat(100_000));
    let deep_header = format!("[{}a]", "a.".repeat(100_000));
    let deep_list = format!("a = {}", "[".repeat(100_000));
    let deep_table = format!("a = {}", "{ a = ".repeat(100_000));
    let deep_headers = "[a.b.c.d.e.f.g.h.i.j.k.l.m]\n[[a.b.c.d.e.f.g.h.i.j.k.l.m.n]]\n".repeat(1000);
    let many_keys: String = (0..50_000).map(|n| format!("k{n} = 1\n")).collect();
    let many_names: String = (0..20_000).map(|n| format!("k{n} = \"minuts\"\n")).collect();
    let many_plans = format!("[plans.p]\nproducts = [{}]\n", "\"nothing\",".repeat(50_000));
    let texts = [
        deep_key,
        deep_header,
        deep_list,
        deep_table,
        deep_headers,
        many_keys,
        many_plans,
        format!("[meters]\n{many_names}"),
        format!("[vendors]\n{many_names}"),
        "\"".repeat(100_000),
        "a=".repeat(100_000),
    ];
    for text in texts {
        let errors = parse(&text, "large.toml").unwrap_err();
        sound(&text, &errors);
    }
}

#[test]
fn every_byte_order_mark_and_line_end_is_taken() {
    let text = shipped::get("dialer").unwrap().text;
    assert!(parse(&text.replace('\n', "\r\n"), "windows.toml").is_ok());
    assert!(parse(&format!("\u{feff}{text}"), "marked.toml").is_ok());
    let errors = parse("", "empty.toml").unwrap_err();
    assert_eq!(errors.problems[0].kind, ProblemKind::MissingKey);
    assert_eq!((errors.problems[0].line, errors.problems[0].column), (1, 1));
}

/// A plan that repeats a large deck many times must not take memory without end.
#[test]
fn repeated_decks_have_a_limit() {
    let rows: String = (0..10_000).map(|n| format!("\"{n}\" = \"1\"\n")).collect();
    let plans: String = (0..100).map(|n| format!("[plans.p{n}]\nproducts = [\"calls\"]\n")).collect();
    let text = format!(
        "[business]\nname = \"X\"\ncurrency = \"USD\"\ntimezone = \"UTC\"\n[meters.calls]\nevent = \"call\"\nsum = \"seconds\"\n\
         [products.calls]\nmeter = \"calls\"\n[products.calls.price.deck]\nby = \"to\"\n[products.calls.price.deck.rows]\n{rows}{plans}"
    );
    let errors = parse(&text, "decks.toml").unwrap_err();
    assert!(errors.problems.iter().all(|problem| problem.kind == ProblemKind::TooMany), "{errors}");
}
