//! Closing periods: facts and record on one snapshot, numbers without gaps.

mod begin;
mod earlier;
mod record;

use std::ops::{Deref, DerefMut};

use billing::{invoicing::Closing, usage::Readings};
use kernel::Period;
use tokio::sync::OwnedMutexGuard;

use crate::{ContractId, Days, EventTotal, InvoiceRow, TenantView, VersionId};

/// One REPEATABLE READ transaction that may close the periods of one tenant, or of several one after the other.
/// Only one such transaction runs at a time, so numbers have no gaps and nobody waits for a serialization failure.
/// Between `begin` and the next `begin` it reads as a view of that tenant.
#[derive(Debug)]
pub struct CloseTx {
    pub(crate) view: TenantView,
    _turn: OwnedMutexGuard<()>,
}

/// Whether the period is still open.
#[derive(Debug)]
pub enum Begun {
    Already(InvoiceRow),
    Open(Facts),
}

/// What only this transaction knows; readings and contracts are read through [`CloseTx`] itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The next gapless number; taken when the invoice is recorded.
    pub sequence: u64,
    /// `pg_current_snapshot()`.
    pub snapshot: String,
    pub inputs: EventTotal,
}

/// A closed period whose events changed since it was last billed, or that follows such a one.
#[derive(Clone, Debug, PartialEq)]
pub struct Earlier {
    pub days: Days,
    pub period: Period,
    pub version: VersionId,
    pub contract: ContractId,
    pub billed: Readings,
    pub now: Readings,
    pub inputs: EventTotal,
}

/// What an invoice bills for a period, to be compared with later.
#[derive(Clone, Copy, Debug)]
pub struct Billed<'b> {
    pub days: Days,
    pub period: Period,
    pub readings: &'b Readings,
    pub inputs: EventTotal,
}

#[derive(Clone, Copy, Debug)]
pub struct NewInvoice<'n> {
    pub closing: &'n Closing,
    pub facts: &'n Facts,
    pub version: VersionId,
    pub contract: ContractId,
    /// The invoice's own period.
    pub own: Billed<'n>,
    /// Earlier periods it corrects, with what has been billed for them now.
    pub corrected: &'n [Billed<'n>],
    /// Canonical JSON, as issued.
    pub body: &'n str,
}

impl Deref for CloseTx {
    type Target = TenantView;

    fn deref(&self) -> &TenantView {
        &self.view
    }
}

impl DerefMut for CloseTx {
    fn deref_mut(&mut self) -> &mut TenantView {
        &mut self.view
    }
}
