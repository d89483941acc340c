//! Prices of a period's quantity.

use billing::rating::{
    Commitment, Instalment, Progress, Shortfall, instalment,
    prorated::{DayOfReturn, prorated_sum},
    rate, rate_listed, terms,
};
use kernel::{Decimal, Exact, Period, time::TimeZone};
use model::{Percent, Price, Shape, Tier};
use proptest::{collection::vec, option, prelude::*};

use super::any::*;

fn total(shape: &Shape, quantity: Exact) -> Exact {
    rate(shape, quantity, NO_FEE_AT_ZERO).unwrap().total().unwrap()
}

fn volume(tiers: Vec<Tier>) -> Shape {
    Shape::Volume { tiers, list: None }
}

fn any_shape() -> impl Strategy<Value = Shape> {
    let sizes = || prop_oneof![Just(Decimal::ONE), positive(5000)];
    prop_oneof![
        figure(100_000).prop_map(Shape::Unit),
        figure(100_000).prop_map(Shape::Factor),
        (positive(5000), figure(100_000)).prop_map(|(size, price)| Shape::Package { size, price }),
        tiers(figure(1000), sizes()).prop_map(Shape::Graduated),
        tiers(figure(1000), sizes()).prop_map(volume),
    ]
}

proptest! {
    #[test]
    fn instalments_add_up_to_the_whole(shape in any_shape(), shares in vec(quantity(), 1..5)) {
        let price = Price::of(shape);
        let (mut quantity, mut billed) = (Exact::ZERO, Exact::ZERO);
        for share in shares {
            let progress = Progress { quantity, billed, instalment: Instalment::Interim };
            quantity = quantity.plus(share).unwrap();
            let (charge, clamp) = instalment(&price, progress, quantity, NO_FEE_AT_ZERO).unwrap();
            billed = Exact::sum([billed, charge.total().unwrap(), clamp.by]).unwrap();
        }
        prop_assert_eq!(billed, total(&price.shape, quantity));
    }

    #[test]
    fn graduated_units_are_each_in_one_tier(tiers in plain_tiers(), quantity in quantity()) {
        let charge = rate(&Shape::Graduated(tiers.clone()), quantity, NO_FEE_AT_ZERO).unwrap();
        let units = Exact::sum(charge.parts.iter().map(|part| part.quantity)).unwrap();
        prop_assert_eq!(units, quantity);
        for part in &charge.parts {
            prop_assert_eq!(part.amount, part.quantity.times(part.price.unwrap().into()).unwrap());
        }
    }

    #[test]
    fn a_graduated_price_never_falls_with_use(tiers in plain_tiers(), a in quantity(), b in quantity()) {
        let shape = Shape::Graduated(tiers);
        prop_assert!(total(&shape, a.min(b)) <= total(&shape, a.max(b)));
    }

    #[test]
    fn volume_is_the_better_price_where_tiers_fall_and_the_worse_where_they_rise(
        tiers in plain_tiers(),
        quantity in quantity(),
    ) {
        let mut prices: Vec<_> = tiers.iter().map(|tier| tier.each).collect();
        prices.sort();
        let ordered = |prices: &mut dyn Iterator<Item = Decimal>| -> Vec<Tier> {
            tiers.iter().map(|tier| Tier { each: prices.next().unwrap(), ..tier.clone() }).collect()
        };
        let rising = ordered(&mut prices.iter().copied());
        prop_assert!(total(&volume(rising.clone()), quantity) >= total(&Shape::Graduated(rising), quantity));
        let falling = ordered(&mut prices.iter().rev().copied());
        prop_assert!(total(&volume(falling.clone()), quantity) <= total(&Shape::Graduated(falling), quantity));
    }

    #[test]
    fn a_single_tier_is_a_unit_price(each in figure(100_000), quantity in quantity()) {
        let tier = Tier { upto: None, each, flat: Decimal::ZERO, size: Decimal::ONE };
        let unit = total(&Shape::Unit(each), quantity);
        prop_assert_eq!(total(&Shape::Graduated(vec![tier.clone()]), quantity), unit);
        prop_assert_eq!(total(&volume(vec![tier]), quantity), unit);
    }

    #[test]
    fn packages_hold_the_quantity_and_the_last_is_started(size in positive(5000), quantity in quantity()) {
        let packages = total(&Shape::Package { size, price: Decimal::ONE }, quantity);
        let held = packages.times(size.into()).unwrap();
        prop_assert!(packages.is_whole() && held >= quantity);
        prop_assert!(packages.is_zero() || held.minus(size.into()).unwrap() < quantity);
    }

    #[test]
    fn a_line_lies_within_its_minimum_and_maximum(
        shape in any_shape(),
        quantity in quantity(),
        included in figure(10_000),
        min in option::of(figure(100_000)),
        more in option::of(figure(100_000)),
    ) {
        let max = more.map(|more| min.unwrap_or_default() + more);
        let price = Price { included, min, max, ..Price::of(shape) };
        let (charge, clamp) = terms(&price, quantity, NO_FEE_AT_ZERO).unwrap();
        let line = charge.total().unwrap().plus(clamp.by).unwrap();
        prop_assert!(min.is_none_or(|min| line >= min.into()));
        prop_assert!(max.is_none_or(|max| line <= max.into()));
        prop_assert!(clamp.by.is_zero() || Some(line) == min.map(Exact::from) || Some(line) == max.map(Exact::from));
    }

    #[test]
    fn a_commitment_used_up_exactly_adds_nothing(amount in figure(100_000), charge in quantity()) {
        let commitment = Commitment { amount, overage_factor: Decimal::ONE, shortfall: Shortfall::Charged };
        prop_assert_eq!(commitment.hold(charge).unwrap().total().unwrap(), charge.max(amount.into()));
        let waived = Commitment { shortfall: Shortfall::Waived, ..commitment };
        prop_assert_eq!(waived.hold(charge).unwrap().total().unwrap(), charge);
    }

    #[test]
    fn an_allotment_makes_nothing_dearer(
        terms in percent(),
        values in vec(figure(1_000_000), 0..20),
        free_events in option::of(0u64..10),
        free_value in option::of(figure(1_000_000)),
    ) {
        let total = |percent: &Percent| rate_listed(percent, values.iter().copied()).unwrap().total().unwrap();
        let full = total(&terms);
        let fewer = total(&Percent { free_events, free_value, ..terms.clone() });
        prop_assert!(fewer <= full);
        let all_free = Percent { free_events: Some(20), ..terms };
        prop_assert_eq!(total(&all_free), Exact::ZERO);
    }

    #[test]
    fn what_comes_and_goes_the_same_day_counts_for_nothing_or_for_a_day(second in 0i64..31 * 86_400, units in figure(1000)) {
        let period = Period::parse("2025-05", &TimeZone::UTC).unwrap();
        let at = kernel::time::Timestamp::from_second(period.start.as_second() + second).unwrap();
        let sum = |day| prorated_sum(period, &TimeZone::UTC, Decimal::TEN, [(at, units), (at, -units)], day).unwrap();
        prop_assert_eq!(sum(DayOfReturn::Free), Decimal::TEN.into());
        let one_day = Exact::ratio(1, 31).unwrap().times(units.into()).unwrap();
        prop_assert_eq!(sum(DayOfReturn::Counted), one_day.plus(Decimal::TEN.into()).unwrap());
    }
}
