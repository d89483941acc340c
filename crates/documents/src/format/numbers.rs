use kernel::{Currency, Decimal, Exact, Money, RoundingMode};

use super::MINUS;

/// A quantity that never ends (`1/3`) is rounded to millionths for people and programs: six places.
const MILLION: u128 = 1_000_000;
const QUANTITY_PLACES: usize = 6;

/// `$2,500.00`, `−€5.00`, `CHF 1,200.00`, `¥1,234`: in the places of the currency.
pub fn money(amount: Money) -> String {
    minor(amount.minor.into(), amount.currency)
}

/// The same for a figure in minor units that may be wider than [`Money`]: a difference of two.
pub(crate) fn minor(minor: i128, currency: Currency) -> String {
    let plain = ungrouped(minor, currency);
    signed(plain.starts_with('-'), &currency.symbol(), plain.trim_start_matches('-'))
}

/// `-2500.00`: minor units as a plain decimal, for programs.
pub(crate) fn ungrouped(minor: i128, currency: Currency) -> String {
    let places = currency.places() as usize;
    let digits = format!("{:0>width$}", minor.unsigned_abs(), width = places + 1);
    let (whole, cents) = digits.split_at(digits.len() - places);
    let sign = if minor < 0 { "-" } else { "" };
    if places == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{cents}") }
}

/// The price of one unit: `$0.025`, `$3.00`, `¥12`. As many places as it has, but never fewer than the currency.
pub fn price(price: Decimal, currency: Currency) -> String {
    let mut price = price.normalize();
    if price.scale() < currency.places() {
        price.rescale(currency.places());
    }
    signed(price.is_sign_negative() && !price.is_zero(), &currency.symbol(), &price.abs().to_string())
}

/// `100,000`, `0.5`, `33.333333`: for people.
pub fn quantity(quantity: Exact) -> String {
    let plain = plain(quantity);
    signed(plain.starts_with('-'), "", plain.trim_start_matches('-'))
}

/// `100000`, `-0.5`: a plain decimal, for programs. One that does not end is rounded half up to six places.
pub fn plain(quantity: Exact) -> String {
    match quantity.to_decimal() {
        Some(decimal) => decimal.normalize().to_string(),
        None => rounded(quantity),
    }
}

/// A share of a whole in percent, one place: `70.9%`. None of nothing.
pub fn percent(part: Money, whole: Money) -> Option<String> {
    let share = part.exact().over(whole.exact()).ok()?.times(Exact::from_whole(100)).ok()?;
    let share = share.to_decimal_rounded(1, RoundingMode::HalfUp).ok()?;
    Some(format!("{}%", signed(share.is_sign_negative() && !share.is_zero(), "", &share.abs().to_string())))
}

/// Commas between thousands of an unsigned plain decimal; what follows the point is left as it is.
pub fn group(plain: &str) -> String {
    let (whole, rest) = plain.split_at(plain.find('.').unwrap_or(plain.len()));
    let mut grouped = String::with_capacity(plain.len() + whole.len() / 3);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped + rest
}

fn signed(negative: bool, symbol: &str, plain: &str) -> String {
    let sign = if negative { MINUS.to_string() } else { String::new() };
    format!("{sign}{symbol}{}", group(plain))
}

/// Long division, digit by digit: exact for every fraction [`Exact`] can hold.
fn rounded(quantity: Exact) -> String {
    let denominator = quantity.denominator().unsigned_abs();
    let numerator = quantity.numerator().unsigned_abs();
    let (mut whole, mut rest) = (numerator / denominator, numerator % denominator);
    let mut places: u128 = 0;
    for _ in 0..QUANTITY_PLACES {
        // Ten times the rest may not fit 128 bits; added ten times, modulo the denominator, it does.
        let (mut tenfold, mut digit) = (0u128, 0u128);
        for _ in 0..10 {
            tenfold += rest;
            if tenfold >= denominator {
                tenfold -= denominator;
                digit += 1;
            }
        }
        rest = tenfold;
        places = places * 10 + digit;
    }
    if rest >= denominator - rest {
        places += 1;
    }
    whole += places / MILLION;
    let fraction = format!("{:0width$}", places % MILLION, width = QUANTITY_PLACES);
    let text = format!("{whole}.{fraction}").trim_end_matches('0').trim_end_matches('.').to_owned();
    if quantity.is_negative() && text != "0" { format!("-{text}") } else { text }
}
