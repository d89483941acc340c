//! Any bill at all, for property tests: control characters, right-to-left text, emoji, huge figures, many lines.

use billing::invoicing::{Bill, Line, LineKind};
use kernel::{Currency, Decimal, Exact, Money, Period, time::Timestamp};
use proptest::{collection::vec, option, prelude::*};

use crate::samples;

pub fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[A-Za-z][a-z]{0,12}( [A-Za-z0-9]{1,9}){0,4}",
        2 => any::<String>(),
        1 => "\\PC{0,300}",
        1 => "[\\x00-\\x1f\u{202e}\u{2066}\u{200d}\u{fe0f}\u{301}\u{feff} a]{0,30}",
        1 => "[\u{5d0}-\u{5ea}\u{627}-\u{64a}\u{4e00}-\u{4eff}\u{1f600}-\u{1f64f} ]{0,40}",
        1 => "[a-zA-Z]{200,900}",
        1 => Just(String::new()),
    ]
}

pub fn exact() -> impl Strategy<Value = Exact> {
    prop_oneof![
        3 => (-1_000_000_000i128..1_000_000_000).prop_map(Exact::from_whole),
        2 => (any::<i64>(), 1i64..100_000).prop_map(|(n, d)| Exact::ratio(n.into(), d.into()).unwrap()),
        1 => (any::<i128>(), 1..i128::MAX).prop_map(|(n, d)| Exact::ratio(n.max(-i128::MAX), d).unwrap()),
    ]
}

fn price() -> impl Strategy<Value = Decimal> {
    (any::<i64>(), 0u32..=18).prop_map(|(mantissa, places)| Decimal::new(mantissa, places))
}

fn period() -> impl Strategy<Value = Period> {
    let instant = || (-30_000_000_000i64..250_000_000_000).prop_map(|second| Timestamp::from_second(second).unwrap());
    (instant(), instant()).prop_map(|(start, end)| Period { start, end })
}

fn kind() -> impl Strategy<Value = LineKind> {
    prop_oneof![
        6 => Just(LineKind::Charge),
        1 => Just(LineKind::Minimum),
        1 => Just(LineKind::Maximum),
        1 => period().prop_map(|period| LineKind::Correction { period }),
        1 => Just(LineKind::Rounding),
    ]
}

pub fn line(currency: Currency) -> impl Strategy<Value = Line> {
    let unit = option::of((words(), option::of(words())));
    (kind(), words(), words(), option::of(words()), exact(), unit, option::of(price()), exact(), any::<i64>()).prop_map(
        move |(kind, product, description, group, quantity, unit, price, amount, settled)| {
            let (unit, unit_plural) = unit.unzip();
            let settled = Money::new(settled, currency);
            let unit_plural = unit_plural.flatten();
            Line { kind, product, description, group, quantity, unit, unit_plural, price, amount, settled }
        },
    )
}

pub fn currency() -> impl Strategy<Value = Currency> {
    prop::sample::select(vec!["USD", "EUR", "JPY", "KWD", "CHF", "CLF", "INR"]).prop_map(|code| code.parse().unwrap())
}

pub fn bill(lines_max: usize) -> impl Strategy<Value = Bill> {
    currency().prop_flat_map(move |currency| {
        (words(), words(), vec(line(currency), 0..=lines_max), any::<i64>(), period(), 0i32..2_000_000).prop_map(
            move |(title, plan_title, lines, total, period, day)| {
                let day = kernel::time::civil::date(1, 1, 1).saturating_add(kernel::time::Span::new().days(day));
                let total = Money::new(total, currency);
                Bill {
                    title,
                    plan_title,
                    lines,
                    total,
                    subtotal: total,
                    currency,
                    period,
                    first_day: day,
                    ..samples::empty()
                }
            },
        )
    })
}
