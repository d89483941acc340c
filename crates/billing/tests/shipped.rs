//! The business files that come with the program, from events to a bill: every number as the founders state it.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use billing::{
    invoicing::{Rated, bill},
    usage::{Accumulator, Attributes, Event, Readings, Tariff},
};
use kernel::{Decimal, Period, time::Timestamp};
use model::{Business, Contract, Map};

fn shipped(name: &str) -> Business {
    model::shipped::get(name).unwrap().parse().unwrap()
}

fn contract(plan: &str, start: &str, quantities: &[(&str, &str)]) -> Contract {
    Contract {
        tenant: "abc-solar".parse().unwrap(),
        title: "ABC Solar".into(),
        plan: plan.into(),
        start: start.parse().unwrap(),
        zone: None,
        quantities: quantities.iter().map(|(key, value)| ((*key).to_owned(), number(value))).collect(),
        prices: Map::new(),
    }
}

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn rate(business: &Business, contract: &Contract, period: &str, events: &[(&str, &str, String)]) -> Rated {
    let period = Period::parse(period, &business.zone).unwrap();
    bill(business, contract, period, &read(business, contract, period, events)).unwrap()
}

/// Events as type, time and data.
fn read(business: &Business, contract: &Contract, period: Period, events: &[(&str, &str, String)]) -> Readings {
    let tariff = Tariff::new(business, contract).unwrap();
    let mut accumulator = Accumulator::new(&tariff, period);
    for (index, (kind, at, data)) in events.iter().enumerate() {
        let attributes = Attributes::parse(data).unwrap();
        let at: Timestamp = at.parse().unwrap();
        assert!(accumulator.add(&Event { kind, id: &index.to_string(), at, attributes: &attributes }).unwrap());
    }
    accumulator.readings().unwrap()
}

/// The example bill of the call centre's text: ABC Solar, standard plan, October 2025.
#[test]
fn the_call_centres_example_bill() {
    let october = "2025-10-15T12:00:00Z";
    let mut events = vec![("storage.measured", october, r#"{"gb": 50}"#.to_owned())];
    // 100,000 calls of up to a minute.
    events.extend(
        (0..100_000).map(|call| ("call.completed", october, format!(r#"{{"billable_seconds": {}}}"#, call % 60 + 1))),
    );
    events.extend((0..10).map(|number| ("number.active", october, format!(r#"{{"number": "+1555010{number}"}}"#))));
    events.extend((0..5).map(|_| ("support.logged", october, r#"{"hours": 1}"#.to_owned())));
    let rated = rate(&shipped("dialer"), &contract("standard", "2024-01-01", &[]), "2025-10", &events);

    let lines: Vec<String> =
        rated.bill.lines.iter().map(|line| format!("{} {} {}", line.product, line.quantity, line.settled)).collect();
    assert_eq!(
        lines,
        ["platform 1 500.00", "minutes 100000 2500.00", "numbers 10 30.00", "storage 50 50.00", "support 5 500.00"]
    );
    assert_eq!(rated.bill.total.to_string(), "3580.00");
    let costs: Vec<String> = rated
        .costs
        .lines
        .iter()
        .map(|cost| format!("{} {}", rated.bill.lines[cost.line.unwrap()].product, cost.settled))
        .collect();
    assert_eq!(costs, ["minutes 1000.00", "numbers 10.00", "storage 5.00"]);
    assert_eq!((rated.costs.total.to_string(), rated.costs.margin.to_string()), ("1015.00".into(), "2565.00".into()));
}

/// Each tier's list price with the discount by volume, at the edges where it changes.
#[test]
fn the_price_of_nodes() {
    let table = [
        ("essential", ["49500", "45000", "449550", "400000", "3999600", "3500000"]),
        ("professional", ["148500", "135000", "1348650", "1200000", "11998800", "10500000"]),
        ("enterprise", ["346500", "315000", "3146850", "2800000", "27997200", "24500000"]),
        ("government", ["495000", "450000", "4495500", "4000000", "39996000", "35000000"]),
    ];
    let business = shipped("nodes");
    for (plan, expected) in table {
        for (nodes, amount) in ["99", "100", "999", "1000", "9999", "10000"].into_iter().zip(expected) {
            let agreed = contract(plan, "2024-10-07", &[("nodes", nodes)]);
            let due = rate(&business, &agreed, "2025-10", &[]).bill.total;
            assert_eq!(due.to_string(), format!("{amount}.00"), "{nodes} nodes, {plan}");
            assert_eq!(rate(&business, &agreed, "2025-11", &[]).bill.total.minor, 0);
        }
    }
}

/// Every plan that is sold without an individual contract bills an empty month.
#[test]
fn every_plan_has_a_bill() {
    for shipped in model::shipped::all() {
        let business = shipped.parse().unwrap();
        for (plan, terms) in business.plans.iter().filter(|(_, terms)| !terms.custom) {
            let rated = rate(&business, &contract(plan, "2025-10-01", &[]), "2025-10", &[]);
            assert_eq!(rated.bill.plan_title, terms.title);
            assert!(rated.bill.total.minor >= 0, "{plan} of {}", shipped.name);
        }
    }
}

/// A provider with 750 customers: 100 at 1.00, 400 at 0.90, 250 at 0.80; its container costs us 70.
#[test]
fn a_provider_by_its_customers() {
    let business = shipped("isp");
    let counted = [("customers.counted", "2025-10-20T00:00:00Z", r#"{"customers": 750}"#.to_owned())];
    let rated = rate(&business, &contract("provider", "2025-01-01", &[]), "2025-10", &counted);
    let details: Vec<&str> = rated.bill.lines.iter().map(|line| line.description.as_str()).collect();
    assert_eq!(
        details,
        [
            "Dedicated container",
            "Active customers, first 100",
            "Active customers, 101–500",
            "Active customers, 501–1,000"
        ]
    );
    assert_eq!((rated.bill.total.to_string(), rated.costs.total.to_string()), ("660.00".into(), "70.00".into()));
}
