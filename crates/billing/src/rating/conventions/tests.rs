use kernel::{Decimal, Exact};
use model::Tier;

use super::{
    a2billing::BlockTotal,
    freeside::{CallRate, Granularity},
    lago::{ProratedUnits, prorated_graduated},
};
use crate::rating::RatingOptions;

fn d(text: &str) -> Decimal {
    Decimal::from_str_exact(text).unwrap()
}

fn e(text: &str) -> Exact {
    text.parse().unwrap()
}

#[test]
fn a2billing_rounds_the_whole_call() {
    let price = |increment: &str, seconds: &str| {
        let terms = BlockTotal { initial: d("30"), increment: d(increment), rate: d("0.6"), per: d("60") };
        terms.rate_event(d(seconds)).unwrap()
    };
    assert_eq!(price("60", "45"), e("0.6"));
    assert_eq!(price("6", "45"), e("0.48"));
    assert_eq!(price("6", "1"), e("0.3"));
    assert_eq!(price("6", "0"), Exact::ZERO);
}

#[test]
fn freeside_prices_a_whole_call_as_one_minute() {
    let mut terms = CallRate {
        granularity: Granularity::WholeCall,
        included_minutes: Decimal::ZERO,
        connection_charge: Decimal::ZERO,
        connection_seconds: Decimal::ZERO,
        rate: d("0.07"),
    };
    assert_eq!(terms.rate_event(d("754")).unwrap(), e("0.07"));
    assert_eq!(terms.rate_event(d("0")).unwrap(), Exact::ZERO);
    terms.granularity = Granularity::Seconds(d("6"));
    terms.included_minutes = d("2");
    assert_eq!(terms.rate_event(d("90")).unwrap(), Exact::ZERO);
    assert_eq!(terms.rate_event(d("121")).unwrap(), e("0.007"));
}

fn two_tiers() -> Vec<Tier> {
    let tier = |upto: Option<&str>, each: &str, flat: &str| Tier {
        upto: upto.map(d),
        each: d(each),
        flat: d(flat),
        size: Decimal::ONE,
    };
    vec![tier(Some("5"), "10", "100"), tier(None, "5", "50")]
}

#[track_caller]
fn assert_prorated(changes: &[(&str, &str)], expected: &str) {
    let changes: Vec<_> =
        changes.iter().map(|(full, prorated)| ProratedUnits { full: e(full), prorated: e(prorated) }).collect();
    let charge = prorated_graduated(&two_tiers(), &changes, RatingOptions::FLAT_FEE_AT_ZERO).unwrap();
    assert_eq!(charge.total().unwrap(), e(expected));
}

/// Exact values; the product's own suite asserts them rounded to cents.
#[test]
fn prorated_units_are_priced_in_the_tiers_that_the_full_units_fill() {
    assert_prorated(&[], "100");
    assert_prorated(&[("1", "0.7")], "107");
    assert_prorated(&[("5", "3.5"), ("-2", "-1")], "125");
    assert_prorated(&[("4", "2.8"), ("2", "1"), ("-3", "-0.6")], "180.5");
    assert_prorated(&[("5", "3.5"), ("2", "1"), ("-4", "-1.6"), ("10", "2")], "190");
    assert_prorated(&[("2", "1.4"), ("5", "8/3"), ("10", "2"), ("-6", "-2.2")], "553/3");
    assert_prorated(&[("5", "2"), ("-100", "-33.33")], "0");
}
