//! Commitments per window, with an overage factor and a true-up.

use billing::rating::{Commitment, Committed, RatingOptions, Shortfall, hold_windows, rate};
use model::Shape;

use super::shapes::*;

fn commitment(amount: &str, shortfall: Shortfall) -> Commitment {
    Commitment { amount: d(amount), overage_factor: d("2"), shortfall }
}

/// One window: so many units at a price, under a commitment.
fn window(commitment: Commitment, units: &str, price: &str) -> (Commitment, kernel::Exact) {
    let charge = rate(&Shape::Unit(d(price)), e(units), RatingOptions::FLAT_FEE_AT_ZERO).unwrap();
    (commitment, charge.total().unwrap())
}

#[test]
fn c25_each_window_stands_for_itself() {
    let ten = commitment("10", Shortfall::Charged);
    let total = |units: &[&str]| {
        let windows = units.iter().map(|units| window(ten, units, "2"));
        hold_windows(windows).unwrap().total().unwrap()
    };
    assert_eq!(total(&["2"]), e("10"));
    assert_eq!(total(&["8"]), e("22"));
    assert_eq!(total(&["2", "8"]), e("32"));
    assert_eq!(total(&["2", "2"]), e("20"));
}

#[test]
fn c25_windows_under_different_commitments() {
    let line = commitment("10", Shortfall::Charged);
    let morning = commitment("5", Shortfall::Waived);
    let held = hold_windows([window(morning, "10", "2"), window(morning, "1", "2"), window(line, "3", "1")]).unwrap();
    assert_eq!(held, Committed { utilised: e("10"), overage: e("30"), true_up: e("7") });
    assert_eq!(held.total().unwrap(), e("47"));
    assert_eq!(morning.hold(e("20")).unwrap().total().unwrap(), e("35"));
    assert_eq!(morning.hold(e("2")).unwrap().total().unwrap(), e("2"));
    assert_eq!(line.hold(e("3")).unwrap().total().unwrap(), e("10"));
}
