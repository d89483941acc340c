-- Who we are, who our tenants are, and what was agreed.

-- Which server this database has lived on, the present one last. A restored copy lives on a server with another
-- identifier, whose transaction numbers start anew; see adopt_server.
create table cluster (
    id int primary key generated always as identity,
    system_identifier bigint not null,
    adopted_at timestamptz not null default now(),
    -- Added to this server's transaction numbers, so that they go on where the server before it ended.
    xact_base bigint not null
);

create table business_version (
    id int primary key,
    digest text not null,
    text text not null,
    effective_from date not null,
    applied_at timestamptz not null
);
select append_only('business_version');

create table tenant (
    id int primary key generated always as identity,
    name text collate "C" not null unique,
    title text not null,
    zone text,
    created_at timestamptz not null,
    -- How many contracts the tenant has had. Events measured under an older count are measured again.
    terms int not null default 0
);
alter table tenant enable row level security;
alter table tenant force row level security;
create policy app on tenant to purvey_app
    using ((select current_tenant()) is null or id = (select current_tenant()));
create policy client on tenant for select to purvey_client using (id = (select current_tenant()));

create table contract (
    id int primary key generated always as identity,
    tenant_id int not null references tenant,
    version_id int not null references business_version,
    plan text not null,
    start date not null,
    -- Days of this contract are days in this zone.
    zone text not null,
    -- json, not jsonb: the order in which products were agreed is the order in which they are shown.
    quantities json not null,
    prices json not null,
    created_at timestamptz not null,
    unique (tenant_id, start)
);
create index contract_version on contract (version_id);
select append_only('contract');
select tenant_owned('contract');

create table api_key (
    id uuid primary key,
    tenant_id int references tenant,
    role text not null check (role in ('operator', 'collector', 'tenant')),
    secret_hash bytea not null unique check (length(secret_hash) = 32),
    label text not null,
    created_at timestamptz not null,
    revoked_at timestamptz,
    last_used_at timestamptz,
    check ((role = 'tenant') = (tenant_id is not null))
);
create index api_key_tenant on api_key (tenant_id);
select tenant_owned('api_key');

create table idempotency (
    actor text not null,
    key text not null,
    request_digest bytea not null check (length(request_digest) = 32),
    status smallint not null,
    content_type text not null,
    body bytea not null,
    created_at timestamptz not null,
    primary key (actor, key)
);
create index idempotency_created on idempotency (created_at);

-- Numbers without gaps: changed only by the transaction that uses them.
create table counter (
    name text primary key,
    value bigint not null check (value >= 0)
);
insert into counter values ('invoice', 0);
