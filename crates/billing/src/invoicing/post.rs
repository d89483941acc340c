//! What an invoice does to the books.

use kernel::{Money, Overflow};
use ledger::{Account, LedgerError, Posting, Transaction};

use super::{Bill, Costs, LineKind};

/// The vendor to whom a cost without one is owed.
pub const UNNAMED_VENDOR: &str = "unnamed";

/// Receivable against revenue by product and rounding; cost of sales by product against what vendors are owed.
/// Balances because the bill's total is the sum of its settled lines, and costs stand on both sides.
pub(super) fn postings(number: &str, bill: &Bill, costs: &Costs) -> Result<Transaction, LedgerError> {
    let mut postings = Postings::default();
    postings.add(Account::Receivable { tenant: bill.tenant.to_string() }, bill.total)?;
    for line in &bill.lines {
        let account = match line.kind {
            LineKind::Rounding => Account::Rounding,
            LineKind::Charge | LineKind::Minimum | LineKind::Maximum | LineKind::Correction { .. } => {
                Account::Revenue { product: line.product.clone() }
            }
        };
        postings.add(account, line.settled.negated())?;
    }
    for cost in &costs.lines {
        postings.add(Account::CostOfSales { product: cost.product.clone() }, cost.settled)?;
    }
    for cost in &costs.lines {
        let vendor = cost.vendor.clone().unwrap_or_else(|| UNNAMED_VENDOR.to_owned());
        postings.add(Account::Accrued { vendor }, cost.settled.negated())?;
    }
    Transaction::new(format!("{number} {}", bill.title), postings.0)
}

/// One posting for each account, in the order of first mention.
#[derive(Default)]
struct Postings(Vec<Posting>);

impl Postings {
    fn add(&mut self, account: Account, amount: Money) -> Result<(), Overflow> {
        match self.0.iter_mut().find(|posting| posting.account == account) {
            Some(posting) => posting.amount = posting.amount.plus(amount)?,
            None => self.0.push(Posting { account, amount }),
        }
        Ok(())
    }
}
