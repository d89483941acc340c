//! Time-of-day bands against the slow way, across changes of the clock.

use billing::rating::{Occurrence, RatingError, rate_event};
use kernel::{
    Decimal, Exact,
    time::{Date, TimeZone, Timestamp, ToSpan},
};
use model::{Band, Call, CallTier, Shape};
use proptest::{prelude::*, sample::select};

use super::any::*;

const ZONES: [&str; 5] = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"];

/// Some instant, most of them within hours of a change of the clock somewhere.
fn instant() -> impl Strategy<Value = Timestamp> {
    let near = select(vec![
        "2025-03-30T01:00:00Z", // Berlin forward
        "2025-10-26T01:00:00Z", // Berlin back
        "2025-03-09T07:00:00Z", // New York forward
        "2025-11-02T06:00:00Z", // New York back
        "2025-04-05T15:00:00Z", // Lord Howe back, by half an hour
        "1969-12-31T23:00:00Z",
        "2060-10-31T01:00:00Z",
    ]);
    let millis = prop_oneof![3 => (-10_000i64..10_000).prop_map(|s| s * 1000), 1 => -20_000_000i64..20_000_000];
    (near, millis).prop_map(|(near, millis)| near.parse::<Timestamp>().unwrap() + millis.milliseconds())
}

/// Increment by increment, asking the calendar for each.
fn slowly(bands: &[Band], event: Occurrence<'_>) -> Option<Exact> {
    let band_at = |elapsed: Decimal| {
        let nanos = i64::try_from((elapsed * Decimal::from(1_000_000_000)).trunc().mantissa()).unwrap();
        let wall = (event.at + nanos.nanoseconds()).to_zoned(event.zone.clone());
        let seconds = wall.time().duration_since(kernel::time::Time::midnight()).as_secs();
        let second = u32::try_from(seconds).unwrap();
        (0..=366).find_map(|back| on(bands, wall.date() - back.days(), if back == 0 { second } else { 86_400 }))
    };
    let opening = band_at(Decimal::ZERO)?;
    let (mut at, mut total) = (Decimal::ZERO, Exact::ZERO);
    while at < event.value {
        let tiers = &band_at(at)?.call.tiers;
        let tier = tiers.iter().rev().find(|tier| tier.from <= at)?;
        let rate = Exact::from(tier.rate).over(tier.per.into()).unwrap();
        total = total.plus(rate.times(tier.increment.into()).unwrap()).unwrap();
        at += tier.increment;
    }
    let answered = event.value > Decimal::ZERO;
    let Call { connect, connect_at_zero, min, max, .. } = &opening.call;
    if answered || *connect_at_zero {
        total = total.plus((*connect).into()).unwrap();
    }
    total = min.filter(|_| answered).map_or(total, |min| total.max(min.into()));
    Some(max.map_or(total, |max| total.min(max.into())))
}

fn on(bands: &[Band], date: Date, until: u32) -> Option<&Band> {
    let mut begun: Vec<_> = bands
        .iter()
        .filter(|band| band.days.is_empty() || band.days.contains(&date.weekday()))
        .filter(|band| band.month.is_none_or(|month| month == date.month()))
        .filter(|band| band.day_of_month.is_none_or(|day| day == date.day()))
        .filter(|band| band.start_s <= until)
        .collect();
    // Stable: of equals, the one written first stays last.
    begun.reverse();
    begun.sort_by_key(|band| (band.weight, band.start_s));
    begun.last().copied()
}

/// The same bands, each second at one.
fn one_a_second(bands: &[Band]) -> Vec<Band> {
    let second = |increment: i64| CallTier {
        from: Decimal::ZERO,
        rate: Decimal::ONE,
        per: Decimal::ONE,
        increment: increment.into(),
    };
    let call = Call { connect: Decimal::ZERO, connect_at_zero: false, tiers: vec![second(1)], min: None, max: None };
    bands.iter().map(|band| Band { call: call.clone(), ..band.clone() }).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn a_call_costs_the_sum_of_its_increments_in_their_bands(
        bands in bands(),
        at in instant(),
        zone in select(ZONES.to_vec()),
        value in prop_oneof![1 => seconds(400), 1 => seconds(6000)],
    ) {
        let zone = TimeZone::get(zone).unwrap();
        let event = Occurrence { value, at, zone: &zone };
        let slow = slowly(&bands, event).ok_or(RatingError::Unrated);
        prop_assert_eq!(rate_event(&Shape::Bands(bands), event), slow);
    }

    #[test]
    fn every_second_is_charged_exactly_once(
        bands in bands(),
        at in instant(),
        zone in select(ZONES.to_vec()),
        seconds in 0i64..400_000,
    ) {
        let zone = TimeZone::get(zone).unwrap();
        let event = Occurrence { value: seconds.into(), at, zone: &zone };
        let shape = Shape::Bands(one_a_second(&bands));
        match rate_event(&shape, event) {
            Ok(amount) => prop_assert_eq!(amount, seconds.into()),
            Err(error) => prop_assert_eq!(error, RatingError::Unrated),
        }
    }
}
