use kernel::Money;
use proptest::prelude::*;

use super::*;
use crate::{arbitrary, samples};

#[test]
fn a_bill_for_the_operator_has_cost_and_margin_on_every_line() {
    insta::assert_snapshot!(pretty(&bill_json(&samples::dialer(), Some(&samples::dialer_costs()))));
}

#[test]
fn a_bill_for_the_tenant_has_no_cost_anywhere() {
    let json = bill_json(&samples::dialer(), None);
    assert!(!json.contains("cost") && !json.contains("margin") && !json.contains("Instacall"), "{json}");
    insta::assert_snapshot!(pretty(&json));
}

#[test]
fn the_keys_of_a_bill_are_exactly_the_promised_ones_in_order() {
    let json = bill_json(&samples::dialer(), Some(&samples::dialer_costs()));
    assert!(json.starts_with(concat!(
        r#"{"tenant":"abc-solar","period":{"start":"2025-10-01T04:00:00Z","end":"2025-11-01T04:00:00Z"},"currency":"USD","#,
        r#""lines":[{"product":"platform","description":"Platform","quantity":"1","unit":null,"price":"500","#,
        r#""amount":"500.00","cost":"0.00","margin":"500.00"},"#
    )));
    assert!(json.ends_with(r#""subtotal":"3580.00","total":"3580.00","cost":"1015.00","margin":"2565.00"}"#));
}

#[test]
fn several_vendors_behind_a_line_are_added_up_and_a_cost_without_a_line_is_only_in_the_total() {
    let (bill, mut costs) = (samples::dialer(), samples::dialer_costs());
    let lookup = billing::invoicing::LineCost { settled: Money::new(7, bill.currency), ..costs.lines[0].clone() };
    costs.lines.push(lookup.clone());
    costs.lines.push(billing::invoicing::LineCost { line: None, ..lookup.clone() });
    costs.lines.push(billing::invoicing::LineCost { line: Some(99), ..lookup });
    let json: serde_json::Value = serde_json::from_str(&bill_json(&bill, Some(&costs))).unwrap();
    assert_eq!(json["lines"][1]["cost"], "1000.07");
    assert_eq!(json["lines"][1]["margin"], "1499.93");
    assert_eq!(json["lines"].as_array().unwrap().len(), bill.lines.len());
}

#[test]
fn an_invoice_is_its_bytes() {
    let json = invoice_json(&samples::invoice(samples::long(3)));
    assert!(json.ends_with("}\n") && json.lines().count() == 1);
    insta::assert_snapshot!(pretty(&json));
}

#[test]
fn bytes_that_are_not_an_invoice_say_why() {
    let json = invoice_json(&samples::invoice(samples::dialer()));
    let said = |json: String| invoice_from_json(&json).unwrap_err().to_string();
    assert_eq!(said("{}".into()), "not the JSON of an invoice");
    assert_eq!(
        said(json.replacen("\"format\":1", "\"format\":2", 1)),
        "invoice format 2 is not known; this version reads 1"
    );
    assert_eq!(
        said(json.replacen("\"total\":\"3580.00\"", "\"total\":\"3580.001\"", 1)),
        "'3580.001' is not a possible total"
    );
    assert_eq!(said(json.replacen("inv_", "key_", 1)).split(' ').next_back(), Some("id"));
    assert_eq!(said(json.replacen("\"currency\"", "\"cost\":\"1\",\"currency\"", 1)), "not the JSON of an invoice");
}

fn pretty(json: &str) -> String {
    serde_json::to_string_pretty(&serde_json::from_str::<serde_json::Value>(json).unwrap()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_was_issued_is_read_back(bill in arbitrary::bill(8)) {
        let invoice = samples::invoice(bill);
        let json = invoice_json(&invoice);
        let read = invoice_from_json(&json).unwrap();
        prop_assert_eq!(&read, &invoice);
        prop_assert_eq!(invoice_json(&read), json);
    }

    #[test]
    fn any_bill_is_json_with_as_many_lines(bill in arbitrary::bill(8)) {
        let json: serde_json::Value = serde_json::from_str(&bill_json(&bill, None)).unwrap();
        prop_assert_eq!(json["lines"].as_array().unwrap().len(), bill.lines.len());
        prop_assert!(json.get("cost").is_none());
    }

    #[test]
    fn any_bytes_are_read_or_refused(text in ".{0,200}") {
        prop_assert!(invoice_from_json(&text).is_err());
    }
}
