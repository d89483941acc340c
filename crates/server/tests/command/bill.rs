use serde_json::Value;

use crate::program::{Program, is_for_people};

/// The program beside the demo's usage, `usage.ndjson`.
fn with_usage() -> Program {
    let program = Program::new();
    let usage = program.done(&["sample", "dialer"]);
    program.write("usage.ndjson", &usage);
    program
}

const ABC_SOLAR: [&str; 8] =
    ["bill", "dialer", "--tenant", "abc-solar", "--period", "2025-10", "--usage", "usage.ndjson"];

fn abc_solar(more: &[&'static str]) -> Vec<&'static str> {
    ABC_SOLAR.into_iter().chain(more.iter().copied()).collect()
}

#[test]
fn the_founders_example_bill_comes_to_3580() {
    let program = with_usage();
    insta::assert_snapshot!("abc-solar-table", program.done(&abc_solar(&["--title", "ABC Solar"])));
    let json: Value = serde_json::from_str(&program.done(&abc_solar(&["--format", "json"]))).unwrap();
    insta::assert_json_snapshot!("abc-solar", json);
    assert_eq!((&json["total"], &json["cost"]), (&"3580.00".into(), &"1015.00".into()));
}

#[test]
fn a_tenants_bill_tells_nothing_of_ours() {
    let program = with_usage();
    for format in ["table", "json", "html"] {
        let text = program.done(&abc_solar(&["--as", "tenant", "--format", format])).to_lowercase();
        // A style sheet has margins of its own.
        let text = text.split_once("</style>").map_or(text.as_str(), |(_, page)| page);
        assert!(text.contains("3,580.00") || text.contains("3580.00"), "{text}");
        for word in ["cost", "margin", "vendor", "instacall", "bytworth", "vicidial", "1015", "1,015"] {
            assert!(!text.contains(word), "{format} says '{word}'");
        }
    }
}

#[test]
fn documents_are_written_where_asked() {
    let program = with_usage();
    let said = program.run(&abc_solar(&["--format", "pdf", "-o", "bill.pdf"]));
    assert_eq!((said.code, said.out.as_str()), (Some(0), ""));
    assert!(std::fs::read(program.path("bill.pdf")).unwrap().starts_with(b"%PDF"));
    let said = program.run(&abc_solar(&["--format", "html", "-o", "none/bill.html"]));
    assert_eq!(said.code, Some(1));
    assert!(said.err.contains("none/bill.html"), "{}", said.err);
}

#[test]
fn usage_given_twice_in_any_form_counts_once() {
    let program = with_usage();
    let usage = std::fs::read_to_string(program.path("usage.ndjson")).unwrap();
    let lines: Vec<&str> = usage.lines().collect();
    std::fs::create_dir(program.path("usage")).unwrap();
    program.write("usage/again.json", &format!("[{}]", lines.join(",\n")));
    let said = program.run(&abc_solar(&["usage", "--format", "json"]));
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.out.contains(r#""total":"3580.00""#), "{}", said.out);
    assert!(said.err.contains("given twice and counted once"), "{}", said.err);
    let said = program.run_with(
        &["bill", "dialer", "--tenant", "abc-solar", "--period", "2025-10", "--format", "json", "--usage", "-"],
        &usage,
    );
    assert!(said.out.contains(r#""total":"3580.00""#), "{}", said.out);
}

#[test]
fn lines_that_cannot_be_used_are_named_and_the_exit_code_says_so() {
    let program = Program::new();
    let event = |id: &str, data: &str| {
        format!(
            r#"{{"specversion":"1.0","id":"{id}","source":"s","type":"call.completed","subject":"a","time":"2025-10-02T12:00:00Z","data":{data}}}"#
        )
    };
    let lines = [
        event("1", r#"{"billable_seconds":60}"#),
        "{".into(),
        event("2", r#"{"billable_seconds":"many"}"#),
        event("1", r#"{"billable_seconds":61}"#),
        event("3", "{}").replace("call.completed", "fax.sent"),
        event("4", "{}").replace(r#""subject":"a","#, ""),
        event("5", "{}").replace(r#""time":"2025-10-02T12:00:00Z","#, ""),
    ];
    program.write("usage.ndjson", &lines.join("\n"));
    let args = ["bill", "dialer", "--tenant", "a", "--period", "2025-10", "--usage", "usage.ndjson"];
    let said = program.run(&args);
    assert_eq!(said.code, Some(3));
    insta::assert_snapshot!("unusable-lines", said.err);
    let lenient: Vec<&str> = args.into_iter().chain(["--lenient"]).collect();
    assert_eq!(program.run(&lenient).code, Some(0));
}

#[test]
fn the_same_calls_from_a_table_and_from_asterisk_cost_the_same() {
    let program = Program::new();
    let call = |account: &str, start: &str, seconds: u32, disposition: &str, id: u32| {
        format!(
            r#""{account}","+1212","4420","out","","SIP/1","SIP/2","Dial","","{start}","{start}","{start}",{seconds},{seconds},"{disposition}","BILLING","17.{id}","""#
        )
    };
    let calls = [
        call("abc-solar", "2025-10-31 23:59:59", 61, "ANSWERED", 1),
        // Midnight in New York: November, though October in Los Angeles.
        call("abc-solar", "2025-11-01 00:00:00", 600, "ANSWERED", 2),
        call("abc-solar", "2025-10-05 10:00:00", 30, "NO ANSWER", 3),
        call("other", "2025-10-05 10:00:00", 30, "ANSWERED", 4),
    ];
    program.write("Master.csv", &calls.join("\n"));
    program.write("calls.csv", "when;who;secs\n2025-10-31 23:59:59;abc-solar;61\n2025-11-01 00:00:00;abc-solar;600\n");
    let bill = |more: &[&str]| {
        let mut args = vec!["bill", "dialer", "--tenant", "abc-solar", "--period", "2025-10", "--format", "json"];
        args.extend(more);
        let json: Value = serde_json::from_str(&program.done(&args)).unwrap();
        json["lines"][1]["quantity"].as_str().unwrap().to_owned()
    };
    assert_eq!(bill(&["--usage", "Master.csv"]), "2");
    assert_eq!(bill(&["--usage", "Master.csv", "--times-in", "America/Los_Angeles"]), "0");
    let map = "at=when,tenant=who,type==call.completed,billable_seconds=secs";
    assert_eq!(bill(&["--usage", "calls.csv", "--map", map]), "2");
}

#[test]
fn agreements_are_made_on_the_command_line() {
    let program = Program::new();
    let total = |args: &[&str]| {
        let args: Vec<&str> = ["bill"]
            .iter()
            .chain(args)
            .chain(&["--period", "2025-10", "--tenant", "t", "--format", "json"])
            .copied()
            .collect();
        let json: Value = serde_json::from_str(&program.done(&args)).unwrap();
        json["total"].as_str().unwrap().to_owned()
    };
    assert_eq!(total(&["nodes", "--plan", "essential", "--quantity", "nodes=99"]), "49500.00");
    assert_eq!(total(&["nodes", "--plan", "essential", "--quantity", "nodes=100"]), "45000.00");
    assert_eq!(total(&["dialer", "--start", "2025-10-01"]), "2000.00", "setup falls due once");
    assert_eq!(total(&["isp", "--quantity", "advanced_crm=1", "--price", "advanced_crm=75"]), "175.00");
}

#[test]
fn what_cannot_be_billed_is_explained() {
    let program = Program::new();
    for (args, words) in [
        (vec!["nodes"], "--plan: services, essential"),
        (vec!["dialer", "--plan", "platinum"], "bronze, silver, gold"),
        (vec!["isp", "--quantity", "advanced_crm=1"], "--price advanced_crm=PRICE"),
        (vec!["isp", "--price", "advanced_crm=1"], "--quantity advanced_crm=1"),
        (vec!["isp", "--price", "advanced_crm=1", "--quantity", "advanced_crm=1"], "outside the range"),
        (vec!["dialer", "--start", "2026-01-01"], "after the period"),
        (vec!["dialer", "--usage", "none.csv"], "Cannot read none.csv"),
        (vec!["dialer", "--usage", "*.none"], "called like"),
    ] {
        let args: Vec<&str> =
            ["bill"].into_iter().chain(args).chain(["--period", "2025-10", "--tenant", "t"]).collect();
        let said = program.run(&args);
        assert_eq!((said.code, said.out.as_str()), (Some(1), ""), "{args:?}: {}", said.err);
        assert!(said.err.contains(words) && is_for_people(&said.err), "{args:?}: {}", said.err);
    }
    for args in [["--period", "October"], ["--period", "2025-13"]] {
        let said = program.run(&["bill", "dialer", "--tenant", "t", args[0], args[1]]);
        assert_eq!(said.code, Some(1));
        assert!(said.err.contains("2025-10"), "{}", said.err);
    }
    assert_eq!(program.run(&["bill", "dialer", "--tenant", "a b", "--period", "2025-10"]).code, Some(2));
}

#[test]
fn a_corrected_event_counts_though_its_broken_one_came_first() {
    let program = Program::new();
    let event = |seconds: &str| {
        format!(
            r#"{{"specversion":"1.0","id":"c-1","source":"pbx-1","type":"call.completed","subject":"abc-solar","time":"2025-10-05T12:00:00Z","data":{{"billable_seconds":{seconds}}}}}"#
        )
    };
    program.write("usage.ndjson", &[event("-61"), event("61"), event("61"), event("62")].join("\n"));
    let said = program.run(&abc_solar(&["--format", "json"]));
    assert_eq!(said.code, Some(3));
    assert!(said.out.contains(r#""quantity":"2","unit":"minute""#), "{}", said.out);
    for (line, is_bad) in [(1, true), (2, false), (3, false), (4, true)] {
        assert_eq!(said.err.contains(&format!("usage.ndjson:{line}:")), is_bad, "{}", said.err);
    }
}

#[test]
fn a_thousand_broken_lines_are_told_and_change_nothing() {
    let program = Program::new();
    let good = r#"{"specversion":"1.0","id":"1","source":"s","type":"call.completed","subject":"a","time":"2025-10-02T12:00:00Z","data":{"billable_seconds":60}}"#;
    let args = ["bill", "dialer", "--tenant", "a", "--period", "2025-10", "--usage", "usage.ndjson"];
    program.write("usage.ndjson", good);
    let clean = program.done(&args);
    // Cut anywhere, it is no event; and a screen must not obey what stands in a file.
    let broken: Vec<String> = (0..1000)
        .map(|number| match number % 4 {
            0 => good.chars().take(1 + number % (good.len() - 1)).collect(),
            1 => good.replace("60}", &format!("\"\\u001b[2J{number}\"}}")),
            2 => good.replace("\"subject\":\"a\"", &format!("\"subject\":[{number}]")),
            _ => format!("{number},{number},\u{1b}[31m"),
        })
        .collect();
    program.write("usage.ndjson", &format!("{}\n{good}\n", broken.join("\n")));
    let said = program.run(&args);
    assert_eq!((said.code, said.out), (Some(3), clean));
    assert!(said.err.contains("usage.ndjson:1: ") && said.err.contains("and 980 more lines"), "{}", said.err);
    assert!(!said.err.contains('\u{1b}') && is_for_people(&said.err), "{}", said.err);
}
