//! Files good and bad, and a thousand broken ones.

use std::{io::Write as _, path::PathBuf};

use kernel::time::TimeZone;
use proptest::prelude::*;

use super::*;

fn terms(mapping: Option<&str>) -> Terms {
    Terms {
        format: None,
        mapping: mapping.map(|text| text.parse().unwrap()),
        zone: TimeZone::get("America/New_York").unwrap(),
        kind: None,
        source: None,
    }
}

fn rows(name: &str, text: &[u8], terms: &Terms) -> Vec<Row> {
    let dir = tempfile::tempdir().unwrap();
    let path: PathBuf = dir.path().join(name);
    std::fs::File::create(&path).unwrap().write_all(text).unwrap();
    open(&Input::File(path), terms, |_| {}).unwrap().map(Result::unwrap).collect()
}

fn event(row: &Row) -> serde_json::Value {
    match &row.content {
        Content::Event(text) => serde_json::from_str(text).unwrap(),
        other => panic!("line {}: {other:?}", row.line),
    }
}

/// Whether the row is an event, or says what is wrong with it.
fn is_explained(row: &Row) -> bool {
    row.line >= 1 && !matches!(&row.content, Content::Unreadable { why, .. } if why.is_empty())
}

fn why(row: &Row) -> &str {
    match &row.content {
        Content::Unreadable { why, .. } => why,
        other => panic!("line {}: {other:?}", row.line),
    }
}

const CALLS: &str = r#""abc-solar","+12125550100","442079460000","outbound","""Sales"" <+12125550100>","SIP/agent-1","SIP/trunk-2","Dial","SIP/trunk/442079460000","2025-10-01 12:00:01","2025-10-01 12:00:09","2025-10-01 12:01:10",69,61,"ANSWERED","BILLING","1759334401.17",""
"abc-solar","+12125550100","442079460001","outbound","","SIP/agent-1","","Dial","","2025-10-01 12:02:00","","2025-10-01 12:02:30",30,0,"NO ANSWER","BILLING","1759334520.18",""
"","+12125550100","442079460002","outbound","","SIP/agent-1","","Dial","","2025-10-01 12:03:00","","2025-10-01 12:03:30",30,20,"ANSWERED","BILLING","1759334580.19",""
"abc-solar","1","2"
"abc-solar","1","2","c","","x","y","Dial","","2025-10-01 25:00:00","","",30,20,"ANSWERED","BILLING","1759334580.20",""
"abc-solar","1","2","c","","x","y","Dial","","2025-10-01 12:00:00","","",30,-5,"ANSWERED","BILLING","1759334580.21",""
"#;

#[test]
fn an_answered_call_is_an_event_in_the_zone_of_the_switch() {
    let rows = rows("Master.csv", CALLS.as_bytes(), &terms(None));
    assert_eq!(rows.len(), 6);
    insta::assert_snapshot!(event(&rows[0]), @r#"{"data":{"billable_seconds":"61","caller":"+12125550100","context":"outbound","destination":"442079460000","duration_seconds":"69"},"id":"1759334401.17@2025-10-01 12:00:01","source":"asterisk","specversion":"1.0","subject":"abc-solar","time":"2025-10-01T16:00:01Z","type":"call.completed"}"#);
    assert_eq!(rows[1].content, Content::Passed("not answered"));
    for (row, words) in rows[2..].iter().zip(["accountcode is empty", "3 columns", "25:00:00", "billsec is '-5'"]) {
        assert!(why(row).contains(words), "line {}: {}", row.line, why(row));
    }
    assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6]);
}

