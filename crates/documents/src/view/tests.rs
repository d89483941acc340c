use proptest::prelude::*;

use super::*;
use crate::{arbitrary, samples};

#[test]
fn an_invoice_says_what_is_due_and_when() {
    let invoice = samples::invoice(samples::dialer());
    let view = View::of(Document::Invoice(&invoice), &samples::brand());
    assert_eq!(view.heading(), "Invoice 2025-000042");
    assert_eq!((view.due.label, view.due.amount.as_str()), ("Amount due", "$3,580.00"));
    assert_eq!(view.due.note, "Due 15 November 2025");
    assert_eq!(view.payment.last().map(String::as_str), Some("Reference: 2025-000042"));
    assert_eq!(
        view.facts.iter().map(|(label, _)| *label).collect::<Vec<_>>().join(", "),
        "Invoice no., Issue date, Due date, Period, Plan"
    );
}

#[test]
fn a_credit_is_said_in_words_and_asks_for_nothing() {
    let invoice = samples::invoice(samples::credit());
    let view = View::of(Document::Invoice(&invoice), &samples::brand());
    assert_eq!((view.title, view.due.label, view.due.amount.as_str()), ("Invoice", "Credit balance", "$213.50"));
    assert!(view.payment.is_empty() && !view.facts.iter().any(|(label, _)| *label == "Due date"));
    assert_eq!(view.total, ("Total", "−$213.50".to_owned()));
}

#[test]
fn a_bill_is_not_mistaken_for_an_invoice() {
    let bill = samples::dialer();
    let view = View::of(Document::Bill(&bill), &samples::brand());
    assert_eq!((view.title, view.due.label), ("Bill", "Total"));
    assert!(view.due.note.ends_with("not an invoice") && view.payment.is_empty() && view.number.is_none());
}

#[test]
fn lines_are_gathered_by_group_and_corrections_and_rounding_come_last() {
    let mut bill = samples::long(8);
    bill.lines.swap(0, 8);
    bill.lines.swap(1, 7);
    bill.lines[3].group = None;
    let sections = sections(&bill);
    let titles: Vec<_> = sections.iter().map(|section| section.title.as_deref()).collect();
    assert_eq!(
        titles,
        [
            Some("Usage"),
            Some("Other"),
            Some("Services"),
            Some("Equipment"),
            Some("Platform"),
            Some("Corrections"),
            None
        ]
    );
    assert_eq!(sections[5].rows.len(), 1);
    assert!(sections[6].rows[0].quiet && sections[6].rows[0].quantity.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn every_line_is_printed_once(bill in arbitrary::bill(300)) {
        let rows: usize = sections(&bill).iter().map(|section| section.rows.len()).sum();
        prop_assert_eq!(rows, bill.lines.len());
    }
}
