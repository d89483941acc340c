-- Double entry. Debits are positive, credits negative, in minor units.

create table ledger.account (
    id int primary key generated always as identity,
    path text collate "C" not null unique
);
select append_only('ledger.account');

create table ledger.journal_transaction (
    id bigint primary key generated always as identity,
    tenant_id int not null references public.tenant,
    invoice_id uuid not null unique,
    memo text not null,
    at timestamptz not null,
    foreign key (invoice_id, tenant_id) references public.invoice (id, tenant_id),
    unique (id, tenant_id)
);
create index journal_transaction_tenant on ledger.journal_transaction (tenant_id);
select append_only('ledger.journal_transaction');
select tenant_owned('ledger.journal_transaction');

create table ledger.posting (
    transaction_id bigint not null,
    position int not null,
    tenant_id int not null,
    account_id int not null references ledger.account,
    amount_minor bigint not null check (amount_minor <> 0),
    currency text not null check (length(currency) = 3),
    primary key (transaction_id, position),
    foreign key (transaction_id, tenant_id) references ledger.journal_transaction (id, tenant_id)
);
create index posting_account on ledger.posting (account_id);
select append_only('ledger.posting');
select tenant_owned('ledger.posting');

-- A transaction sums to zero in each currency when it commits, or it does not exist.
create function ledger.refuse_unbalanced() returns trigger
    language plpgsql as $$
declare
    residue record;
begin
    select currency, sum(amount_minor) as minor into residue from ledger.posting
        where transaction_id = new.transaction_id group by currency having sum(amount_minor) <> 0 limit 1;
    if found then
        raise exception 'journal transaction % leaves % minor units of % over',
            new.transaction_id, residue.minor, residue.currency using errcode = 'check_violation';
    end if;
    return null;
end $$;
create constraint trigger balanced after insert on ledger.posting deferrable initially deferred
    for each row execute function ledger.refuse_unbalanced();
