//! A share of each event's value.

use kernel::{Decimal, Exact, Overflow};
use model::Percent;

use super::{
    Charge, Part, RatingError,
    sum::{Sum, ten_to},
};

/// One event: the share and the fixed fee together, held between the event's minimum and maximum.
pub(super) fn rate_event(percent: &Percent, value: Decimal) -> Result<Exact, RatingError> {
    let mut sum = Sum::ZERO;
    share(&mut sum, percent.rate, value)?;
    sum.add_decimal(percent.fixed)?;
    Ok(held(sum.exact()?, percent.min, percent.max))
}

fn share(sum: &mut Sum, rate: Decimal, value: Decimal) -> Result<(), Overflow> {
    let product = value.mantissa().checked_mul(rate.mantissa()).zip(ten_to(value.scale() + rate.scale()).ok());
    match product {
        Some((numerator, denominator)) => sum.add(numerator, denominator),
        None => {
            let share = Exact::from(value).times(rate.into())?;
            sum.add(share.numerator(), share.denominator())
        }
    }
}

pub(super) fn held(amount: Exact, min: Option<Decimal>, max: Option<Decimal>) -> Exact {
    let lifted = min.map_or(amount, |min| amount.max(min.into()));
    max.map_or(lifted, |max| lifted.min(max.into()))
}

/// A period's events in order, less what is free: the first `free_events`, the first `free_value`, or with both,
/// whichever ends first. An event that is free in part pays for the rest of its value, and its fixed fee.
pub fn rate_listed(percent: &Percent, values: impl IntoIterator<Item = Decimal>) -> Result<Charge, RatingError> {
    let mut free_left = percent.free_value.map(Exact::from);
    let (mut paid_value, mut amount) = (Exact::ZERO, Exact::ZERO);
    for (value, ordinal) in values.into_iter().zip(1u64..) {
        let within_events = percent.free_events.is_none_or(|free| ordinal <= free);
        let value = Exact::from(value);
        let free = match &mut free_left {
            Some(left) if within_events && left.is_positive() => {
                let free = value.min(*left);
                *left = left.minus(free)?;
                Some(free)
            }
            Some(_) => None,
            None if percent.free_events.is_some() && within_events => Some(value),
            None => None,
        };
        if free == Some(value) {
            continue;
        }
        let paid = value.minus(free.unwrap_or_default())?;
        let share = paid.times(percent.rate.into())?.plus(percent.fixed.into())?;
        amount = amount.plus(held(share, percent.min, percent.max))?;
        paid_value = paid_value.plus(paid)?;
    }
    if paid_value.is_zero() && amount.is_zero() {
        return Ok(Charge::default());
    }
    Ok(Charge { parts: vec![Part { quantity: paid_value, price: None, amount }] })
}
