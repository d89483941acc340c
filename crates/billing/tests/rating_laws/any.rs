//! Any price, any quantity.

use kernel::{Decimal, Exact};
use model::{Band, Call, CallTier, Percent, Sequence, SequenceKind, SequencePart, Shape, Tier};
use proptest::{collection::vec, option, prelude::*, sample::select};

pub const NO_FEE_AT_ZERO: billing::rating::RatingOptions = billing::rating::RatingOptions::NO_FEE_AT_ZERO;

/// Zero or more, with up to four places.
pub fn figure(max: i64) -> impl Strategy<Value = Decimal> {
    (0..=max, 0u32..=4).prop_map(|(digits, places)| Decimal::new(digits, places))
}

pub fn positive(max: i64) -> impl Strategy<Value = Decimal> {
    (1..=max, 0u32..=2).prop_map(|(digits, places)| Decimal::new(digits, places))
}

pub fn quantity() -> impl Strategy<Value = Exact> {
    (0i128..2_000_000, 1i128..=60).prop_map(|(numerator, denominator)| Exact::ratio(numerator, denominator).unwrap())
}

/// Whole seconds mostly, as events have them.
pub fn seconds(max: i64) -> impl Strategy<Value = Decimal> {
    prop_oneof![3 => (0..=max).prop_map(Decimal::from), 1 => (0..=max * 1000).prop_map(|millis| Decimal::new(millis, 3))]
}

/// Tiers with rising bounds and an unbounded last one; `flat` and `size` as given.
pub fn tiers(
    flat: impl Strategy<Value = Decimal>,
    size: impl Strategy<Value = Decimal>,
) -> impl Strategy<Value = Vec<Tier>> {
    vec((positive(20_000), figure(100_000), flat, size), 1..5).prop_map(|rows| {
        let (mut reached, last) = (Decimal::ZERO, rows.len() - 1);
        let tier = |(index, (span, each, flat, size)): (usize, _)| {
            reached += span;
            Tier { upto: (index < last).then_some(reached), each, flat, size }
        };
        rows.into_iter().enumerate().map(tier).collect()
    })
}

pub fn plain_tiers() -> impl Strategy<Value = Vec<Tier>> {
    tiers(Just(Decimal::ZERO), Just(Decimal::ONE))
}

pub fn call_tiers() -> impl Strategy<Value = Vec<CallTier>> {
    let lengths = || select(vec!["1", "6", "7", "30", "60", "0.5"]).prop_map(|text| text.parse::<Decimal>().unwrap());
    let pers = select(vec![1i64, 7, 30, 60, 3600]).prop_map(Decimal::from);
    vec((0i64..200, figure(50_000), pers, lengths()), 1..4).prop_map(|mut rows| {
        rows.sort_by_key(|(from, ..)| *from);
        rows.dedup_by_key(|(from, ..)| *from);
        rows.iter_mut().take(1).for_each(|first| first.0 = 0);
        rows.into_iter()
            .map(|(from, rate, per, increment)| CallTier { from: from.into(), rate, per, increment })
            .collect()
    })
}

pub fn call() -> impl Strategy<Value = Call> {
    (figure(10_000), any::<bool>(), call_tiers(), option::of(figure(10_000)), option::of(figure(1_000_000)))
        .prop_map(|(connect, connect_at_zero, tiers, min, max)| Call { connect, connect_at_zero, tiers, min, max })
}

pub fn bands() -> impl Strategy<Value = Vec<Band>> {
    let start = prop_oneof![Just(0u32), (0u32..48).prop_map(|half| half * 1800), 0u32..86_400];
    let days = prop_oneof![Just(vec![]), vec(1i8..=7, 1..6)];
    let month = option::weighted(0.1, select(vec![3i8, 10]));
    let band = (start, days, month, option::weighted(0.1, 25i8..=31), 0i64..3, call());
    vec(band, 1..6).prop_map(|rows| {
        let weekday = |number| kernel::time::Weekday::from_monday_one_offset(number).unwrap();
        rows.into_iter()
            .map(|(start_s, days, month, day_of_month, weight, call)| Band {
                name: String::new(),
                days: days.into_iter().map(weekday).collect(),
                start_s,
                month,
                day_of_month,
                weight: weight.into(),
                call,
            })
            .collect()
    })
}

pub fn sequence() -> impl Strategy<Value = Sequence> {
    let kind = select(vec![SequenceKind::Proportional, SequenceKind::Block, SequenceKind::Fixed]);
    let part = (kind, figure(50_000), select(vec![1i64, 7, 15, 60, 200]), 1u64..4);
    let last = select(vec![SequenceKind::Proportional, SequenceKind::Block]);
    let rest = (last, figure(50_000), select(vec![1i64, 36, 60]));
    (figure(1000), select(vec![0i64, 10, 30]), vec(part, 0..4), rest).prop_map(|(base, free, parts, rest)| {
        let mut parts: Vec<_> = parts
            .into_iter()
            .map(|(kind, rate, per, times_max)| SequencePart { kind, rate, per: per.into(), times_max })
            .collect();
        parts.push(SequencePart { kind: rest.0, rate: rest.1, per: rest.2.into(), times_max: 0 });
        Sequence { base, free: free.into(), parts }
    })
}

pub fn percent() -> impl Strategy<Value = Percent> {
    (figure(10_000), figure(1000), option::of(figure(1000)), option::of(figure(100_000)))
        .prop_map(|(rate, fixed, min, max)| Percent { rate, fixed, min, max, free_events: None, free_value: None })
}

/// Any price for single events.
pub fn event_shape() -> impl Strategy<Value = Shape> {
    prop_oneof![
        percent().prop_map(Shape::Percent),
        call().prop_map(Shape::Call),
        bands().prop_map(Shape::Bands),
        sequence().prop_map(Shape::Sequence),
    ]
}
