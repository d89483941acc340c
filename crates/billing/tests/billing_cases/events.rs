//! Prices of events: percentages with their clamps and allotments, and cost passed on with a factor.

use billing::rating::{Instalment, rate_listed};
use kernel::{Currency, Decimal, Exact, Money, RoundingMode};
use model::{Percent, Shape};

use super::{blocks::bill, shapes::*};

fn percent(rate: &str) -> Percent {
    Percent { rate: d(rate), fixed: Decimal::ZERO, min: None, max: None, free_events: None, free_value: None }
}

fn total(percent: &Percent, values: &[&str]) -> Exact {
    rate_listed(percent, values.iter().map(|value| d(value))).unwrap().total().unwrap()
}

#[test]
fn c21_a_percentage_is_clamped_per_event_not_on_the_sum() {
    let values = ["10", "80", "10000"];
    let free = percent("0.0299");
    let clamped = Percent { min: Some(d("1.75")), max: Some(d("12")), ..free.clone() };
    assert_eq!(total(&clamped, &values), e("16.142"));
    assert_eq!(total(&Percent { fixed: d("2"), ..clamped.clone() }, &values), e("18.691"));
    assert_eq!(total(&Percent { free_events: Some(2), ..clamped.clone() }, &values), e("12"));
    assert_eq!(total(&Percent { free_value: Some(d("30")), ..clamped.clone() }, &values), e("13.794"));
    let both = Percent { free_events: Some(3), free_value: Some(d("10000")), ..clamped };
    assert_eq!(total(&both, &values), e("2.691"));
    assert_eq!(total(&free, &values), e("301.691"));
}

/// Four events, 1.3 % and 2 per event, with each combination of allotments.
#[test]
fn a_fixed_fee_is_due_for_each_event_that_is_not_free() {
    let values = ["50", "100", "250", "400"];
    let fee = Percent { fixed: d("2"), ..percent("0.013") };
    let free = |events: Option<u64>, value: Option<&str>| Percent {
        free_events: events,
        free_value: value.map(d),
        ..fee.clone()
    };
    assert_eq!(total(&fee, &values), e("18.4"));
    assert_eq!(total(&free(Some(3), None), &values), e("7.2"));
    assert_eq!(total(&free(None, Some("250")), &values), e("11.15"));
    assert_eq!(total(&free(Some(3), Some("250")), &values), e("11.15"));
    assert_eq!(total(&free(Some(3), Some("500")), &values), e("7.2"));
    assert_eq!(total(&free(Some(5), None), &values), Exact::ZERO);
    assert_eq!(total(&fee, &[]), Exact::ZERO);
}

#[test]
fn c23_cost_passed_on_with_a_factor_settles_line_by_line() {
    let settled = |amount: Exact| Money::settle(amount, Currency::USD, RoundingMode::HalfUp).unwrap().to_string();
    let price = held(Shape::Factor(d("1.33333")), None, Some("100"));
    let (charge, clamp) = bill(&price, "0", "0", "10", Instalment::Interim);
    assert_eq!((settled(charge.total().unwrap()), clamp.by), ("13.33".into(), Exact::ZERO));
    let (charge, _) = bill(&price, "0", "0", "70", Instalment::Interim);
    assert_eq!(settled(charge.total().unwrap()), "93.33");
    let (charge, clamp) = bill(&price, "70", "93.33", "120", Instalment::Last);
    let line = charge.total().unwrap();
    assert_eq!((settled(line), settled(clamp.by)), ("66.67".into(), "-60.00".into()));
    assert_eq!(settled(line.plus(clamp.by).unwrap()), "6.67");
}