#[test]
fn every_set_of_asterisks_columns_has_its_id() {
    let base = r#""t","1","2","c","","x","y","Dial","","2025-10-01 12:00:00","","",30,20,"ANSWERED","BILLING""#;
    let id = |more: &str| {
        event(&rows("Master.csv", format!("{base}{more}\n").as_bytes(), &terms(None))[0])["id"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert_eq!(id(r#","175.1","note","p","175.1",7"#), "175.1-7");
    assert_eq!(id(r#","pbx-175.1","p","175.1",7"#), "pbx-175.1-7");
    assert_eq!(id(r#","175.1","note""#), "175.1@2025-10-01 12:00:00");
    assert_eq!(id(r#","175.1""#), "175.1@2025-10-01 12:00:00");
    assert_eq!(id("").len(), 32, "made of the row itself");
    assert_eq!(id(r#","a note""#).len(), 32);
}

const TABLE: &str = "calldate,account,billsec,dst\n\
    2025-10-01 09:00:00,abc-solar,61,44\n\
    2025-10-01 09:00:00,abc-solar,61,44\n\
    2025-10-01T09:00:00Z,abc-solar,,44\n\
    never,abc-solar,1,44\n\
    2025-10-01 09:00:00,abc-solar\n\
    2025-10-01 09:00:00,,1,44\n";

#[test]
fn a_table_is_read_by_its_mapping() {
    let terms = terms(Some("at=calldate,tenant=account,type==call.completed,billable_seconds=billsec,destination=dst"));
    let rows = rows("calls.csv", TABLE.as_bytes(), &terms);
    assert_eq!(rows.len(), 6);
    let (first, second) = (event(&rows[0]), event(&rows[1]));
    assert_eq!(first["time"], "2025-10-01T13:00:00Z");
    assert_eq!(first["data"]["billable_seconds"], "61");
    assert_eq!(second["id"].as_str().unwrap(), format!("{}-2", first["id"].as_str().unwrap()));
    assert_eq!(event(&rows[2])["data"].as_object().unwrap().len(), 1, "an empty cell says nothing");
    for (row, words) in rows[3..].iter().zip(["'never' is no time", "2 cells", "tenant is empty"]) {
        assert!(why(row).contains(words), "line {}: {}", row.line, why(row));
    }
    assert_eq!(rows[5].line, 7);
}

#[test]
fn a_table_whose_columns_do_not_fit_is_explained_once() {
    let found = rows("calls.csv", TABLE.as_bytes(), &terms(None));
    assert_eq!(found.len(), 1);
    assert!(why(&found[0]).contains("--map at=COLUMN") && why(&found[0]).contains("calldate"), "{}", why(&found[0]));
    let found = rows("calls.csv", TABLE.as_bytes(), &terms(Some("at=date")));
    assert!(why(&found[0]).contains("no column 'date'"), "{}", why(&found[0]));
}

#[test]
fn columns_with_an_events_own_names_need_no_mapping() {
    let text = "\u{feff}id;at;tenant;type;gb\n1;2025-10-01;abc-solar;storage.measured;50\n";
    let rows = rows("storage.csv", text.as_bytes(), &terms(None));
    let event = event(&rows[0]);
    assert_eq!((&event["id"], &event["data"]["gb"]), (&"1".into(), &"50".into()));
}

#[test]
fn a_quote_that_never_closes_does_not_fill_the_memory() {
    let text = format!("at,tenant,type\n\"{}", "x,y\n".repeat(200_000));
    let rows = rows("a.csv", text.as_bytes(), &terms(None));
    assert!(why(rows.last().unwrap()).contains("quote is not closed"));
}

/// Texts that a file of this kind might really hold, broken somewhere.
fn broken(good: &'static str) -> impl Strategy<Value = Vec<u8>> {
    let cut = (0..good.len()).prop_map(move |at| good.as_bytes()[..at].to_vec());
    let spoilt = (prop::collection::vec((0..good.len(), any::<u8>()), 1..20)).prop_map(move |changes| {
        let mut text = good.as_bytes().to_vec();
        for (at, byte) in changes {
            text[at] = byte;
        }
        text
    });
    prop_oneof![cut, spoilt, prop::collection::vec(any::<u8>(), 0..400)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 350, ..ProptestConfig::default() })]

    #[test]
    fn broken_call_records_never_stop_the_reader(text in broken(CALLS)) {
        for row in rows("Master.csv", &text, &terms(None)) {
            prop_assert!(is_explained(&row));
        }
    }

    #[test]
    fn broken_tables_never_stop_the_reader(text in broken(TABLE)) {
        let terms = terms(Some("at=calldate,tenant=account,type==call.completed,billable_seconds=billsec"));
        for row in rows("calls.csv", &text, &terms) {
            prop_assert!(is_explained(&row));
        }
    }

    #[test]
    fn broken_json_never_stops_the_reader(
        text in broken("[{\"specversion\":\"1.0\",\"id\":\"1\",\"data\":{\"a\":[1,\"]\"]}},\n{\"id\":\"2\"}]\n{}\n"),
        name in prop_oneof![Just("a.json"), Just("a.ndjson")],
    ) {
        let lines = text.iter().filter(|byte| **byte == b'\n').count() as u64 + 1;
        for row in rows(name, &text, &terms(None)) {
            prop_assert!(is_explained(&row) && row.line <= lines);
            // Whatever is left to the common door is refused there in words.
            if let Content::Event(text) = &row.content {
                for parsed in app::events::parse_ndjson(text.as_bytes()).unwrap() {
                    prop_assert!(parsed.is_ok() || !parsed.unwrap_err().why.is_empty());
                }
            }
        }
    }
}
