use std::collections::BTreeMap;

use billing::invoicing::Invoice;
use proptest::prelude::*;

use super::{
    flow::{Mark, Page, Role},
    geometry::{BOTTOM, MARGIN},
    style::BODY,
    *,
};
use crate::{arbitrary, samples};

fn laid_out(document: Document<'_>, size: PaperSize) -> Vec<Page> {
    layout(&View::of(document, &samples::brand()), Fonts::embedded().unwrap(), size)
}

fn pages_of(invoice: &Invoice) -> Vec<Page> {
    laid_out(Document::Invoice(invoice), PaperSize::A4)
}

/// All texts with their page and role, in the order they were placed.
fn texts(pages: &[Page]) -> Vec<(usize, Role, String)> {
    let of = |(number, page): (usize, &Page)| {
        let text = |mark: &Mark| match mark {
            Mark::Text { run, role, .. } => Some((number, *role, run.text.clone())),
            Mark::Box { .. } => None,
        };
        page.iter().filter_map(text).collect::<Vec<_>>()
    };
    pages.iter().enumerate().flat_map(of).collect()
}

/// The pages on which each row of the table stands.
fn rows(pages: &[Page]) -> BTreeMap<u32, Vec<usize>> {
    let mut rows: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (page, role, _) in texts(pages) {
        if let Role::RowHead { row, .. } | Role::Cell { row, .. } = role {
            let on = rows.entry(row).or_default();
            if !on.contains(&page) {
                on.push(page);
            }
        }
    }
    rows
}

#[test]
fn the_words_of_an_invoice_in_the_order_of_reading() {
    let invoice = samples::invoice(samples::dialer());
    let lines: Vec<_> =
        texts(&pages_of(&invoice)).into_iter().map(|(_, role, text)| format!("{role:?}: {text}")).collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn two_hundred_lines_keep_their_rows_whole_and_every_page_has_its_head_and_foot() {
    let invoice = samples::invoice(samples::long(200));
    let pages = pages_of(&invoice);
    let rows = rows(&pages);
    // Two more for the totals.
    assert_eq!(rows.len(), invoice.bill.lines.len() + 2);
    assert!(rows.values().all(|on| on.len() == 1), "a row is torn");
    let texts = texts(&pages);
    let on = |page: usize, wanted: &str| texts.iter().any(|(on, _, text)| *on == page && text == wanted);
    for page in 0..pages.len() {
        assert!(on(page, "Description") && on(page, &format!("Page {} / {}", page + 1, pages.len())));
        assert!(page == 0 || on(page, "Invoice 2025-000042"));
    }
    assert!(texts.iter().any(|(_, _, text)| text == "Usage (continued)"));
}

#[test]
fn the_total_never_stands_alone() {
    for count in (8..24).step_by(3) {
        let pages = pages_of(&samples::invoice(samples::long(count)));
        let rows: Vec<_> = rows(&pages).into_values().collect();
        let [.., line, rounding, subtotal, total] = rows.as_slice() else { panic!("no rows") };
        assert!(line.last() == total.first() && rounding == total && subtotal == total, "{count} lines");
    }
}

#[test]
fn nothing_stands_outside_the_margins() {
    for size in [PaperSize::A4, PaperSize::Letter] {
        for bill in [samples::dialer(), samples::long(60), samples::yen(), samples::credit(), samples::empty()] {
            let invoice = samples::invoice(bill);
            for mark in laid_out(Document::Invoice(&invoice), size).iter().flatten() {
                let (left, right, bottom) = match mark {
                    Mark::Text { x, baseline, run, style, .. } => (*x, x + run.width(style.size), *baseline),
                    Mark::Box { x, y, width, height, .. } => (*x, x + width, y + height),
                };
                assert!(left >= MARGIN - 0.1 && right <= size.right() + 0.1, "{mark:?}");
                assert!(bottom <= size.height() - BOTTOM + 0.1, "{mark:?}");
            }
        }
    }
}

#[test]
fn the_same_invoice_is_the_same_bytes() {
    let invoice = samples::invoice(samples::long(30));
    let render = || pdf(Document::Invoice(&invoice), &samples::brand(), PaperSize::A4).unwrap();
    let bytes = render();
    assert_eq!(bytes, render());
    assert!(bytes.starts_with(b"%PDF-1.7") && bytes.len() < 100_000, "{} bytes", bytes.len());
}

#[test]
fn every_sample_can_be_written() {
    let bills = [samples::dialer(), samples::long(12), samples::yen(), samples::credit(), samples::empty()];
    for bill in bills {
        let invoice = samples::invoice(bill);
        for document in [Document::Invoice(&invoice), Document::Bill(&invoice.bill)] {
            pdf(document, &samples::brand(), PaperSize::Letter).unwrap();
        }
    }
}

#[test]
fn figures_are_all_as_wide_as_each_other() {
    let fonts = Fonts::embedded().unwrap();
    let width = |text: &str| fonts.shape(text, BODY.in_figures()).width(1.0);
    for digit in ["0", "2", "7", "9", "−"] {
        assert!((width(digit) - width("1")).abs() < 0.001, "{digit}");
    }
    assert!((width("1,170.77") - width("8,888.88")).abs() < 0.001);
}

#[test]
fn letters_the_font_lacks_are_seen_to_be_missing() {
    let fonts = Fonts::embedded().unwrap();
    let shown = |text: &str| fonts.shape(text, BODY).text;
    assert_eq!(shown("Łódź Ελλάδα Київ e\u{301}"), "Łódź Ελλάδα Київ e\u{301}");
    assert_eq!(shown("東京 Denwa"), "\u{fffd}\u{fffd} Denwa");
    assert_eq!(shown("👨\u{200d}👩 \u{e000}"), "\u{fffd}\u{fffd} \u{fffd}");
}

#[test]
fn a_row_taller_than_a_page_goes_on_overleaf() {
    let mut bill = samples::dialer();
    bill.lines[1].description = "word ".repeat(5_000);
    bill.title = "name ".repeat(2_000);
    let pages = pages_of(&samples::invoice(bill));
    let words: usize = texts(&pages).iter().map(|(_, _, text)| text.matches("word").count()).sum();
    assert!(pages.len() > 8 && words == 5_000, "{} pages, {words} words", pages.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]

    #[test]
    fn any_bill_is_laid_out_with_every_row(bill in arbitrary::bill(300)) {
        let pages = laid_out(Document::Bill(&bill), PaperSize::A4);
        let expected = bill.lines.len() + 2;
        prop_assert_eq!(rows(&pages).len(), expected);
    }

    #[test]
    fn any_bill_is_a_pdf(bill in arbitrary::bill(40), name in arbitrary::words(), legal in arbitrary::words()) {
        let brand = Brand { name, legal: Some(legal.clone()), address: vec![legal], ..samples::brand() };
        let invoice = samples::invoice(bill);
        prop_assert!(pdf(Document::Invoice(&invoice), &brand, PaperSize::A4).is_ok());
    }
}
