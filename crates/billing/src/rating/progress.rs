//! A line billed in instalments: what was billed before is taken off, part by part.

use kernel::Exact;
use model::Price;

use super::{Charge, Clamp, Part, RatingError, RatingOptions, rate, terms::beyond_included};

/// How far a period's line has been billed before this instalment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The quantity that earlier instalments were for.
    pub quantity: Exact,
    /// What they came to, in major units, after minimum and maximum.
    pub billed: Exact,
    pub instalment: Instalment,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instalment {
    /// More of the period is to come: the minimum is not due yet.
    Interim,
    /// The period's last: the minimum is due.
    Last,
}

/// Prices the period's quantity so far, `quantity`, less the charge for the quantity billed before. The maximum holds
/// for all instalments together; so does the minimum, which is due with the last of them.
pub fn instalment(
    price: &Price,
    progress: Progress,
    quantity: Exact,
    options: RatingOptions,
) -> Result<(Charge, Clamp), RatingError> {
    let after = rate(&price.shape, beyond_included(price, quantity)?, options)?;
    let before = rate(&price.shape, beyond_included(price, progress.quantity)?, options)?;
    // With nothing billed yet, a fee that is due at zero is still to be billed.
    let untouched = progress.quantity.is_zero() && progress.billed.is_zero();
    let charge = if untouched { after } else { after.less(&before)? };
    let total = progress.billed.plus(charge.total()?)?;
    let min = price.min.filter(|_| progress.instalment == Instalment::Last);
    let held = super::percent::held(total, min, price.max);
    Ok((charge, Clamp { by: held.minus(total)? }))
}

impl Charge {
    /// This charge less another of the same shape: parts at the same price are netted, a part that is no longer due
    /// becomes a part below zero.
    pub fn less(mut self, before: &Self) -> Result<Self, RatingError> {
        let mut reversed = Vec::new();
        for earlier in &before.parts {
            let same = |part: &&mut Part| {
                part.price == earlier.price && (part.price.is_some() || part.amount == earlier.amount)
            };
            match self.parts.iter_mut().find(same) {
                Some(part) => {
                    part.quantity = part.quantity.minus(earlier.quantity)?;
                    part.amount = part.amount.minus(earlier.amount)?;
                }
                None => reversed.push(Part {
                    quantity: earlier.quantity.negated(),
                    price: earlier.price,
                    amount: earlier.amount.negated(),
                }),
            }
        }
        reversed.append(&mut self.parts);
        reversed.retain(|part| !part.quantity.is_zero() || !part.amount.is_zero());
        Ok(Self { parts: reversed })
    }
}
