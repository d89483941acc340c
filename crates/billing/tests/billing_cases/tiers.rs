//! Graduated and volume prices, with and without flat fees, and the minimum and maximum around them.

use billing::rating::{RatingOptions, conventions::lago, rate};
use kernel::Decimal;
use model::{Shape, Tier};

use super::shapes::*;

fn flat_fee_per_tier() -> Shape {
    graduated([upto("10", "10", "2"), upto("20", "5", "3"), rest("5", "3")])
}

#[test]
fn c01_graduated_with_a_flat_fee_per_tier() {
    let expected = [("0", "2"), ("1", "12"), ("10", "102"), ("11", "110"), ("12", "115"), ("21", "163")];
    assert_totals(&flat_fee_per_tier(), RatingOptions::FLAT_FEE_AT_ZERO, &expected);
}

#[test]
fn c01_without_usage_no_tier_is_reached_where_that_is_the_option() {
    assert_totals(&flat_fee_per_tier(), RatingOptions::NO_FEE_AT_ZERO, &[("0", "0"), ("1", "12"), ("21", "163")]);
}

#[test]
fn c03_volume_against_graduated() {
    let tiers = [upto("5", "7", "0"), upto("10", "6.5", "0"), rest("6", "0")];
    let volumes = [("1", "7"), ("5", "35"), ("6", "39"), ("20", "120"), ("25", "150")];
    assert_totals(&volume(tiers.clone()), FEE_AT_ZERO, &volumes);
    assert_totals(&graduated(tiers), FEE_AT_ZERO, &[("5", "35"), ("6", "41.50"), ("20", "127.50")]);
}

fn volume_with_flat_fee() -> Vec<Tier> {
    vec![upto("100", "2", "10"), upto("200", "1", "0"), rest("0.5", "50")]
}

#[test]
fn c05_volume_with_a_flat_fee() {
    let expected = [
        ("0", "10"),
        ("1", "12"),
        ("100", "210"),
        ("100.5", "100.5"),
        ("101", "101"),
        ("200", "200"),
        ("300", "200"),
        ("210", "155"),
    ];
    assert_totals(&volume(volume_with_flat_fee()), RatingOptions::FLAT_FEE_AT_ZERO, &expected);
    assert_totals(&volume([upto("1", "0", "0"), rest("1", "0")]), RatingOptions::FLAT_FEE_AT_ZERO, &[("0", "0")]);
}

#[test]
fn c05_the_tier_of_prorated_units_is_that_of_the_full_units() {
    let units = lago::ProratedUnits { full: e("300"), prorated: e("198.6") };
    let charge = lago::prorated_volume(&volume_with_flat_fee(), units, FEE_AT_ZERO).unwrap();
    assert_eq!(charge.total().unwrap(), e("149.3"));
}

fn flat_then_units() -> [Tier; 4] {
    [upto("5", "0", "100"), upto("10", "0", "50"), upto("15", "10", "0"), rest("5", "0")]
}

#[test]
fn c07_graduated_totals() {
    let expected =
        [("0", "100"), ("3", "100"), ("5", "100"), ("5.001", "150"), ("7", "150"), ("12", "170"), ("22", "235")];
    assert_totals(&graduated(flat_then_units()), RatingOptions::FLAT_FEE_AT_ZERO, &expected);
    assert_totals(&graduated(flat_then_units()), RatingOptions::NO_FEE_AT_ZERO, &[("0", "0"), ("3", "100")]);
}

#[test]
fn c09_minimum_and_maximum_on_a_volume_price() {
    let price = |min, max| {
        let tiers = [upto("5", "0", "100"), upto("10", "0", "150"), upto("15", "10", "0"), rest("5", "0")];
        held(volume(tiers), min, max)
    };
    assert_terms(&price(Some("150"), None), "0", "100", "50");
    assert_terms(&price(Some("150"), None), "5", "100", "50");
    assert_terms(&price(Some("100"), None), "100", "500", "0");
    assert_terms(&price(None, Some("100")), "5", "100", "0");
    assert_terms(&price(None, Some("125")), "7", "150", "-25");
}

#[test]
fn c11_examples_of_the_documentation() {
    let documented = graduated([upto("1000", "0.01", "0"), upto("10000", "0.008", "0"), rest("0.005", "0")]);
    assert_totals(&documented, FEE_AT_ZERO, &[("15000", "107")]);
    let tiers = [upto("1000", "0.10", "0"), upto("10000", "0.05", "0"), rest("0.01", "0")];
    assert_totals(&graduated(tiers.clone()), FEE_AT_ZERO, &[("15000", "600")]);
    assert_totals(&volume(tiers), FEE_AT_ZERO, &[("15000", "150")]);
}

#[test]
fn c13_volume_per_unit_with_and_without_a_flat_fee() {
    let tiers = |flat| volume([upto("10000", "0.001", "0"), upto("50000", "0.0008", "0"), rest("0.0006", flat)]);
    assert_totals(&tiers("0"), FEE_AT_ZERO, &[("65000", "39")]);
    assert_totals(&tiers("10"), FEE_AT_ZERO, &[("65000", "49")]);
}

#[test]
fn c13_a_tier_of_packages() {
    let packages = Tier { size: Decimal::ONE_THOUSAND, ..rest("1", "0") };
    for shape in [graduated([packages.clone()]), volume([packages])] {
        let charge = rate(&shape, e("4500"), FEE_AT_ZERO).unwrap();
        assert_eq!((charge.parts[0].quantity, charge.total().unwrap()), (e("5"), e("5")));
    }
}

#[test]
fn a_percentage_by_tiers_is_a_graduated_price_of_fractions() {
    let tiers = [upto("10", "0.01", "200"), upto("20", "0.02", "300"), rest("0.03", "400")];
    let expected = [("0", "0"), ("1", "200.01"), ("10", "200.1"), ("11", "500.12"), ("12", "500.14"), ("21", "900.33")];
    assert_totals(&graduated(tiers), RatingOptions::NO_FEE_AT_ZERO, &expected);
}
