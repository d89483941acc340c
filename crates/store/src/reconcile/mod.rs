//! Events = running totals, invoices = lines = ledger = what was billed: or the differences.

mod events;
mod invoices;
mod spans;

use sqlx::{PgConnection, postgres::PgRow};

use crate::{Store, StoreError, row::Columns as _};

/// Differences listed for one comparison; beyond it, the list ends.
pub const DIFFERENCES_MAX: i64 = 1000;

/// One comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    pub name: &'static str,
    /// How many things were compared.
    pub compared: u64,
    pub differences: Vec<Difference>,
}

/// Two sides that should be equal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Tenant, invoice or account.
    pub what: String,
    pub left: String,
    pub right: String,
}

/// A comparison that is one statement: `what`, `left` and `right` of each difference, and on the first row, or alone,
/// how many things were compared.
struct Question {
    name: &'static str,
    sql: &'static str,
}

impl Store {
    /// Everything that can be compared inside the database, on one snapshot. Reads every event a few times over.
    pub async fn reconcile(&self) -> Result<Vec<Proof>, StoreError> {
        let mut tx = self.app.begin_with("begin isolation level repeatable read read only").await?;
        // Sorting and hashing all events wants more room than a request does, and a plan for just these numbers.
        sqlx::raw_sql("set local work_mem = '64MB'; set local plan_cache_mode = force_custom_plan")
            .execute(&mut *tx)
            .await?;
        let mut proofs = vec![events::totals(&mut tx).await?];
        for question in events::QUESTIONS.iter().chain(&invoices::QUESTIONS) {
            proofs.push(question.ask(&mut tx).await?);
        }
        Ok(proofs)
    }
}

impl Question {
    async fn ask(&self, connection: &mut PgConnection) -> Result<Proof, StoreError> {
        let rows = sqlx::query(self.sql).bind(DIFFERENCES_MAX).fetch_all(connection).await?;
        proof(self.name, &rows)
    }
}

/// A row without `what` only carries the number of things compared.
fn proof(name: &'static str, rows: &[PgRow]) -> Result<Proof, StoreError> {
    let mut proof = Proof { name, compared: 0, differences: Vec::new() };
    for row in rows {
        proof.compared = row.count("compared")?;
        if let Some(what) = row.text_if("what")? {
            proof.differences.push(Difference { what, left: row.text("left")?, right: row.text("right")? });
        }
    }
    Ok(proof)
}
