use kernel::{
    Period,
    id::InvoiceId,
    time::{Date, Timestamp},
};
use ledger::Transaction;
use model::{Business, Contract};

use super::bill::{Bill, BillError, Costs, Rated};
use crate::usage::Readings;

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
    /// `2025-000042`-like; see [`close`].
    pub number: String,
    pub issued: Timestamp,
    pub issued_on: Date,
    pub due_on: Date,
    pub bill: Bill,
    pub inputs: Inputs,
}

pub struct Closing {
    pub invoice: Invoice,
    pub costs: Costs,
    /// Receivable against revenue; cost of sales against what vendors are owed.
    pub postings: Transaction,
}

#[derive(Debug, thiserror::Error)]
pub enum CloseError {
    #[error(transparent)]
    Bill(#[from] BillError),
    #[error(transparent)]
    Ledger(#[from] ledger::LedgerError),
}

/// Decides the invoice of a period: its bill, correction lines for late events of earlier periods, postings.
pub fn close(_facts: &CloseFacts<'_>) -> Result<Closing, CloseError> {
    let _ = |rated: Rated| rated;
    todo!()
}
