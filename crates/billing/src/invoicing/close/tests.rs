use kernel::{
    Exact, Money, Rounding,
    money::{RoundingMode, RoundingPlace},
    time::civil::date,
};
use model::{Business, Fold, Price, Shape};
use proptest::prelude::*;

use super::*;
use crate::{
    invoicing::{Line, LineKind, bill},
    testing::{any_usage, at, contract, cost, dialer, empty, exact, meter, number, readings, sell, tier, unit, utc},
};

fn inputs() -> Inputs {
    Inputs { business_digest: "00".repeat(32), events: 0, events_digest: "0".repeat(32) }
}

fn close_november(business: &Business, now: &Readings, earlier: &[Earlier<'_>]) -> Result<Closing, CloseError> {
    close(&CloseFacts {
        id: "inv_00000000000000000000000000000000".parse().unwrap(),
        number: 42,
        issued: at("2025-12-02T03:00:00Z"),
        business,
        contract: &contract(),
        period: Period::parse("2025-11", &business.zone).unwrap(),
        readings: now,
        earlier,
        inputs: inputs(),
    })
}

/// A business with one metered product, whose October came to something else than was billed.
fn correct(price: Price, billed: &str, now: &str) -> Closing {
    let mut business = empty();
    business.meters.insert("units".into(), meter("used", Fold::Sum("units".into()), "unit"));
    sell(&mut business, "units", Some("units"), price).cost = cost(Some("maker"), unit("2"));
    let (billed, now) = (readings(&[("units", billed)]), readings(&[("units", now)]));
    let earlier =
        [Earlier { business: &business, contract: &contract(), period: utc("2025-10"), billed: &billed, now: &now }];
    close_november(&business, &Readings::default(), &earlier).unwrap()
}

fn corrections_of(closing: &Closing) -> Vec<&Line> {
    let is_correction = |line: &&Line| matches!(line.kind, LineKind::Correction { .. });
    closing.invoice.bill.lines.iter().filter(is_correction).collect()
}

/// C51: late usage is rated with the whole period, and the difference is charged.
#[test]
fn c51_late_usage_and_repricing() {
    let volume =
        Price::of(Shape::Volume { tiers: vec![tier(Some("15"), "10", "0"), tier(None, "5", "0")], list: None });
    let flat = Price::of(Shape::Graduated(vec![tier(Some("5"), "0", "100"), tier(Some("10"), "0", "50")]));
    for (price, billed, now, quantity, amount) in [
        (unit("10"), "12", "14", "2", "20"),
        (volume.clone(), "15", "16", "1", "-70"),
        (volume, "16", "15", "-1", "70"),
        (flat, "5", "6", "1", "50"),
    ] {
        let closing = correct(price, billed, now);
        let lines = corrections_of(&closing);
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].description, "Units, correction for October 2025");
        assert_eq!(lines[0].kind, LineKind::Correction { period: utc("2025-10") });
        assert_eq!((lines[0].quantity, lines[0].amount), (exact(quantity), exact(amount)));
        let due = Money::settle(exact(amount), kernel::Currency::USD, RoundingMode::HalfUp).unwrap();
        assert_eq!(lines[0].settled, due);
        let late = closing.costs.lines.iter().find(|cost| cost.line == Some(1)).unwrap();
        assert_eq!(late.amount, exact(quantity).times(exact("2")).unwrap());
    }
}

#[test]
fn a_correction_shows_a_price_where_one_explains_it() {
    assert_eq!(corrections_of(&correct(unit("10"), "12", "14"))[0].price, Some(number("10")));
    let volume =
        Price::of(Shape::Volume { tiers: vec![tier(Some("15"), "10", "0"), tier(None, "5", "0")], list: None });
    assert_eq!(corrections_of(&correct(volume, "15", "16"))[0].price, None);
    assert!(corrections_of(&correct(unit("10"), "12", "12")).is_empty());
}

#[test]
fn a_credit_turns_the_signs() {
    let closing = correct(unit("10"), "14", "12");
    assert_eq!(closing.invoice.bill.total.to_string(), "-20.00");
    assert_eq!(
        closing.postings.to_text(date(2025, 12, 1)),
        "\
2025-12-01 INV-000042 ABC Solar
    assets:receivable:abc-solar  -20.00 USD
    income:revenue:units          20.00 USD
    expenses:cost:units           -4.00 USD
    liabilities:accrued:maker      4.00 USD
"
    );
}

#[test]
fn an_invoice_says_when_it_was_issued_and_is_due_where_the_business_is() {
    let used = readings(&[("minutes", "6000000"), ("numbers", "10"), ("storage", "50"), ("support", "5")]);
    let closing = close_november(&dialer(), &used, &[]).unwrap();
    let invoice = &closing.invoice;
    assert_eq!(invoice.number, "INV-000042");
    // Ten in the evening of the first in New York.
    assert_eq!((invoice.issued_on, invoice.due_on), (date(2025, 12, 1), date(2025, 12, 15)));
    assert_eq!(invoice.bill.total.to_string(), "3580.00");
    assert_eq!(
        closing.postings.to_text(invoice.issued_on),
        "\
2025-12-01 INV-000042 ABC Solar
    assets:receivable:abc-solar     3580.00 USD
    income:revenue:platform         -500.00 USD
    income:revenue:minutes         -2500.00 USD
    income:revenue:numbers           -30.00 USD
    income:revenue:storage           -50.00 USD
    income:revenue:support          -500.00 USD
    expenses:cost:minutes           1000.00 USD
    expenses:cost:numbers             10.00 USD
    expenses:cost:storage              5.00 USD
    liabilities:accrued:instacall  -1000.00 USD
    liabilities:accrued:unnamed      -10.00 USD
    liabilities:accrued:bytworth      -5.00 USD
"
    );
    assert_eq!(invoice_number(1_234_567), "INV-1234567");
}

