-- Schemas, and the functions that guard every table. The roles exist already: the program makes them, because they
-- belong to the whole server.

create schema cost;
create schema ledger;

-- The tenant this transaction is about; none on the operator's side.
create function current_tenant() returns int
    language sql stable parallel safe
    return nullif(current_setting('purvey.tenant', true), '')::int;

-- History is never edited, not even by mistake.
create function refuse_change() returns trigger
    language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_schema || '.' || tg_table_name
        using errcode = 'insufficient_privilege';
end $$;

create function append_only(target regclass) returns void
    language plpgsql as $$
begin
    execute format('create trigger append_only before update or delete or truncate on %s '
                   'for each statement execute function refuse_change()', target);
end $$;

-- Row-level security for a table with a tenant_id: the operator's role sees one tenant if the transaction names one,
-- else all; the client's role sees the one it names, where it has been granted anything at all.
create function tenant_owned(target regclass) returns void
    language plpgsql as $$
begin
    execute format('alter table %s enable row level security', target);
    execute format('alter table %s force row level security', target);
    execute format('create policy app on %s to purvey_app using '
                   '((select current_tenant()) is null or tenant_id = (select current_tenant()))', target);
    execute format('create policy client on %s for select to purvey_client using '
                   '(tenant_id = (select current_tenant()))', target);
end $$;
