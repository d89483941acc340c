//! Double entry: a transaction sums to zero in each currency, or it does not exist.

#![warn(clippy::float_arithmetic)]

use std::fmt;

use kernel::{Currency, Money, Overflow};

/// What an amount is, in words a book-keeper uses. The key names whose it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Account {
    /// What a tenant owes us.
    Receivable { tenant: String },
    /// What we earned, by product.
    Revenue { product: String },
    /// What rounding an invoice once left over.
    Rounding,
    /// What it cost us, by product.
    CostOfSales { product: String },
    /// What we owe a vendor and have not been billed for yet.
    Accrued { vendor: String },
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Receivable { tenant } => write!(f, "assets:receivable:{tenant}"),
            Self::Revenue { product } => write!(f, "income:revenue:{product}"),
            Self::Rounding => write!(f, "income:rounding"),
            Self::CostOfSales { product } => write!(f, "expenses:cost:{product}"),
            Self::Accrued { vendor } => write!(f, "liabilities:accrued:{vendor}"),
        }
    }
}

/// One side of a transaction. Debits are positive, credits negative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posting {
    pub account: Account,
    pub amount: Money,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LedgerError {
    #[error("the postings leave {minor} minor units of {currency} over; a transaction sums to zero")]
    Unbalanced { currency: Currency, minor: i64 },
    #[error(transparent)]
    Overflow(#[from] Overflow),
}

/// Postings that balance. There is no other way to have one, and no way to change one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transaction {
    memo: String,
    postings: Vec<Posting>,
}

impl Transaction {
    /// Zero postings are dropped; what is left must sum to zero in each currency.
    pub fn new(memo: impl Into<String>, postings: Vec<Posting>) -> Result<Self, LedgerError> {
        let postings: Vec<_> = postings.into_iter().filter(|posting| posting.amount.minor != 0).collect();
        let mut sums: Vec<Money> = Vec::new();
        for posting in &postings {
            match sums.iter_mut().find(|sum| sum.currency == posting.amount.currency) {
                Some(sum) => *sum = sum.plus(posting.amount)?,
                None => sums.push(posting.amount),
            }
        }
        match sums.into_iter().find(|sum| sum.minor != 0) {
            Some(sum) => Err(LedgerError::Unbalanced { currency: sum.currency, minor: sum.minor }),
            None => Ok(Self { memo: memo.into(), postings }),
        }
    }

    pub fn memo(&self) -> &str {
        &self.memo
    }

    pub fn postings(&self) -> &[Posting] {
        &self.postings
    }

    /// The transaction that undoes this one.
    #[must_use]
    pub fn reversed(&self, memo: impl Into<String>) -> Self {
        let undo = |posting: &Posting| Posting { amount: posting.amount.negated(), ..posting.clone() };
        Self { memo: memo.into(), postings: self.postings.iter().map(undo).collect() }
    }
}
