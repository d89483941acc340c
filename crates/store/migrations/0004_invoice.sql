-- Issued invoices: written once.

create table invoice (
    id uuid primary key,
    tenant_id int not null references tenant,
    number text not null unique,
    sequence bigint not null unique check (sequence > 0),
    first_day date not null,
    after_day date not null check (after_day > first_day),
    period_start timestamptz not null,
    period_end timestamptz not null check (period_end > period_start),
    issued timestamptz not null,
    due_on date not null,
    version_id int not null references business_version,
    contract_id int not null references contract,
    currency text not null check (length(currency) = 3),
    total_minor bigint not null,
    -- Which transactions it saw.
    snapshot pg_snapshot not null,
    events bigint not null,
    events_digest numeric not null,
    -- The canonical JSON that was issued, and its SHA-256.
    body text not null,
    body_digest bytea not null check (length(body_digest) = 32),
    unique (tenant_id, first_day),
    unique (id, tenant_id)
);
create index invoice_version on invoice (version_id);
create index invoice_contract on invoice (contract_id);
create index invoice_of_tenant on invoice (tenant_id, sequence);
select append_only('invoice');
select tenant_owned('invoice');

-- Exact figures are text, a decimal or a fraction: what they were before they were settled into money.
create table invoice_line (
    invoice_id uuid not null,
    position int not null,
    tenant_id int not null,
    kind text not null check (kind in ('charge', 'minimum', 'maximum', 'correction', 'rounding')),
    product text not null,
    description text not null,
    quantity text not null,
    unit text,
    price numeric,
    amount text not null,
    settled_minor bigint not null,
    -- The period a correction is about.
    period_start timestamptz,
    period_end timestamptz,
    primary key (invoice_id, position),
    foreign key (invoice_id, tenant_id) references invoice (id, tenant_id)
);
select append_only('invoice_line');
select tenant_owned('invoice_line');

-- The periods an invoice charges or corrects, with the fingerprint of their events as they were then.
create table invoice_period (
    invoice_id uuid not null,
    first_day date not null,
    tenant_id int not null,
    after_day date not null,
    period_start timestamptz not null,
    period_end timestamptz not null,
    -- Of all invoices about this period the one with the greatest sequence says what has been billed for it.
    sequence bigint not null,
    events bigint not null,
    events_digest numeric not null,
    primary key (invoice_id, first_day),
    foreign key (invoice_id, tenant_id) references invoice (id, tenant_id)
);
create index invoice_period_latest on invoice_period (tenant_id, first_day, sequence);
select append_only('invoice_period');
select tenant_owned('invoice_period');

-- What has been billed for a period so far, costs among it.
create table cost.invoice_reading (
    invoice_id uuid not null,
    first_day date not null,
    series text collate "C" not null,
    tenant_id int not null,
    events bigint not null,
    quantity text not null,
    carried numeric not null,
    listed_at timestamptz[] not null,
    listed_value numeric[] not null,
    primary key (invoice_id, first_day, series),
    foreign key (invoice_id, first_day) references public.invoice_period,
    foreign key (invoice_id, tenant_id) references public.invoice (id, tenant_id)
);
select append_only('cost.invoice_reading');
select tenant_owned('cost.invoice_reading');

create table cost.invoice_line_cost (
    invoice_id uuid not null,
    position int not null,
    tenant_id int not null,
    -- Position of the invoice's line; none where it costs us but is not charged.
    line int,
    product text not null,
    vendor text,
    quantity text not null,
    price numeric,
    amount text not null,
    settled_minor bigint not null,
    primary key (invoice_id, position),
    foreign key (invoice_id, tenant_id) references public.invoice (id, tenant_id)
);
select append_only('cost.invoice_line_cost');
select tenant_owned('cost.invoice_line_cost');

create table cost.invoice_cost (
    invoice_id uuid primary key,
    tenant_id int not null,
    total_minor bigint not null,
    margin_minor bigint not null,
    foreign key (invoice_id, tenant_id) references public.invoice (id, tenant_id)
);
select append_only('cost.invoice_cost');
select tenant_owned('cost.invoice_cost');
