-- Events, and the running totals that bills are read from.
--
-- event, rollup, member and listed have no foreign keys: each costs a look-up per row on the hottest path, and tenants,
-- sources, types and series are never deleted. Reconciliation looks for orphans.

create table source (
    id int primary key generated always as identity,
    name text collate "C" not null unique
);

create table event_kind (
    id int primary key generated always as identity,
    name text collate "C" not null unique
);

-- Wide columns first, so that no bytes are lost to alignment.
create table event (
    at timestamptz not null,
    received timestamptz not null,
    -- A 128-bit digest as the two halves of a sum: digest = high * 2^64 + low, modulo 2^128, both halves signed.
    digest_high bigint not null,
    digest_low bigint not null,
    -- The transaction that wrote it, so that an invoice can say which events it saw.
    xact xid8 not null default pg_current_xact_id(),
    tenant_id int not null,
    source_id int not null,
    kind_id int not null,
    id text collate "C" not null,
    data text not null,
    extensions text,
    primary key (tenant_id, source_id, id)
);
create index event_at on event using brin (at) with (autosummarize = on);
select append_only('event');
select tenant_owned('event');

-- What a snapshot is on this server; see cluster.
create function snapshot_now() returns pg_snapshot
    language sql stable
    return pg_current_snapshot();

-- On a server this database has not lived on before, transaction numbers are lifted above all that were recorded
-- (base), so that an old invoice's snapshot never takes a new event for one it saw. For the program's migrate step.
create function adopt_server(here bigint, base bigint) returns void
    language plpgsql as $$
begin
    insert into cluster (system_identifier, xact_base) values (here, base);
    if base > 0 then
        execute format('alter table event alter column xact set default '
                       '((pg_current_xact_id()::text::bigint + %s)::text::xid8)', base);
        execute format('create or replace function snapshot_now() returns pg_snapshot language sql stable return '
                       'shifted(pg_current_snapshot(), %s)', base);
    end if;
end $$;

create function shifted(seen pg_snapshot, base bigint) returns pg_snapshot
    language sql immutable
    return (select (pg_snapshot_xmin(seen)::text::bigint + base) || ':' || (pg_snapshot_xmax(seen)::text::bigint + base)
        || ':' || coalesce((select string_agg((running::text::bigint + base)::text, ',' order by running)
                            from pg_snapshot_xip(seen) running), ''))::pg_snapshot;

create table series (
    id int primary key generated always as identity,
    key text collate "C" not null,
    kind text not null check (kind in ('total', 'sum', 'max', 'last', 'unique', 'listed')),
    scale numeric not null check (scale > 0),
    carry text not null check (carry in ('nothing', 'latest', 'sum')),
    -- It tells what something cost us; its rows are in the schema cost.
    cost boolean not null generated always as (split_part(key, '/', 2) = 'cost') stored,
    unique (key, kind, scale, carry)
);
-- All accepted events, whatever they are. Billing escapes the star, so no other series can be called this.
insert into series (id, key, kind, scale, carry) overriding system value values (1, '*', 'total', 1, 'nothing');
select setval(pg_get_serial_sequence('series', 'id'), 1);
alter table series enable row level security;
alter table series force row level security;
create policy app on series to purvey_app using (true);
create policy client on series for select to purvey_client using (not cost);

-- The running total of one series on one local day, by the lane that wrote it: lanes never wait for each other.
-- Only columns outside every index change, and pages keep room, so updates stay on their page.
create table rollup (
    tenant_id int not null,
    day date not null,
    series_id int not null,
    lane smallint not null,
    -- Something of it stays in force after its period.
    carries boolean not null,
    events bigint not null,
    sum numeric,
    max numeric,
    last_at timestamptz,
    last_id text collate "C",
    last_value numeric,
    -- For the series '*': the sum of the events' digests, modulo 2^128.
    digest numeric,
    primary key (tenant_id, day, series_id, lane)
) with (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.05);
create index rollup_carries on rollup (tenant_id, series_id, day) where carries;
select tenant_owned('rollup');

-- Who has been counted by a unique series in a month.
create table member (
    tenant_id int not null,
    series_id int not null,
    month date not null,
    value text collate "C" not null,
    primary key (tenant_id, series_id, month, value)
);
select tenant_owned('member');

-- The values of series that cannot be summed ahead.
create table listed (
    tenant_id int not null,
    series_id int not null,
    day date not null,
    at timestamptz not null,
    id text collate "C" not null,
    source_id int not null,
    value numeric not null,
    primary key (tenant_id, series_id, day, at, id, source_id)
);
select tenant_owned('listed');

-- The same three for what things cost us.
create table cost.rollup (like public.rollup including all) with (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.05);
create table cost.member (like public.member including all);
create table cost.listed (like public.listed including all);
select tenant_owned('cost.rollup');
select tenant_owned('cost.member');
select tenant_owned('cost.listed');

-- The first step of every group of a lane. Each tenant shares a lock with the lanes that write for it, and only a
-- change of its terms takes the lock alone; a lane does not wait for that, it sends the tenant's requests away.
-- The terms are read after the locks are held, by a statement of its own, hence on a newer snapshot.
create function lane_begin(tenants int[]) returns table (tenant_id int, free boolean, terms int)
    language plpgsql as $$
declare
    taken int[];
begin
    taken := array(select t from unnest(tenants) t where not pg_try_advisory_xact_lock_shared(7895, t % 1024));
    return query select tenant.id, tenant.id <> all (taken), tenant.terms from tenant where tenant.id = any (tenants);
end $$;

-- Taken alone by whoever changes a tenant's terms or counts its events again.
create function tenant_lock(tenant int) returns void
    language sql
    begin atomic
        select pg_advisory_xact_lock(7895, tenant % 1024);
    end;

create table rejected (
    id uuid primary key,
    received timestamptz not null,
    subject text,
    event_id text,
    reason text not null,
    detail text not null,
    raw text not null,
    -- Of reason and raw: the same event refused again is counted, not kept again.
    fingerprint bytea not null check (length(fingerprint) = 32),
    times bigint not null default 1,
    replayed_at timestamptz
);
create unique index rejected_waiting on rejected (fingerprint) where replayed_at is null;
create index rejected_queue on rejected (id) where replayed_at is null;
