use kernel::{Currency, Money, Overflow};

use crate::Account;

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
    ///
    /// An amount of `i64::MIN` minor units is [`Overflow`]: it has no opposite, so it could not be reversed.
    pub fn new(memo: impl Into<String>, postings: Vec<Posting>) -> Result<Self, LedgerError> {
        let postings: Vec<_> = postings.into_iter().filter(|posting| posting.amount.minor != 0).collect();
        // Sums of i128, so that the order of postings cannot overflow what balances.
        let mut sums: Vec<(Currency, i128)> = Vec::new();
        for Posting { amount, .. } in &postings {
            if amount.minor == i64::MIN {
                return Err(Overflow.into());
            }
            match sums.iter_mut().find(|(currency, _)| *currency == amount.currency) {
                Some((_, sum)) => *sum += i128::from(amount.minor),
                None => sums.push((amount.currency, amount.minor.into())),
            }
        }
        match sums.into_iter().find(|(_, sum)| *sum != 0) {
            Some((currency, sum)) => {
                Err(LedgerError::Unbalanced { currency, minor: i64::try_from(sum).map_err(|_| Overflow)? })
            }
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn posting(product: u8, minor: i64, currency: Currency) -> Posting {
        let account = Account::Revenue { product: product.to_string() };
        Posting { account, amount: Money::new(minor, currency) }
    }

    fn usd(minor: i64) -> Posting {
        posting(0, minor, Currency::USD)
    }

    #[test]
    fn what_does_not_balance_does_not_exist() {
        let error = Transaction::new("x", vec![usd(100), usd(-99)]).unwrap_err();
        assert_eq!(error, LedgerError::Unbalanced { currency: Currency::USD, minor: 1 });
        assert!(Transaction::new("x", vec![usd(1), posting(0, -1, Currency::EUR)]).is_err());
        let two = vec![usd(1), posting(0, 5, Currency::EUR), usd(-1), posting(0, -5, Currency::EUR)];
        assert_eq!(Transaction::new("x", two).unwrap().postings().len(), 4);
    }

    #[test]
    fn nothing_is_posted_for_nothing() {
        let transaction = Transaction::new("free month", vec![usd(0), usd(0)]).unwrap();
        assert_eq!((transaction.memo(), transaction.postings()), ("free month", [].as_slice()));
    }

    #[test]
    fn the_edges_of_the_range() {
        let edge = Transaction::new("x", vec![usd(i64::MAX), usd(i64::MAX), usd(-i64::MAX), usd(-i64::MAX)]).unwrap();
        assert_eq!(edge.reversed("y").reversed("x"), edge);
        let no_opposite = vec![usd(i64::MIN), usd(i64::MAX), usd(1)];
        assert_eq!(Transaction::new("x", no_opposite), Err(LedgerError::Overflow(Overflow)));
        let far = vec![usd(i64::MAX), usd(i64::MAX)];
        assert_eq!(Transaction::new("x", far), Err(LedgerError::Overflow(Overflow)));
    }

    proptest! {
        #[test]
        fn a_transaction_exists_exactly_if_it_sums_to_zero(
            amounts in proptest::collection::vec((any::<u8>(), -3i64..4, any::<bool>()), 0..6),
        ) {
            let currency = |euro| if euro { Currency::EUR } else { Currency::USD };
            let postings: Vec<_> = amounts.iter().map(|(product, minor, euro)| posting(*product, *minor, currency(*euro))).collect();
            let sum = |euro: bool| amounts.iter().filter(|(_, _, own)| *own == euro).map(|(_, minor, _)| minor).sum::<i64>();
            prop_assert_eq!(Transaction::new("x", postings).is_ok(), sum(true) == 0 && sum(false) == 0);
        }

        #[test]
        fn a_transaction_and_its_reversal_leave_nothing(amounts in proptest::collection::vec((any::<u8>(), any::<i32>()), 0..8)) {
            let mut postings: Vec<_> = amounts.iter().map(|(product, minor)| posting(*product, (*minor).into(), Currency::USD)).collect();
            postings.push(usd(-postings.iter().map(|posting| posting.amount.minor).sum::<i64>()));
            let transaction = Transaction::new("x", postings).unwrap();
            let reversed = transaction.reversed("y");
            for (posting, undone) in transaction.postings().iter().zip(reversed.postings()) {
                prop_assert_eq!(&posting.account, &undone.account);
                prop_assert_eq!(posting.amount.minor + undone.amount.minor, 0);
            }
        }
    }
}
