//! Packages and blocks, and prices billed in instalments.

use billing::rating::{
    Charge, Clamp, Instalment, Progress,
    conventions::killbill::{Block, BlocksMax, all_tiers, top_tier},
    instalment, rate,
};
use model::{Price, Shape};

use super::shapes::*;

/// Bills `quantity` in all, after `before` units that came to `billed`.
#[track_caller]
pub fn bill(price: &Price, before: &str, billed: &str, quantity: &str, which: Instalment) -> (Charge, Clamp) {
    let progress = Progress { quantity: e(before), billed: e(billed), instalment: which };
    instalment(price, progress, e(quantity), FEE_AT_ZERO).unwrap()
}

#[track_caller]
fn assert_bill(actual: (Charge, Clamp), charge: &str, by: &str) {
    assert_eq!((actual.0.total().unwrap(), actual.1.by), (e(charge), e(by)));
}

fn fifteen_per_ten() -> Shape {
    Shape::Package { size: d("10"), price: d("15") }
}

#[test]
fn c15_a_package_billed_progressively() {
    assert_totals(&fifteen_per_ten(), FEE_AT_ZERO, &[("0", "0"), ("5", "15"), ("10", "15"), ("11", "30")]);
    let price = held(fifteen_per_ten(), None, None);
    assert_bill(bill(&price, "17", "30", "22", Instalment::Interim), "15", "0");
    let capped = held(fifteen_per_ten(), None, Some("100"));
    assert_bill(bill(&capped, "60", "90", "110", Instalment::Interim), "75", "-65");
}

#[test]
fn c15_the_minimum_is_due_with_the_last_instalment_only() {
    let price = held(fifteen_per_ten(), Some("100"), None);
    assert_bill(bill(&price, "0", "0", "0", Instalment::Interim), "0", "0");
    assert_bill(bill(&price, "0", "0", "0", Instalment::Last), "0", "100");
}

fn block(size: &str, blocks_max: BlocksMax, price: &str) -> Block {
    Block { size: d(size), blocks_max, price: d(price) }
}

fn max(blocks: u64) -> BlocksMax {
    BlocksMax::Blocks(blocks)
}

#[test]
fn c17_blocks_of_one() {
    let blocks = [block("1", max(10), "1.5"), block("1", max(100), "1.0"), block("1", max(1000), "0.5")];
    let charge = rate(&all_tiers(&blocks).unwrap(), e("111"), FEE_AT_ZERO).unwrap();
    assert_eq!(amounts(&charge), [e("15"), e("100"), e("0.5")]);
    assert_eq!(charge.total().unwrap(), e("115.5"));
    assert_totals(&top_tier(&blocks).unwrap(), FEE_AT_ZERO, &[("111", "55.5")]);
}

#[test]
fn c17_all_tiers_of_blocks() {
    for last in [max(100), BlocksMax::Unlimited] {
        let shape = all_tiers(&[block("100", max(10), "1"), block("1000", last, "1")]).unwrap();
        let charge = rate(&shape, e("5325"), FEE_AT_ZERO).unwrap();
        assert_eq!(amounts(&charge), [e("10"), e("5")]);
    }
}

#[test]
fn c17_the_top_tier_of_blocks() {
    let blocks = [block("100", max(10), "1"), block("1000", max(100), "1"), block("1000", max(100), "0.5")];
    let expected = [("1000", "10"), ("101000", "101"), ("101001", "51.0"), ("300000", "150.0")];
    assert_totals(&top_tier(&blocks).unwrap(), FEE_AT_ZERO, &expected);
    let unlimited = [block("100", max(10), "10"), block("100", BlocksMax::Unlimited, "1")];
    assert_totals(&top_tier(&unlimited).unwrap(), FEE_AT_ZERO, &[("2000", "20")]);
}

#[test]
fn c19_blocks_already_billed_come_off() {
    let price = Price::of(all_tiers(&[block("100", BlocksMax::Unlimited, "1")]).unwrap());
    // 130 and 271 used; of them one block has been billed.
    assert_bill(bill(&price, "100", "1", "401", Instalment::Interim), "4", "0");
    assert_bill(bill(&price, "100", "1", "199", Instalment::Interim), "1", "0");
}

#[test]
fn minimum_and_maximum_hold_for_all_instalments_together() {
    let tiers = [upto("5", "0", "100"), upto("10", "0", "50"), upto("15", "5", "0"), rest("1", "0")];
    let price = |min, max| held(graduated(tiers.clone()), min, max);
    assert_bill(bill(&price(Some("1000"), None), "3", "100", "3", Instalment::Interim), "0", "0");
    assert_bill(bill(&price(Some("1000"), None), "3", "100", "3", Instalment::Last), "0", "900");
    assert_bill(bill(&price(None, Some("170")), "12", "160", "15", Instalment::Interim), "15", "-5");
    assert_bill(bill(&price(None, Some("170")), "15", "170", "22", Instalment::Last), "7", "-7");
}

#[test]
fn a_correction_shows_what_it_takes_back_and_what_it_adds() {
    let price = Price::of(volume([upto("15", "10", "0"), rest("5", "0")]));
    let (charge, _) = bill(&price, "15", "150", "16", Instalment::Last);
    assert_eq!(amounts(&charge), [e("-150"), e("80")]);
    let unit = Price::of(Shape::Unit(d("10")));
    let (charge, _) = bill(&unit, "12", "120", "14", Instalment::Last);
    assert_eq!((charge.parts.len(), charge.parts[0].quantity, charge.total().unwrap()), (1, e("2"), e("20")));
    let flat = Price::of(volume([upto("5", "0", "100"), rest("0", "150")]));
    let (charge, _) = bill(&flat, "5", "100", "6", Instalment::Last);
    assert_eq!(amounts(&charge), [e("-100"), e("150")]);
}
