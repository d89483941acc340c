-- Who may do what. What is not granted here is refused.

revoke all on schema public from public;
grant usage on schema public to purvey_app, purvey_ingest, purvey_client;
grant usage on schema cost to purvey_app, purvey_ingest;
grant usage on schema ledger to purvey_app;

-- The operator's surfaces and jobs.
grant select on all tables in schema public, cost, ledger to purvey_app;
grant insert on business_version, tenant, contract, api_key, idempotency, source, event_kind, series, rejected,
    invoice, invoice_line, invoice_period to purvey_app;
grant insert on cost.invoice_reading, cost.invoice_line_cost, cost.invoice_cost to purvey_app;
grant insert on ledger.account, ledger.journal_transaction, ledger.posting to purvey_app;
grant update (terms) on tenant to purvey_app;
grant update (revoked_at, last_used_at) on api_key to purvey_app;
grant update (times, replayed_at) on rejected to purvey_app;
grant delete on idempotency to purvey_app;
grant update on counter to purvey_app;
-- Running totals are derived: they may be counted again.
grant insert, update, delete on rollup, member, listed, cost.rollup, cost.member, cost.listed to purvey_app;

-- The lanes: events go in and never change.
grant insert on event to purvey_ingest;
grant select (tenant_id, source_id, id, digest_high, digest_low) on event to purvey_ingest;
grant select (id, terms) on tenant to purvey_ingest;
grant select, insert, update on rollup, cost.rollup to purvey_ingest;
grant select, insert on member, listed, cost.member, cost.listed to purvey_ingest;

-- Tenants: what a live bill and issued invoices need, each its own rows. Nothing in cost or ledger, no version of the
-- business file, no raw event, no reading behind an invoice.
grant select on tenant, contract, series, rollup, member, listed, invoice, invoice_line to purvey_client;
