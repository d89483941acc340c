//! Events = rated = invoiced = ledger, or a list of what is not.

use kernel::access::{Can, ask};

use crate::{App, Outcome};

/// One step of the proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What is compared: `events = running totals`, `invoice lines = total`, …
    pub name: &'static str,
    /// How many things were compared.
    pub compared: u64,
    pub differences: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reconciliation {
    pub checks: Vec<Check>,
}

impl Reconciliation {
    pub fn is_clean(&self) -> bool {
        self.checks.iter().all(|check| check.differences.is_empty())
    }
}

impl App {
    /// Compares everything with everything. Reads only.
    pub async fn reconcile(&self, _can: Can<ask::Reconcile>) -> Outcome<Reconciliation> {
        todo!()
    }
}
