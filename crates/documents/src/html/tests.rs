use proptest::prelude::*;

use super::*;
use crate::{arbitrary, samples};

#[test]
fn an_invoice_as_a_fragment() {
    let invoice = samples::invoice(samples::dialer());
    insta::assert_snapshot!(fragment(Document::Invoice(&invoice), &samples::brand()));
}

#[test]
fn corrections_rounding_and_groups_as_a_fragment() {
    insta::assert_snapshot!(fragment(Document::Bill(&samples::long(4)), &samples::brand()));
}

#[test]
fn a_fragment_passes_the_strictest_policy() {
    let html = fragment(Document::Invoice(&samples::invoice(samples::long(10))), &samples::brand());
    for refused in ["style=", "<style", "<script", "onclick", "http:", "https:", "url("] {
        assert!(!html.contains(refused), "{refused}");
    }
}

#[test]
fn a_page_is_whole_and_loads_nothing() {
    let invoice = samples::invoice(samples::empty());
    let html = page(Document::Invoice(&invoice), &samples::brand());
    assert!(html.starts_with("<!doctype html>") && html.contains(STYLE) && html.contains("No charges in this period."));
    for loaded in ["<link", "src=", "url(", "@import", "<script"] {
        assert!(!html.contains(loaded), "{loaded}");
    }
}

#[test]
fn a_name_cannot_become_markup() {
    let mut bill = samples::dialer();
    bill.title = "<script>alert(1)</script>".into();
    bill.lines[0].description = "a\" onload=\"x' & </th>".into();
    let mut brand = samples::brand();
    brand.name = "</title><b>".into();
    brand.colour = "red;}body{display:none".into();
    let html = page(Document::Bill(&bill), &brand);
    assert!(!html.contains("<script>") && !html.contains("<b>") && !html.contains("display:none"));
    assert!(html.contains("&#60;script&#62;"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn any_bill_is_a_page_with_every_line(bill in arbitrary::bill(60)) {
        let html = page(Document::Bill(&bill), &samples::brand());
        prop_assert_eq!(html.matches("paper-count\">").count(), bill.lines.len());
        prop_assert!(html.chars().all(|c| c == '\n' || !c.is_control()));
    }
}
