//! An invoice, its lines, its costs, its postings and what it billed say the same.

use super::Question;

pub(super) const QUESTIONS: [Question; 8] = [
    Question {
        name: "invoice numbers have no gaps",
        sql: "\
            select c.value as compared, n.what, n.left, n.right from counter c left join ( \
                select 'invoice number ' || g as what, 'missing' as left, 'counter at ' || value as right \
                from counter, generate_series(1, value) g \
                where name = 'invoice' and not exists (select from invoice where sequence = g) \
                union all select 'invoice ' || number, 'number ' || sequence, 'counter at ' || value \
                from invoice, counter where name = 'invoice' and sequence > value order by 1 limit $1) n on true \
            where c.name = 'invoice'",
    },
    Question {
        name: "invoice lines = total",
        sql: "\
            with sums as (select invoice_id, sum(settled_minor) as minor from invoice_line group by 1) \
            select d.*, c.compared from (select count(*) as compared from invoice) c left join ( \
                select 'invoice ' || number as what, coalesce(s.minor, 0) || ' minor units in lines' as left, \
                       total_minor || ' in total' as right \
                from invoice i left join sums s on s.invoice_id = i.id \
                where coalesce(s.minor, 0) <> total_minor order by 1 limit $1) d on true",
    },
    Question {
        name: "invoice total = receivable in the ledger",
        sql: "\
            with owed as ( \
                select j.invoice_id, sum(p.amount_minor) filter (where a.path like 'assets:receivable:%') as minor, \
                       bool_and(p.currency = i.currency) as same_currency \
                from ledger.journal_transaction j join invoice i on i.id = j.invoice_id \
                left join ledger.posting p on p.transaction_id = j.id \
                left join ledger.account a on a.id = p.account_id group by 1) \
            select d.*, c.compared from (select count(*) as compared from invoice) c left join ( \
                select 'invoice ' || number as what, total_minor || ' ' || currency as left, \
                       case when o.invoice_id is null then 'no journal transaction' \
                            when not same_currency then 'another currency' \
                            else coalesce(minor, 0) || ' receivable' end as right \
                from invoice i left join owed o on o.invoice_id = i.id \
                where o.invoice_id is null or coalesce(minor, 0) <> total_minor or not coalesce(same_currency, true) \
                order by 1 limit $1) d on true",
    },
    Question {
        name: "cost of lines = cost of the invoice = cost in the ledger, and the margin is the rest",
        sql: "\
            with lines as (select invoice_id, sum(settled_minor) as minor from cost.invoice_line_cost group by 1), \
            posted as ( \
                select j.invoice_id, sum(p.amount_minor) as minor from ledger.journal_transaction j \
                join ledger.posting p on p.transaction_id = j.id \
                join ledger.account a on a.id = p.account_id and a.path like 'expenses:cost:%' group by 1), \
            sides as ( \
                select number, i.total_minor, c.total_minor as cost, c.margin_minor as margin, \
                       coalesce(l.minor, 0) as lines, coalesce(p.minor, 0) as posted \
                from invoice i left join cost.invoice_cost c on c.invoice_id = i.id \
                left join lines l on l.invoice_id = i.id left join posted p on p.invoice_id = i.id) \
            select d.*, c.compared from (select count(*) as compared from sides) c left join ( \
                select 'invoice ' || number as what, \
                       coalesce('cost ' || cost || ', margin ' || margin, 'no cost recorded') as left, \
                       lines || ' in lines, ' || posted || ' in the ledger, ' || total_minor || ' in total' as right \
                from sides where cost is null or cost <> lines or cost <> posted or margin <> total_minor - cost \
                order by 1 limit $1) d on true",
    },
    Question {
        name: "journal transactions sum to zero",
        sql: "\
            with sums as ( \
                select transaction_id, currency, sum(amount_minor) as minor from ledger.posting group by 1, 2) \
            select d.*, c.compared from (select count(*) as compared from sums) c left join ( \
                select 'journal transaction ' || transaction_id as what, minor || ' ' || currency as left, '0' as right \
                from sums where minor <> 0 order by 1 limit $1) d on true",
    },
    Question {
        name: "trial balance: all accounts sum to zero",
        sql: "\
            with sums as (select currency, sum(amount_minor) as minor from ledger.posting group by 1), \
            accounts as (select count(*) as compared from ledger.account) \
            select d.*, c.compared from accounts c left join ( \
                select currency as what, minor::text as left, '0' as right from sums where minor <> 0 \
                order by 1 limit $1) d on true",
    },
    Question {
        name: "what was issued = its digest",
        sql: "\
            select d.*, c.compared from (select count(*) as compared from invoice) c left join ( \
                select 'invoice ' || number as what, encode(sha256(convert_to(body, 'UTF8')), 'hex') as left, \
                       encode(body_digest, 'hex') as right \
                from invoice where sha256(convert_to(body, 'UTF8')) <> body_digest order by 1 limit $1) d on true",
    },
    Question {
        name: "an invoice's own period is what it says it billed",
        sql: "\
            select d.*, c.compared from (select count(*) as compared from invoice) c left join ( \
                select 'invoice ' || number as what, i.events || ' events, digest ' || i.events_digest as left, \
                       coalesce(p.events || ' events, digest ' || p.events_digest, 'no such period') as right \
                from invoice i left join invoice_period p on p.invoice_id = i.id and p.first_day = i.first_day \
                where (i.events, i.events_digest, i.after_day, i.sequence) \
                    is distinct from (p.events, p.events_digest, p.after_day, p.sequence) \
                order by 1 limit $1) d on true",
    },
];
