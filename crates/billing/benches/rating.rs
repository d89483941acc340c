//! Pure rating: events per second on one core, by price shape.
//!
//! `cargo bench -p billing --bench rating -- --quick`

#![expect(clippy::expect_used, reason = "a test may fail loudly")]

use std::hint::black_box;

use billing::rating::{DeckIndex, Occurrence, RatingOptions, rate, rate_event, scale};
use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main, measurement::WallTime};
use kernel::{
    Decimal, Exact,
    time::{TimeZone, Timestamp, Weekday},
};
use model::{Band, Call, CallTier, Deck, Matching, Percent, Sequence, SequenceKind, SequencePart, Shape, Tier};

/// Events of one run: enough different ones that no branch is learnt by heart.
const EVENTS: usize = 1000;

fn d(text: &str) -> Decimal {
    Decimal::from_str_exact(text).expect("a decimal")
}

/// A fixed sequence without rhythm.
fn scrambled(max: i64) -> impl Iterator<Item = i64> {
    (1u64..).map(move |n| (n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 33).cast_signed() % max)
}

fn tiers() -> Vec<Tier> {
    let tier = |upto: Option<&str>, each: &str| Tier {
        upto: upto.map(d),
        each: d(each),
        flat: Decimal::ZERO,
        size: Decimal::ONE,
    };
    vec![tier(Some("1000"), "0.01"), tier(Some("10000"), "0.008"), tier(None, "0.005")]
}

/// 60/60, then 6/6, with a connection fee.
fn call(rate: &str) -> Call {
    let tier = |from: i64, increment: i64| CallTier {
        from: from.into(),
        rate: d(rate),
        per: 60.into(),
        increment: increment.into(),
    };
    Call { connect: d("0.02"), connect_at_zero: false, tiers: vec![tier(0, 60), tier(60, 6)], min: None, max: None }
}

/// Peak, off-peak and weekend.
fn bands() -> Shape {
    use Weekday::{Friday, Monday, Saturday, Sunday, Thursday, Tuesday, Wednesday};
    let workdays = [Monday, Tuesday, Wednesday, Thursday, Friday];
    let band = |days: &[Weekday], hour: u32, rate: &str| Band {
        name: String::new(),
        days: days.to_vec(),
        start_s: hour * 3600,
        month: None,
        day_of_month: None,
        weight: Decimal::ZERO,
        call: call(rate),
    };
    Shape::Bands(vec![
        band(&workdays, 0, "0.02"),
        band(&workdays, 8, "0.05"),
        band(&workdays, 19, "0.02"),
        band(&[Saturday, Sunday], 0, "0.01"),
    ])
}

fn sequence() -> Shape {
    let part = |kind, rate: &str, per: i64, times_max| SequencePart { kind, rate: d(rate), per: per.into(), times_max };
    Shape::Sequence(Sequence {
        base: Decimal::ZERO,
        free: Decimal::ZERO,
        parts: vec![
            part(SequenceKind::Proportional, "0", 15, 1),
            part(SequenceKind::Fixed, "0.10", 1, 0),
            part(SequenceKind::Proportional, "0.10", 200, 0),
        ],
    })
}

fn percent() -> Shape {
    Shape::Percent(Percent {
        rate: d("0.0299"),
        fixed: d("0.30"),
        min: Some(d("1.75")),
        max: Some(d("12")),
        free_events: None,
        free_value: None,
    })
}

/// Ten thousand prefixes of two to six digits, each with a call price.
fn deck() -> Deck {
    let rows = scrambled(1_000_000).take(10_000).map(|prefix| (format!("{}", prefix + 10), Shape::Call(call("0.05"))));
    Deck { attribute: "to".into(), matching: Matching::Prefix, rows: rows.collect(), otherwise: None }
}

/// Prices per quantity: what a line of a bill takes.
fn quantities(group: &mut BenchmarkGroup<'_, WallTime>) {
    let quantities: Vec<Exact> = scrambled(30_000).take(EVENTS).map(|q| Exact::from(Decimal::new(q, 1))).collect();
    let shapes = [
        ("unit", Shape::Unit(d("0.025"))),
        ("graduated", Shape::Graduated(tiers())),
        ("volume", Shape::Volume { tiers: tiers(), list: None }),
        ("package", Shape::Package { size: d("10"), price: d("15") }),
    ];
    for (name, shape) in shapes {
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                for quantity in &quantities {
                    black_box(rate(&shape, *quantity, RatingOptions::FLAT_FEE_AT_ZERO)).expect("a price");
                }
            });
        });
    }
}

/// Prices per event: what ingest takes for each.
fn events(group: &mut BenchmarkGroup<'_, WallTime>) {
    let zone = TimeZone::get("America/New_York").expect("a zone");
    // October 2025, calls of up to half an hour.
    let at = |n: i64| Timestamp::from_second(1_759_291_200 + n).expect("a time");
    let events: Vec<Occurrence<'_>> = scrambled(1800)
        .zip(scrambled(31 * 86_400))
        .take(EVENTS)
        .map(|(seconds, second)| Occurrence { value: seconds.into(), at: at(second), zone: &zone })
        .collect();
    let shapes =
        [("call", Shape::Call(call("0.05"))), ("bands", bands()), ("percent", percent()), ("sequence", sequence())];
    for (name, shape) in shapes {
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                for event in &events {
                    black_box(rate_event(&shape, *event)).expect("a price");
                }
            });
        });
    }
    let deck = deck();
    let index = DeckIndex::new(&deck, |_, shape| shape);
    let numbers: Vec<String> = scrambled(1_000_000)
        .zip(scrambled(90_000_000))
        .map(|(prefix, rest)| format!("{}{rest:08}", prefix + 10))
        .take(EVENTS)
        .collect();
    group.bench_function("deck", |bencher| {
        bencher.iter(|| {
            for (event, number) in events.iter().zip(&numbers) {
                let shape = index.find(number).expect("a row");
                black_box(rate_event(shape, *event)).expect("a price");
            }
        });
    });
    let (shape, by) = (Shape::Call(call("0.05")), Exact::from(scale(&Shape::Call(call("0.05"))).expect("a scale")));
    group.bench_function("call, scaled to a decimal", |bencher| {
        bencher.iter(|| {
            for event in &events {
                let amount = rate_event(&shape, *event).expect("a price");
                black_box(amount.times(by).expect("in range").to_decimal()).expect("finite");
            }
        });
    });
}

fn rating(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("rating");
    group.throughput(Throughput::Elements(EVENTS as u64));
    quantities(&mut group);
    events(&mut group);
    group.finish();
}

criterion_group!(benches, rating);
criterion_main!(benches);
