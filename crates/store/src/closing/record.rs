use billing::invoicing::LineKind;
use kernel::Period;
use sha2::{Digest as _, Sha256};

use super::{Billed, CloseTx, NewInvoice};
use crate::{InvoiceRow, StoreError, billed, row};

impl CloseTx {
    /// Invoice, lines, costs, postings and billed readings, in this transaction; the number is taken with them.
    pub async fn record(&mut self, new: NewInvoice<'_>) -> Result<InvoiceRow, StoreError> {
        self.record_invoice(&new).await?;
        self.record_lines(&new).await?;
        self.record_costs(&new).await?;
        self.record_postings(&new).await?;
        self.record_billed(&new, &new.own).await?;
        for corrected in new.corrected {
            self.record_billed(&new, corrected).await?;
        }
        let invoice = &new.closing.invoice;
        Ok(InvoiceRow {
            id: invoice.id,
            number: invoice.number.clone(),
            sequence: new.facts.sequence,
            tenant: self.view.tenant,
            tenant_name: invoice.bill.tenant.clone(),
            days: new.own.days,
            period: new.own.period,
            issued: invoice.issued,
            due_on: invoice.due_on,
            total: invoice.bill.total,
            version: new.version,
            contract: new.contract,
            snapshot: new.facts.snapshot.clone(),
            inputs: new.own.inputs,
        })
    }

    /// Takes the number, too: if it is not the next one, nothing is recorded.
    async fn record_invoice(&mut self, new: &NewInvoice<'_>) -> Result<(), StoreError> {
        let invoice = &new.closing.invoice;
        let recorded = sqlx::query(
            "with taken as (update counter set value = $4 where name = 'invoice' and value = $4 - 1 returning value) \
             insert into invoice (id, tenant_id, number, sequence, first_day, after_day, period_start, period_end, \
                                  issued, due_on, version_id, contract_id, currency, total_minor, snapshot, events, \
                                  events_digest, body, body_digest) \
             select $1, $2, $3, value, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15::text::pg_snapshot, $16, \
                    $17::text::numeric, $18, $19 from taken",
        )
        .bind(invoice.id.uuid())
        .bind(self.view.tenant)
        .bind(&invoice.number)
        .bind(signed(new.facts.sequence)?)
        .bind(row::day(new.own.days.first))
        .bind(row::day(new.own.days.after))
        .bind(row::time(new.own.period.start))
        .bind(row::time(new.own.period.end))
        .bind(row::time(invoice.issued))
        .bind(row::day(invoice.due_on))
        .bind(new.version)
        .bind(new.contract)
        .bind(invoice.bill.currency.code())
        .bind(invoice.bill.total.minor)
        .bind(&new.facts.snapshot)
        .bind(signed(new.own.inputs.events)?)
        .bind(new.own.inputs.digest.to_string())
        .bind(new.body)
        .bind(Sha256::digest(new.body).to_vec())
        .execute(&mut *self.view.tx)
        .await?;
        if recorded.rows_affected() == 1 {
            return Ok(());
        }
        Err(StoreError::Conflict(format!("{} is not the next invoice's number", new.facts.sequence)))
    }

    async fn record_lines(&mut self, new: &NewInvoice<'_>) -> Result<(), StoreError> {
        let lines = &new.closing.invoice.bill.lines;
        let period = |pick: fn(&Period) -> kernel::time::Timestamp| {
            let of = |line: &billing::invoicing::Line| match &line.kind {
                LineKind::Correction { period } => Some(row::time(pick(period))),
                _ => None,
            };
            lines.iter().map(of).collect::<Vec<_>>()
        };
        sqlx::query(
            "insert into invoice_line (invoice_id, tenant_id, position, kind, product, description, quantity, unit, \
                                       price, amount, settled_minor, period_start, period_end) \
             select $1, $2, w.* from unnest($3::int4[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], \
                 $9::numeric[], $10::text[], $11::bigint[], $12::timestamptz[], $13::timestamptz[]) w",
        )
        .bind(new.closing.invoice.id.uuid())
        .bind(self.view.tenant)
        .bind((0_i32..).take(lines.len()).collect::<Vec<_>>())
        .bind(lines.iter().map(|line| kind_name(&line.kind)).collect::<Vec<_>>())
        .bind(lines.iter().map(|line| line.product.as_str()).collect::<Vec<_>>())
        .bind(lines.iter().map(|line| line.description.as_str()).collect::<Vec<_>>())
        .bind(lines.iter().map(|line| line.quantity.to_string()).collect::<Vec<_>>())
        .bind(lines.iter().map(|line| line.unit.as_deref()).collect::<Vec<_>>())
        .bind(lines.iter().map(|line| line.price).collect::<Vec<_>>())
        .bind(lines.iter().map(|line| line.amount.to_string()).collect::<Vec<_>>())
        .bind(lines.iter().map(|line| line.settled.minor).collect::<Vec<_>>())
        .bind(period(|period| period.start))
        .bind(period(|period| period.end))
        .execute(&mut *self.view.tx)
        .await?;
        Ok(())
    }

