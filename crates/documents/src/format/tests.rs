use kernel::{Currency, Exact, Money, Period, id::TenantName};

use super::*;

fn exact(text: &str) -> Exact {
    text.parse().unwrap()
}

fn currency(code: &str) -> Currency {
    code.parse().unwrap()
}

#[test]
fn money_has_its_symbol_its_places_and_a_true_minus() {
    let written = |minor, code| money(Money::new(minor, currency(code)));
    assert_eq!(written(250_000, "USD"), "$2,500.00");
    assert_eq!(written(113_075, "EUR"), "€1,130.75");
    assert_eq!(written(-5, "USD"), "−$0.05");
    assert_eq!(written(1_234_567, "JPY"), "¥1,234,567");
    assert_eq!(written(1_234_567, "KWD"), "KWD 1,234.567");
    assert_eq!(written(i64::MIN, "USD"), "−$92,233,720,368,547,758.08");
}

#[test]
fn a_price_keeps_its_places_but_has_at_least_the_currencys() {
    let written = |text: &str, code| price(text.parse().unwrap(), currency(code));
    assert_eq!(written("0.025", "USD"), "$0.025");
    assert_eq!(written("3", "USD"), "$3.00");
    assert_eq!(written("500.000", "USD"), "$500.00");
    assert_eq!(written("-1234.5", "USD"), "−$1,234.50");
    assert_eq!(written("12", "JPY"), "¥12");
    assert_eq!(written("0.004", "JPY"), "¥0.004");
    assert_eq!(written("79228162514264337593543950335", "USD"), "$79,228,162,514,264,337,593,543,950,335");
}

#[test]
fn quantities_end_after_six_places_if_they_do_not_end_by_themselves() {
    assert_eq!(quantity(exact("100000")), "100,000");
    assert_eq!(quantity(exact("-1234567.5")), "−1,234,567.5");
    assert_eq!(plain(exact("1/3")), "0.333333");
    assert_eq!(plain(exact("2/3")), "0.666667");
    assert_eq!(plain(exact("-1000/31")), "-32.258065");
    assert_eq!(plain(exact("-1/30000000")), "0");
    assert_eq!(plain(exact("19999999/20000001")), "1");
    assert_eq!(plain(exact("0.0000001")), "0.0000001");
    assert_eq!(plain(Exact::from_whole(i128::MAX)), i128::MAX.to_string());
    assert_eq!(plain(Exact::ratio(i128::MAX - 1, i128::MAX).unwrap()), "1");
    assert_eq!(plain(Exact::ratio(i128::MAX / 3, i128::MAX).unwrap()), "0.333333");
}

#[test]
fn units_follow_their_count() {
    assert_eq!(counted(exact("1"), "number", Some("numbers")), "1 number");
    assert_eq!(counted(exact("10"), "number", Some("numbers")), "10 numbers");
    assert_eq!(counted(exact("0.5"), "hour", None), "0.5 hours");
    assert_eq!(counted(exact("0"), "minute", None), "0 minutes");
    for (one, many) in
        [("GB", "GB"), ("kWh", "kWh"), ("%", "%"), ("box", "boxes"), ("query", "queries"), ("day", "days")]
    {
        assert_eq!(plural(one), many);
    }
    assert_eq!(plural("API call"), "API calls");
}

#[test]
fn dates_say_the_month_in_words() {
    let day = |text: &str| text.parse().unwrap();
    assert_eq!(days(day("2025-10-01"), day("2025-10-31")), "1–31 October 2025");
    assert_eq!(days(day("2025-10-15"), day("2025-11-14")), "15 October – 14 November 2025");
    assert_eq!(days(day("2025-12-15"), day("2026-01-14")), "15 December 2025 – 14 January 2026");
    assert_eq!(days(day("2025-10-05"), day("2025-10-05")), "5 October 2025");
}

#[test]
fn a_correction_names_the_days_of_its_period_across_summer_time() {
    let zone = kernel::time::TimeZone::get("America/New_York").unwrap();
    for (this, earlier, expected) in [
        ("2025-11", "2025-10", "1–31 October 2025"),
        ("2025-12", "2025-11", "1–30 November 2025"),
        ("2025-12", "2025-07", "1–31 July 2025"),
    ] {
        let period = Period::parse(this, &zone).unwrap();
        let bill = Bill {
            tenant: "t".parse::<TenantName>().unwrap(),
            title: String::new(),
            plan: String::new(),
            plan_title: String::new(),
            period,
            first_day: period.first_day(&zone),
            last_day: period.day_after(&zone).yesterday().unwrap(),
            currency: Currency::USD,
            lines: Vec::new(),
            subtotal: Money::zero(Currency::USD),
            total: Money::zero(Currency::USD),
        };
        assert_eq!(correction_days(&bill, Period::parse(earlier, &zone).unwrap()), expected);
    }
}

#[test]
fn what_cannot_be_printed_is_shown_or_dropped_but_never_obeyed() {
    assert_eq!(printable("ABC Solar"), "ABC Solar");
    assert_eq!(printable("  two\n\tlines\u{2028} "), "two lines");
    assert_eq!(printable("a\u{1b}[31mb"), "a\u{fffd}[31mb");
    assert_eq!(printable("a\u{202e}cba\u{202c}"), "acba");
    assert_eq!(printable("\u{7}\u{ffff}"), "\u{fffd}\u{fffd}");
}

#[test]
fn a_share_of_nothing_is_not_a_number() {
    let usd = |minor| Money::new(minor, Currency::USD);
    assert_eq!(percent(usd(256_500), usd(358_000)).as_deref(), Some("71.6%"));
    assert_eq!(percent(usd(-1), usd(3)).as_deref(), Some("−33.3%"));
    assert_eq!(percent(usd(1), usd(0)), None);
}

#[test]
fn a_tile_shows_at_most_two_initials() {
    assert_eq!(initials("YourBrand Dialer"), "YD");
    assert_eq!(initials("łódź"), "Ł");
    assert_eq!(initials("…"), "");
}
use billing::invoicing::Bill;