#[test]
fn an_earlier_period_keeps_its_own_prices_and_plan() {
    let mut old = dialer();
    old.plans.get_mut("standard").unwrap().products.get_mut("minutes").unwrap().price =
        model::Offer::Fixed(unit("0.05"));
    let (billed, now) = (readings(&[("minutes", "600")]), readings(&[("minutes", "1200"), ("numbers", "1")]));
    let period = Period::parse("2025-10", &old.zone).unwrap();
    let earlier = [Earlier { business: &old, contract: &contract(), period, billed: &billed, now: &now }];
    let closing = close_november(&dialer(), &Readings::default(), &earlier).unwrap();
    let lines: Vec<_> = corrections_of(&closing).iter().map(|line| (line.description.clone(), line.amount)).collect();
    assert_eq!(
        lines,
        [
            ("Minutes, correction for October 2025".to_owned(), exact("0.5")),
            ("Numbers, correction for October 2025".to_owned(), exact("3")),
        ]
    );
    assert_eq!(closing.invoice.bill.total.to_string(), "503.50");
}

#[test]
fn what_cannot_be_closed_says_why() {
    let euros = Business { currency: kernel::Currency::EUR, ..dialer() };
    let nothing = Readings::default();
    let earlier =
        [Earlier { business: &euros, contract: &contract(), period: utc("2025-10"), billed: &nothing, now: &nothing }];
    let error = close_november(&dialer(), &nothing, &earlier).unwrap_err();
    assert!(error.to_string().contains("billed in EUR, so it cannot be corrected on an invoice in USD"), "{error}");
    let mut patient = dialer();
    patient.options.due_days = u32::MAX;
    assert_eq!(close_november(&patient, &nothing, &[]), Err(CloseError::OutOfCalendar));
}

/// Two sets of readings of one business, and what closing with the second as a correction of the first gives.
fn corrected(business: &Business, first: &Readings, second: &Readings) -> Closing {
    let earlier = [Earlier { business, contract: &contract(), period: utc("2025-10"), billed: first, now: second }];
    close_november(business, first, &earlier).unwrap()
}

fn scaled(readings: &Readings, factor: i64) -> Readings {
    let mut scaled = readings.clone();
    for reading in scaled.0.values_mut() {
        reading.quantity = reading.quantity.times(Exact::from(factor)).unwrap();
    }
    scaled
}

proptest! {
    /// Postings sum to zero, revenue and rounding are the total, and every cost is owed to somebody.
    #[test]
    fn postings_mirror_the_invoice((business, readings) in any_usage(), factor in 0i64..4) {
        let closing = corrected(&business, &readings, &scaled(&readings, factor));
        let of = |prefix: &str| -> i64 {
            let postings = closing.postings.postings().iter();
            postings.filter(|posting| posting.account.to_string().starts_with(prefix)).map(|posting| posting.amount.minor).sum()
        };
        let total = closing.invoice.bill.total.minor;
        prop_assert_eq!(of(""), 0);
        prop_assert_eq!((of("assets:"), of("income:")), (total, -total));
        prop_assert_eq!((of("expenses:"), of("liabilities:")), (closing.costs.total.minor, -closing.costs.total.minor));
        prop_assert_eq!(closing.invoice.bill.lines.iter().map(|line| line.settled.minor).sum::<i64>(), total);
    }

    /// What was billed and its correction are together what the period costs now.
    #[test]
    fn billed_and_corrected_is_what_is_due((business, readings) in any_usage(), factor in 0i64..4) {
        let late = scaled(&readings, factor);
        let exact_total = |readings: &Readings| {
            let bill = bill(&business, &contract(), utc("2025-10"), readings).unwrap().bill;
            Exact::sum(bill.lines.iter().map(|line| line.amount)).unwrap()
        };
        let closing = corrected(&business, &readings, &late);
        let corrections = Exact::sum(corrections_of(&closing).iter().map(|line| line.amount)).unwrap();
        prop_assert_eq!(exact_total(&readings).plus(corrections).unwrap(), exact_total(&late));
    }

    /// The same facts give the same invoice.
    #[test]
    fn closing_twice_is_closing_once((business, readings) in any_usage()) {
        let once = close_november(&business, &readings, &[]).unwrap();
        prop_assert_eq!(format!("{:?}", &once), format!("{:?}", close_november(&business, &readings, &[]).unwrap()));
    }
}

#[test]
fn rounding_is_posted_to_its_own_account() {
    let mut business = empty();
    for product in ["a", "b", "c"] {
        sell(&mut business, product, None, unit("0.333"));
    }
    business.options.rounding = Rounding { mode: RoundingMode::HalfUp, place: RoundingPlace::Invoice };
    let text = close_november(&business, &Readings::default(), &[]).unwrap().postings.to_text(date(2025, 12, 1));
    assert!(text.contains("income:rounding              -0.01 USD"), "{text}");
}