    async fn record_costs(&mut self, new: &NewInvoice<'_>) -> Result<(), StoreError> {
        let (id, costs) = (new.closing.invoice.id.uuid(), &new.closing.costs);
        let line = |line: &billing::invoicing::LineCost| line.line.and_then(|line| i32::try_from(line).ok());
        sqlx::query(
            "with total as (insert into cost.invoice_cost (invoice_id, tenant_id, total_minor, margin_minor) \
                            values ($1, $2, $11, $12)) \
             insert into cost.invoice_line_cost (invoice_id, tenant_id, position, line, product, vendor, quantity, \
                                                 price, amount, settled_minor) \
             select $1, $2, w.* from unnest($3::int4[], $4::int4[], $5::text[], $6::text[], $7::text[], \
                 $8::numeric[], $9::text[], $10::bigint[]) w",
        )
        .bind(id)
        .bind(self.view.tenant)
        .bind((0_i32..).take(costs.lines.len()).collect::<Vec<_>>())
        .bind(costs.lines.iter().map(line).collect::<Vec<_>>())
        .bind(costs.lines.iter().map(|line| line.product.as_str()).collect::<Vec<_>>())
        .bind(costs.lines.iter().map(|line| line.vendor.as_deref()).collect::<Vec<_>>())
        .bind(costs.lines.iter().map(|line| line.quantity.to_string()).collect::<Vec<_>>())
        .bind(costs.lines.iter().map(|line| line.price).collect::<Vec<_>>())
        .bind(costs.lines.iter().map(|line| line.amount.to_string()).collect::<Vec<_>>())
        .bind(costs.lines.iter().map(|line| line.settled.minor).collect::<Vec<_>>())
        .bind(costs.total.minor)
        .bind(costs.margin.minor)
        .execute(&mut *self.view.tx)
        .await?;
        Ok(())
    }

    /// An invoice without amounts has a transaction without postings.
    async fn record_postings(&mut self, new: &NewInvoice<'_>) -> Result<(), StoreError> {
        let journal = &new.closing.postings;
        let paths: Vec<String> = journal.postings().iter().map(|posting| posting.account.to_string()).collect();
        sqlx::query(
            "with known as (select id, path from ledger.account where path = any ($5)), \
             opened as (insert into ledger.account (path) select distinct p from unnest($5::text[]) p \
                        where not exists (select from known k where k.path = p) order by p returning id, path), \
             entry as (insert into ledger.journal_transaction (tenant_id, invoice_id, memo, at) \
                       values ($1, $2, $3, $4) returning id) \
             insert into ledger.posting (transaction_id, tenant_id, position, account_id, amount_minor, currency) \
             select entry.id, $1, w.position, a.id, w.minor, w.currency \
             from entry, unnest($5::text[], $6::bigint[], $7::text[]) with ordinality w (path, minor, currency, position) \
             join (select * from known union all select * from opened) a on a.path = w.path",
        )
        .bind(self.view.tenant)
        .bind(new.closing.invoice.id.uuid())
        .bind(journal.memo())
        .bind(row::time(new.closing.invoice.issued))
        .bind(&paths)
        .bind(journal.postings().iter().map(|posting| posting.amount.minor).collect::<Vec<_>>())
        .bind(journal.postings().iter().map(|posting| posting.amount.currency.code()).collect::<Vec<_>>())
        .execute(&mut *self.view.tx)
        .await?;
        Ok(())
    }

    async fn record_billed(&mut self, new: &NewInvoice<'_>, of: &Billed<'_>) -> Result<(), StoreError> {
        let id = new.closing.invoice.id.uuid();
        sqlx::query(
            "insert into invoice_period (invoice_id, tenant_id, first_day, after_day, period_start, period_end, \
                                         sequence, events, events_digest) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9::text::numeric)",
        )
        .bind(id)
        .bind(self.view.tenant)
        .bind(row::day(of.days.first))
        .bind(row::day(of.days.after))
        .bind(row::time(of.period.start))
        .bind(row::time(of.period.end))
        .bind(signed(new.facts.sequence)?)
        .bind(signed(of.inputs.events)?)
        .bind(of.inputs.digest.to_string())
        .execute(&mut *self.view.tx)
        .await?;
        billed::write(&mut self.view.tx, self.view.tenant, id, of.days.first, of.readings).await
    }
}

const fn kind_name(kind: &LineKind) -> &'static str {
    match kind {
        LineKind::Charge => "charge",
        LineKind::Minimum => "minimum",
        LineKind::Maximum => "maximum",
        LineKind::Correction { .. } => "correction",
        LineKind::Rounding => "rounding",
    }
}

fn signed(count: u64) -> Result<i64, StoreError> {
    i64::try_from(count).map_err(|_| StoreError::OutOfRange(count.to_string()))
}
