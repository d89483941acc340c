//! The vocabulary of the cases.

use billing::rating::{Charge, Clamp, RatingOptions, rate, terms};
use kernel::{Decimal, Exact};
use model::{Price, Shape, Tier};

pub const FEE_AT_ZERO: RatingOptions = RatingOptions::FLAT_FEE_AT_ZERO;

#[track_caller]
pub fn d(text: &str) -> Decimal {
    Decimal::from_str_exact(text).unwrap()
}

#[track_caller]
pub fn e(text: &str) -> Exact {
    text.parse().unwrap()
}

/// A tier up to and including `bound`, or the rest: "each" per unit, plus "flat".
fn tier(upto: Option<&str>, each: &str, flat: &str) -> Tier {
    Tier { upto: upto.map(d), each: d(each), flat: d(flat), size: Decimal::ONE }
}

pub fn upto(bound: &str, each: &str, flat: &str) -> Tier {
    tier(Some(bound), each, flat)
}

pub fn rest(each: &str, flat: &str) -> Tier {
    tier(None, each, flat)
}

pub fn graduated(tiers: impl Into<Vec<Tier>>) -> Shape {
    Shape::Graduated(tiers.into())
}

pub fn volume(tiers: impl Into<Vec<Tier>>) -> Shape {
    Shape::Volume { tiers: tiers.into(), list: None }
}

/// What each quantity costs in total.
#[track_caller]
pub fn assert_totals(shape: &Shape, options: RatingOptions, expected: &[(&str, &str)]) {
    for (quantity, total) in expected {
        let charge = rate(shape, e(quantity), options).unwrap();
        assert_eq!(charge.total().unwrap(), e(total), "{quantity} units");
    }
}

pub fn amounts(charge: &Charge) -> Vec<Exact> {
    charge.parts.iter().map(|part| part.amount).collect()
}

/// A price with its minimum and maximum.
pub fn held(shape: Shape, min: Option<&str>, max: Option<&str>) -> Price {
    Price { min: min.map(d), max: max.map(d), ..Price::of(shape) }
}

/// The charge and what minimum or maximum add to it.
#[track_caller]
pub fn assert_terms(price: &Price, quantity: &str, charge: &str, by: &str) {
    let (actual, clamp) = terms(price, e(quantity), FEE_AT_ZERO).unwrap();
    assert_eq!((actual.total().unwrap(), clamp), (e(charge), Clamp { by: e(by) }), "{quantity} units");
}
