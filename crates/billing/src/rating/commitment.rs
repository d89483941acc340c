//! A spend agreed beforehand, over a period or over each window of it.

use kernel::{Decimal, Exact, Overflow};

/// What a client commits to spend, in major units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Commitment {
    pub amount: Decimal,
    /// What usage beyond the commitment costs, as a multiple of its price. 1: the same.
    pub overage_factor: Decimal,
    pub shortfall: Shortfall,
}

/// What becomes of a commitment that was not used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shortfall {
    /// The rest is charged: a true-up.
    Charged,
    Waived,
}

/// A usage charge held against its commitment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Committed {
    /// The usage within the commitment.
    pub utilised: Exact,
    /// The usage beyond it, times the factor.
    pub overage: Exact,
    pub true_up: Exact,
}

impl Committed {
    pub fn total(self) -> Result<Exact, Overflow> {
        Exact::sum([self.utilised, self.overage, self.true_up])
    }
}

impl Commitment {
    /// Holds one window's usage charge against the commitment.
    pub fn hold(&self, charge: Exact) -> Result<Committed, Overflow> {
        let amount = Exact::from(self.amount);
        if charge > amount {
            let overage = charge.minus(amount)?.times(self.overage_factor.into())?;
            return Ok(Committed { utilised: amount, overage, true_up: Exact::ZERO });
        }
        let true_up = match self.shortfall {
            Shortfall::Charged => amount.minus(charge)?,
            Shortfall::Waived => Exact::ZERO,
        };
        Ok(Committed { utilised: charge, overage: Exact::ZERO, true_up })
    }
}

/// Windows of a period, each with the commitment that applies in it: what one window leaves unused helps no other.
pub fn hold_windows(windows: impl IntoIterator<Item = (Commitment, Exact)>) -> Result<Committed, Overflow> {
    windows.into_iter().try_fold(Committed::default(), |sum, (commitment, charge)| {
        let window = commitment.hold(charge)?;
        Ok(Committed {
            utilised: sum.utilised.plus(window.utilised)?,
            overage: sum.overage.plus(window.overage)?,
            true_up: sum.true_up.plus(window.true_up)?,
        })
    })
}
