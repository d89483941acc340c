//! Calls, and percentages, against the slow and obvious way.

use billing::rating::{Occurrence, rate_event};
use kernel::{
    Decimal, Exact,
    time::{TimeZone, Timestamp},
};
use model::{Call, Shape};
use proptest::prelude::*;

use super::any::*;

fn price(call: &Call, length: Decimal) -> Exact {
    let event = Occurrence { value: length, at: Timestamp::UNIX_EPOCH, zone: &TimeZone::UTC };
    rate_event(&Shape::Call(call.clone()), event).unwrap()
}

/// Increment by increment.
fn slowly(call: &Call, length: Decimal) -> Exact {
    let (mut at, mut total) = (Decimal::ZERO, Exact::ZERO);
    while at < length {
        let tier = call.tiers.iter().rev().find(|tier| tier.from <= at).unwrap();
        let rate = Exact::from(tier.rate).over(tier.per.into()).unwrap();
        total = total.plus(rate.times(tier.increment.into()).unwrap()).unwrap();
        at += tier.increment;
    }
    if length > Decimal::ZERO || call.connect_at_zero {
        total = total.plus(call.connect.into()).unwrap();
    }
    if let Some(min) = call.min.filter(|_| length > Decimal::ZERO) {
        total = total.max(min.into());
    }
    call.max.map_or(total, |max| total.min(max.into()))
}

proptest! {
    #[test]
    fn a_call_costs_the_sum_of_its_increments(call in call(), length in seconds(900)) {
        prop_assert_eq!(price(&call, length), slowly(&call, length));
    }

    #[test]
    fn a_longer_call_never_costs_less(call in call(), a in seconds(100_000), b in seconds(100_000)) {
        prop_assert!(price(&call, a.min(b)) <= price(&call, a.max(b)));
    }

    #[test]
    fn the_way_figures_are_written_changes_nothing(call in call(), length in seconds(1000)) {
        let mut rewritten = call.clone();
        for tier in &mut rewritten.tiers {
            for figure in [&mut tier.from, &mut tier.rate, &mut tier.per, &mut tier.increment] {
                figure.rescale(figure.scale() + 7);
            }
        }
        let mut longer = length;
        longer.rescale(12);
        prop_assert_eq!(price(&rewritten, longer), price(&call, length));
    }

    #[test]
    fn a_percentage_is_the_share_and_the_fee_within_its_bounds(terms in percent(), value in figure(100_000_000)) {
        let event = Occurrence { value, at: Timestamp::UNIX_EPOCH, zone: &TimeZone::UTC };
        let share = Exact::from(value * terms.rate + terms.fixed);
        let lifted = terms.min.map_or(share, |min| share.max(min.into()));
        let expected = terms.max.map_or(lifted, |max| lifted.min(max.into()));
        prop_assert_eq!(rate_event(&Shape::Percent(terms), event).unwrap(), expected);
    }
}
