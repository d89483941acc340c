//! From an event's text to what it adds: events per second on one core.
//!
//! `cargo bench -p billing --bench metering -- --quick`

#![expect(clippy::expect_used, reason = "a test may fail loudly")]

use std::hint::black_box;

use billing::usage::{Accumulator, Attributes, Event, Tariff};
use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main, measurement::WallTime};
use kernel::{Period, time::Timestamp};
use model::{Business, Contract, Map};

/// Events of one run.
const EVENTS: u64 = 1000;

/// A carrier; its price follows.
const CARRIER: &str = r#"
[business]
name     = "Carrier"
currency = "USD"
timezone = "UTC"

[meters.calls]
event = "call.completed"
sum   = "billable_seconds"
unit  = { name = "minute", of = 60 }

[products.calls]
meter = "calls"
cost  = "0.004"

[plans.standard]
products = ["calls"]

[brand]
name = "Carrier"

"#;

const DECK: &str = r#"
[products.calls.price.deck]
by    = "to"
match = "prefix"
rows = { "1" = "0.01", "44" = "0.02", "4479" = "0.05", "49" = "0.02", "33" = "0.03" }
otherwise = "0.10"
"#;

const CALL: &str = r#"
[products.calls.price.call]
connect   = "0.01"
rate      = "0.05"
per       = 60
increment = "30/6"
"#;

struct Terms {
    name: &'static str,
    tariff: Tariff,
}

fn terms(name: &'static str, business: &Business) -> Terms {
    let contract = Contract {
        tenant: "abc".parse().expect("a tenant's name"),
        title: "ABC".into(),
        plan: "standard".into(),
        start: "2024-01-01".parse().expect("a day"),
        zone: None,
        quantities: Map::new(),
        prices: Map::new(),
    };
    Terms { name, tariff: Tariff::new(business, &contract).expect("a tariff") }
}

fn all_terms() -> Vec<Terms> {
    let dialer = model::shipped::get("dialer").expect("the dialer").parse().expect("a business");
    let carrier = |price: &str| model::parse(&format!("{CARRIER}{price}"), "carrier.toml").expect("a business");
    vec![terms("minutes", &dialer), terms("deck", &carrier(DECK)), terms("call", &carrier(CALL))]
}

fn texts() -> Vec<String> {
    let text = |n: u64| {
        let seconds = n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 54;
        format!(
            r#"{{"billable_seconds":{seconds},"to":"4479{n:07}","campaign":"spring","agent":"a{}","status":"ANSWERED"}}"#,
            n % 50
        )
    };
    (0..EVENTS).map(text).collect()
}

fn event<'e>(attributes: &'e Attributes<'e>, at: Timestamp) -> Event<'e> {
    Event { kind: "call.completed", id: "0193", at, attributes }
}

fn group(criterion: &mut Criterion) -> BenchmarkGroup<'_, WallTime> {
    let mut group = criterion.benchmark_group("metering");
    group.throughput(Throughput::Elements(EVENTS));
    group
}

fn metering(criterion: &mut Criterion) {
    let mut group = group(criterion);
    let texts = texts();
    let parsed: Vec<Attributes<'_>> = texts.iter().map(|text| Attributes::parse(text).expect("an object")).collect();
    let at: Timestamp = "2025-10-15T12:00:00Z".parse().expect("an instant");
    let period = Period::parse("2025-10", &kernel::time::TimeZone::UTC).expect("a month");
    group.bench_function("parse", |bencher| {
        bencher.iter(|| texts.iter().filter(|text| Attributes::parse(black_box(text)).is_ok()).count());
    });
    for Terms { name, tariff } in &all_terms() {
        group.bench_function(format!("measure/{name}"), |bencher| {
            let mut measures = Vec::new();
            bencher.iter(|| {
                measures.clear();
                for attributes in &parsed {
                    tariff.measure(&event(black_box(attributes), at), &mut measures).expect("measured");
                }
                measures.len()
            });
        });
        group.bench_function(format!("accumulate/{name}"), |bencher| {
            bencher.iter(|| {
                let mut accumulator = Accumulator::new(tariff, period);
                for attributes in &parsed {
                    accumulator.add(&event(black_box(attributes), at)).expect("added");
                }
                accumulator.readings()
            });
        });
    }
}

criterion_group!(benches, metering);
criterion_main!(benches);
