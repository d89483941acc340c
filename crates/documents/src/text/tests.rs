use kernel::Money;
use proptest::prelude::*;
use unicode_width::UnicodeWidthStr;

use super::*;
use crate::{arbitrary, samples};

#[test]
fn the_operator_sees_cost_and_margin() {
    insta::assert_snapshot!(table(&samples::dialer(), Some(&samples::dialer_costs()), WIDTH));
}

#[test]
fn the_tenant_does_not() {
    let text = table(&samples::dialer(), None, WIDTH);
    assert!(!text.contains("Cost") && !text.contains("Margin"));
    insta::assert_snapshot!(text);
}

#[test]
fn long_and_wide_names_wrap() {
    let long = table(&samples::long(6), None, WIDTH);
    let yen = table(&samples::yen(), None, WIDTH);
    insta::assert_snapshot!(format!("{long}\n{yen}\n{}", table(&samples::credit(), None, 60)));
}

#[test]
fn what_was_used_and_not_billed_has_a_row_of_its_own() {
    let (bill, mut costs) = (samples::empty(), samples::dialer_costs());
    costs.lines.retain(|cost| cost.product == "storage");
    costs.total = Money::new(500, bill.currency);
    costs.margin = Money::new(-500, bill.currency);
    insta::assert_snapshot!(table(&bill, Some(&costs), WIDTH));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_bill_is_a_table_without_control_characters(bill in arbitrary::bill(20)) {
        let text = table(&bill, None, WIDTH);
        prop_assert!(text.chars().all(|c| c == '\n' || !c.is_control()));
        let ruled = text.lines().find(|line| line.starts_with('─')).map(UnicodeWidthStr::width).unwrap();
        let body: Vec<_> = text.lines().skip_while(|line| !line.starts_with('─')).collect();
        prop_assert!(body.len() >= bill.lines.len() + 4);
        // One grapheme can be wider than its column when combining marks say so; everything else fits the rule.
        prop_assert!(body.iter().all(|line| line.width() <= ruled + 2), "{}", text);
    }
}
