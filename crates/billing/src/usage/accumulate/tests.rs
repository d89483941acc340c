use model::{Fold, Level};
use proptest::prelude::*;

use super::*;
use crate::{
    testing::{Said, at, contract, dialer, empty, exact, meter, number, read, said, utc},
    usage::{Attributes, Dedupe, Seen, average_of_reading},
};

fn tariff() -> Tariff {
    let mut business = dialer();
    let time_weighted = |each| Fold::TimeWeighted { attribute: "gb".into(), each };
    business.meters.insert("disk".into(), meter("disk.level", time_weighted(Level::Level), "GB"));
    business.meters.insert("seats".into(), meter("seats.changed", time_weighted(Level::Change), "seat"));
    business.meters.insert("credits".into(), meter("credits.left", Fold::Last("left".into()), "credit"));
    business.meters.insert("calls".into(), meter("call.completed", Fold::Count, "call"));
    Tariff::new(&business, &contract()).unwrap()
}

#[test]
fn each_fold_comes_to_its_quantity() {
    let events = [
        said("call.completed", "a", "2025-10-02T00:00:00Z", r#"{"billable_seconds": 61}"#),
        said("call.completed", "b", "2025-10-03T00:00:00Z", r#"{"billable_seconds": 59}"#),
        said("number.active", "a", "2025-10-02T00:00:00Z", r#"{"number": "+15550100"}"#),
        said("number.active", "b", "2025-10-02T00:00:00Z", r#"{"number": "+15550101"}"#),
        said("number.active", "c", "2025-10-20T00:00:00Z", r#"{"number": "+15550100"}"#),
        said("storage.measured", "a", "2025-10-20T00:00:00Z", r#"{"gb": 30}"#),
        said("storage.measured", "b", "2025-10-21T00:00:00Z", r#"{"gb": 50}"#),
        said("storage.measured", "c", "2025-10-22T00:00:00Z", r#"{"gb": 40.5}"#),
        said("credits.left", "b", "2025-10-22T00:00:00Z", r#"{"left": 7}"#),
        said("credits.left", "a", "2025-10-22T00:00:00Z", r#"{"left": 9}"#),
    ];
    let readings = read(&tariff(), utc("2025-10"), &events).unwrap();
    for (key, events, quantity) in
        [("minutes", 2, "180"), ("calls", 2, "2"), ("numbers", 3, "2"), ("storage", 3, "50"), ("credits", 2, "7")]
    {
        let reading = readings.get(key).unwrap();
        assert_eq!((reading.events, reading.quantity), (events, exact(quantity)), "{key}");
    }
    assert_eq!(readings.get("disk"), None);
    assert_eq!(readings.quantity("disk"), Exact::ZERO);
}

/// C31: a batch sent twice counts once; the same id with other content is told apart.
#[test]
fn c31_a_batch_sent_twice_counts_once() {
    let mut business = empty();
    business.meters.insert("tokens".into(), meter("used", Fold::Sum("tokens".into()), "token"));
    let tariff = Tariff::new(&business, &contract()).unwrap();
    let batch: Vec<_> = ["20", "150", "70", "9", "25000"].into_iter().enumerate().collect();
    let (mut dedupe, mut events, mut duplicates) = (Dedupe::default(), Vec::new(), 0);
    for (index, tokens) in batch.iter().chain(&batch) {
        let mut digest = [0; 16];
        digest[..tokens.len()].copy_from_slice(tokens.as_bytes());
        match dedupe.see("meter", &index.to_string(), digest) {
            Seen::New => events.push(said(
                "used",
                &index.to_string(),
                "2025-10-02T00:00:00Z",
                &format!(r#"{{"tokens": {tokens}}}"#),
            )),
            Seen::Duplicate => duplicates += 1,
            Seen::Conflict => panic!("nothing differs"),
        }
    }
    assert_eq!((events.len(), duplicates), (5, 5));
    assert_eq!(read(&tariff, utc("2025-10"), &events).unwrap().quantity("tokens"), exact("25249"));
    assert_eq!(dedupe.see("meter", "0", [9; 16]), Seen::Conflict);
}

/// C49: the latest value is that of the last event before the boundary: 175 granted, 10 used, 165 left.
#[test]
fn c49_the_latest_value_leaves_out_the_boundary() {
    let events = [
        said("credits.left", "1", "2025-10-02T00:00:00Z", r#"{"left": 4}"#),
        said("credits.left", "2", "2025-10-31T23:59:59.999Z", r#"{"left": 10}"#),
        said("credits.left", "3", "2025-11-01T00:00:00Z", r#"{"left": 99}"#),
    ];
    let used = read(&tariff(), utc("2025-10"), &events).unwrap().quantity("credits");
    assert_eq!(exact("175").minus(used).unwrap(), exact("165"));
}

/// C75: an event at the boundary belongs to the next period only.
#[test]
fn c75_periods_are_half_open() {
    let boundary = [said("call.completed", "a", "2025-11-01T00:00:00Z", r#"{"billable_seconds": 1}"#)];
    assert_eq!(read(&tariff(), utc("2025-10"), &boundary).unwrap(), Readings::default());
    assert_eq!(read(&tariff(), utc("2025-11"), &boundary).unwrap().quantity("minutes"), exact("60"));
    let tariff = tariff();
    let mut accumulator = Accumulator::new(&tariff, utc("2025-10"));
    let attributes = Attributes::parse(r#"{"gb": 1}"#).unwrap();
    let event = |at| Event { kind: "disk.level", id: "1", at, attributes: &attributes };
    assert_eq!(accumulator.add(&event(at("2025-10-01T00:00:00Z"))), Ok(true));
    assert_eq!(accumulator.add(&event(at("2025-09-30T23:59:59Z"))), Ok(false));
    assert_eq!(accumulator.add(&event(at("2025-11-01T00:00:00Z"))), Ok(false));
}

#[test]
fn levels_from_before_the_period_are_carried_in() {
    let events = [
        said("disk.level", "2", "2025-09-20T00:00:00Z", r#"{"gb": 8}"#),
        said("disk.level", "1", "2025-07-01T00:00:00Z", r#"{"gb": 100}"#),
        said("seats.changed", "1", "2025-07-01T00:00:00Z", r#"{"gb": 10}"#),
        said("seats.changed", "2", "2025-08-01T00:00:00Z", r#"{"gb": -4}"#),
        said("seats.changed", "3", "2025-10-16T12:00:00Z", r#"{"gb": 2}"#),
        said("call.completed", "1", "2025-09-20T00:00:00Z", r#"{"billable_seconds": 1}"#),
    ];
    let readings = read(&tariff(), utc("2025-10"), &events).unwrap();
    assert_eq!(readings.0.keys().collect::<Vec<_>>(), ["disk", "seats"]);
    let disk = readings.get("disk").unwrap();
    assert_eq!((disk.events, disk.carried), (0, number("8")));
    let seats = readings.get("seats").unwrap();
    assert_eq!((seats.events, seats.carried), (1, number("6")));
    assert_eq!(average_of_reading(Level::Change, utc("2025-10"), seats).unwrap(), exact("7"));
}

#[test]
fn a_sum_beyond_the_range_refuses_the_event_and_keeps_the_rest() {
    let mut business = empty();
    business.meters.insert("a".into(), meter("e", Fold::Sum("v".into()), "x"));
    let tariff = Tariff::new(&business, &contract()).unwrap();
    let mut accumulator = Accumulator::new(&tariff, utc("2025-10"));
    let mut add = |data: &str| {
        let attributes = Attributes::parse(data).unwrap();
        accumulator.add(&Event { kind: "e", id: "1", at: at("2025-10-02T00:00:00Z"), attributes: &attributes })
    };
    let largest = r#"{"v": 999999999999999.999999999}"#;
    let mut added = 0u32;
    while add(largest).is_ok() {
        added += 1;
    }
    assert!(added >= 79_000, "{added}");
    assert_eq!(add(largest), Err(Refusal::OutOfRange { meter: "a".into() }));
    let sum = exact("999999999999999.999999999").times(Exact::from(i64::from(added))).unwrap();
    assert_eq!(accumulator.readings().unwrap().quantity("a"), sum);
}

fn events() -> impl Strategy<Value = Vec<Said>> {
    let one = (0usize..7, 0i64..4_000_000, 0i64..500, 0u32..4).prop_map(|(kind, second, value, places)| {
        let (kind, attribute) = [
            ("call.completed", "billable_seconds"),
            ("number.active", "number"),
            ("storage.measured", "gb"),
            ("support.given", "hours"),
            ("disk.level", "gb"),
            ("seats.changed", "gb"),
            ("credits.left", "left"),
        ][kind];
        let at = kernel::time::Timestamp::from_second(1_758_000_000 + second / 1000 * 1000).unwrap();
        let value = Decimal::new(value, places);
        Said { kind: kind.into(), id: String::new(), at, data: format!(r#"{{"{attribute}": {value}}}"#) }
    });
    proptest::collection::vec(one, 0..40).prop_map(|mut events| {
        for (index, event) in events.iter_mut().enumerate() {
            event.id = index.to_string();
        }
        events
    })
}

proptest! {
    /// In whatever order events come, the readings are the same to the byte.
    #[test]
    fn the_order_of_events_changes_nothing((events, shuffled) in events().prop_flat_map(|events| (Just(events.clone()), Just(events).prop_shuffle()))) {
        let tariff = tariff();
        let bytes = |events: &[Said]| format!("{:?}", read(&tariff, utc("2025-10"), events).unwrap());
        prop_assert_eq!(bytes(&events), bytes(&shuffled));
    }

    /// Every event is in exactly one of two adjacent periods: sums add up.
    #[test]
    fn splitting_a_period_loses_no_event(events in events(), cut in 0i64..4_000_000) {
        let tariff = tariff();
        let at = |second: i64| kernel::time::Timestamp::from_second(1_758_000_000 + second).unwrap();
        let whole = Period { start: at(0), end: at(4_000_000) };
        let (first, second) = (Period { end: at(cut / 1000 * 1000), ..whole }, Period { start: at(cut / 1000 * 1000), ..whole });
        let [whole, first, second] = [whole, first, second].map(|period| read(&tariff, period, &events).unwrap());
        for key in ["minutes", "support", "calls"] {
            prop_assert_eq!(whole.quantity(key), first.quantity(key).plus(second.quantity(key)).unwrap());
        }
        for key in ["minutes", "numbers", "disk", "credits"] {
            let events = |readings: &Readings| readings.get(key).map_or(0, |reading| reading.events);
            prop_assert_eq!(events(&whole), events(&first) + events(&second));
        }
    }
}
