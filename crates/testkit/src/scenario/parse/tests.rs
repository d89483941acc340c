use super::*;

const GOOD: &str = r##"# A call and its bill
zone America/New_York
business dialer
tenant abc-solar "ABC Solar Company" zone America/Chicago
2025-09-15 contract abc-solar standard with seats=5 at bundle=250.50

2025-10-03 12:00 use abc-solar call.completed billable_seconds=61 to="4420" number=n{n} times 3 every 30m   # three
2025-11-02T01:30:00-05:00 use abc-solar number.active on 2025-10-31 23:59:59 id late-1
2025-11-03 close abc-solar 2025-10
show bill abc-solar 2025-10 as tenant
"##;

fn refusal(line: &str) -> String {
    parse(&format!("# Refused\n{line}\n")).unwrap_err().to_string()
}

#[test]
fn a_scenario_is_read_as_a_person_reads_it() {
    let scenario = parse(GOOD).unwrap();
    assert_eq!(scenario.title, "A call and its bill");
    let verbs: Vec<_> = scenario.steps.iter().map(|step| &step.verb).collect();
    assert_eq!(verbs[0], &Verb::Business(BusinessText::Shipped("dialer".into())));
    let Verb::Contract { start, quantities, prices, .. } = verbs[2] else { panic!("{:?}", verbs[2]) };
    assert_eq!((start.to_string().as_str(), quantities[0].0.as_str()), ("2025-09-15", "seats"));
    assert_eq!(prices[0].1.to_string(), "250.50");
    let Verb::Use(calls) = verbs[3] else { panic!("{:?}", verbs[3]) };
    assert_eq!((calls.times, calls.every_s), (3, 1800));
    let attributes: Vec<_> = calls.attributes.iter().map(|(key, value)| format!("{key}={value}")).collect();
    assert_eq!(attributes, ["billable_seconds=61", "to=\"4420\"", "number=\"n{n}\""]);
    let Verb::Use(late) = verbs[4] else { panic!("{:?}", verbs[4]) };
    assert_eq!((late.on.unwrap().to_string().as_str(), late.id.as_deref()), ("2025-11-01T03:59:59Z", Some("late-1")));
    assert_eq!(scenario.steps[4].at.unwrap().to_string(), "2025-11-02T06:30:00Z");
}

#[test]
fn a_business_file_stands_indented_below_its_statement() {
    let text = "# Inline\nbusiness\n  [business]\n  name = \"A\"\n\n  [brand]\n    x = 1\ntenant a \"A\"\n";
    let Verb::Business(BusinessText::Inline(file)) = &parse(text).unwrap().steps[0].verb else { panic!() };
    assert_eq!(file, "[business]\nname = \"A\"\n\n[brand]\n  x = 1\n");
}

#[test]
fn what_is_wrong_is_said_with_its_line() {
    assert_eq!(parse("business dialer").unwrap_err().line, 1);
    for (line, part) in [
        ("2025-10-03 pay abc", "line 2: 'pay' is none of"),
        ("use abc call", "begins with the day"),
        ("2025-10-03", "followed by what happens"),
        ("2025-13-03 close a 2025-10", "not a date"),
        ("2025-10-03 25:00 close a 2025-10", "not a time of day"),
        ("2025-10-03 close a", "close TENANT PERIOD"),
        ("tenant a \"A", "not closed"),
        ("2025-10-03 use a b c", "ATTRIBUTE=VALUE"),
        ("2025-10-03 use a b times many", "followed by a number"),
        ("2025-10-03 use a b every 3x", "not a duration"),
        ("2025-10-03 contract a b with seats=five", "not a decimal"),
        ("2025-10-03 contract a b from today", "followed by a day"),
        ("show margin", "show bill"),
        ("zone Mars/Olympus", "not a time zone"),
        ("  indented", "only a business file"),
        ("business", "indented below"),
        ("2025-10-03 replay\n2025-10-02 replay", "line 3: the clock does not go back"),
        ("zone America/New_York\n2025-11-02 01:30 replay", "no single moment"),
    ] {
        assert!(refusal(line).contains(part), "{line}: {}", refusal(line));
    }
}
