use kernel::{
    Currency, Period,
    id::InvoiceId,
    time::{Date, Span, Timestamp},
};
use ledger::Transaction;
use model::{Business, Contract};

use super::{
    Bill, BillError, Costs, Rated, charged::charge_all, correct::corrections, post::postings, settle::settle_all,
};
use crate::usage::Readings;

/// Digits of an invoice's number; a larger number has more.
const NUMBER_DIGITS: usize = 6;

/// Everything a close needs to know, gathered in one transaction.
pub struct CloseFacts<'f> {
    pub id: InvoiceId,
    /// The next gapless number.
    pub number: u64,
    pub issued: Timestamp,
    pub business: &'f Business,
    pub contract: &'f Contract,
    pub period: Period,
    pub readings: &'f Readings,
    /// Closed periods still open for late events, whose readings changed since they were last billed.
    pub earlier: &'f [Earlier<'f>],
    pub inputs: Inputs,
}

/// A closed period seen again: what its readings say now, and what has been billed for it so far.
pub struct Earlier<'f> {
    pub business: &'f Business,
    pub contract: &'f Contract,
    pub period: Period,
    pub billed: &'f Readings,
    pub now: &'f Readings,
}

/// The fingerprint of what went in: the file's digest, and the events as a count and an order-free sum of their digests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inputs {
    pub business_digest: String,
    pub events: u64,
    /// Sum of the events' 128-bit digests, modulo 2^128, in hex.
    pub events_digest: String,
}

/// An issued invoice: what the client gets, and nothing it must not see.
#[derive(Clone, Debug, PartialEq)]
pub struct Invoice {
    pub id: InvoiceId,
    /// `INV-000042`; see [`invoice_number`].
    pub number: String,
    pub issued: Timestamp,
    /// The day of `issued` in the business's zone.
    pub issued_on: Date,
    /// So many days after, as the business file says.
    pub due_on: Date,
    pub bill: Bill,
    pub inputs: Inputs,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Closing {
    pub invoice: Invoice,
    pub costs: Costs,
    /// Receivable against revenue; cost of sales against what vendors are owed.
    pub postings: Transaction,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CloseError {
    #[error(transparent)]
    Bill(#[from] BillError),
    #[error(transparent)]
    Ledger(#[from] ledger::LedgerError),
    /// The currency of the business file has changed since.
    #[error("the period {period} was billed in {was}, so it cannot be corrected on an invoice in {now}")]
    OtherCurrency { period: Period, was: Currency, now: Currency },
    #[error("the day on which the invoice would be due lies outside the calendar")]
    OutOfCalendar,
}

/// The text of an invoice's number: `INV-000042`. One sequence for the whole business that never begins again, so
/// that a gap would show.
pub fn invoice_number(number: u64) -> String {
    format!("INV-{number:0NUMBER_DIGITS$}")
}

/// Decides the invoice of a period: its bill, correction lines for late events of earlier periods, postings.
///
/// - Corrections stand behind the charges, in the order of `earlier`, one line a product: the earlier period rated
///   whole as it is now, less what was billed for it, exact, under that period's own version and contract.
/// - The whole is settled once, by the present version's rule.
/// - The total may be negative, if corrections outweigh charges: the invoice is then a credit, and its postings have
///   their signs turned.
/// - Nothing is asked of the world, so the same facts give the same invoice for ever.
pub fn close(facts: &CloseFacts<'_>) -> Result<Closing, CloseError> {
    let CloseFacts { business, contract, period, readings, .. } = *facts;
    let mut charged = charge_all(business, contract, period, readings)?;
    for earlier in facts.earlier {
        let (was, now) = (earlier.business.currency, business.currency);
        if was != now {
            return Err(CloseError::OtherCurrency { period: earlier.period, was, now });
        }
        charged.extend(corrections(earlier)?);
    }
    let Rated { bill, costs } = settle_all(business, contract, period, charged)?;
    let issued_on = facts.issued.to_zoned(business.zone.clone()).date();
    let due_on = Span::new()
        .try_days(i64::from(business.options.due_days))
        .and_then(|days| issued_on.checked_add(days))
        .map_err(|_| CloseError::OutOfCalendar)?;
    let number = invoice_number(facts.number);
    let postings = postings(&number, &bill, &costs)?;
    let invoice =
        Invoice { id: facts.id, number, issued: facts.issued, issued_on, due_on, bill, inputs: facts.inputs.clone() };
    Ok(Closing { invoice, costs, postings })
}

#[cfg(test)]
mod tests;
