//! Bringing roles and tables up to date.

use sqlx::{
    Connection as _, PgConnection,
    migrate::{MigrateError, Migrator},
};

use crate::{Store, StoreError, connect::DatabaseRole};

static MIGRATOR: Migrator = sqlx::migrate!();

const CREATE_APP: &str = "do $$ begin create role purvey_app nologin; \
    exception when duplicate_object or unique_violation then null; end $$";
// COPY is refused under row-level security; this role may only insert, and its rows name their tenant themselves.
const CREATE_INGEST: &str = "do $$ begin create role purvey_ingest nologin bypassrls; \
    exception when duplicate_object or unique_violation then null; end $$";
const CREATE_CLIENT: &str = "do $$ begin create role purvey_client nologin; \
    exception when duplicate_object or unique_violation then null; end $$";

const GRANT_APP: &str = "grant purvey_app to current_user";
const GRANT_INGEST: &str = "grant purvey_ingest to current_user";
const GRANT_CLIENT: &str = "grant purvey_client to current_user";

/// The highest transaction number that anything here remembers.
const RECORDED: &str = "\
    select coalesce(max(high), 0) from ( \
        select max(xact::text::bigint) as high from event \
        union all select max(pg_snapshot_xmax(snapshot)::text::bigint) from invoice) recorded";

impl Store {
    /// Roles, tables, policies: up to date with this program. Needs the rights of the database's owner.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        let mut owner = self.owner().await?;
        for (role, create, grant) in [
            (DatabaseRole::App, CREATE_APP, GRANT_APP),
            (DatabaseRole::Ingest, CREATE_INGEST, GRANT_INGEST),
            (DatabaseRole::Client, CREATE_CLIENT, GRANT_CLIENT),
        ] {
            ensure_role(&mut owner, role, create, grant).await?;
        }
        MIGRATOR.run(&mut owner).await.map_err(unmigrated)?;
        self.adopt_server(&mut owner).await?;
        owner.close().await?;
        Ok(())
    }

    /// Notices that the database has moved to another server, as a restored dump has. What is recorded is read as the
    /// operator's side: an owner without rights over all rows would see none.
    async fn adopt_server(&self, owner: &mut PgConnection) -> Result<(), StoreError> {
        let (here, before): (i64, Option<i64>) = sqlx::query_as(
            "select system_identifier, (select system_identifier from cluster order by id desc limit 1) \
             from pg_control_system()",
        )
        .fetch_one(&mut *owner)
        .await?;
        let base: i64 = match before {
            Some(before) if before == here => return Ok(()),
            None => 0,
            Some(_) => sqlx::query_scalar(RECORDED).fetch_one(&self.app).await?,
        };
        sqlx::query("select adopt_server($1, $2)").bind(here).bind(base).execute(&mut *owner).await?;
        Ok(())
    }
}

/// Roles belong to the whole server: two databases may make them at the same moment, which the statement itself allows.
async fn ensure_role(
    owner: &mut PgConnection,
    role: DatabaseRole,
    create: &'static str,
    grant: &'static str,
) -> Result<(), StoreError> {
    let name = role.name();
    let exists = "select bool_or(rolbypassrls) from pg_roles where rolname = $1";
    let mut bypasses: Option<bool> = sqlx::query_scalar(exists).bind(name).fetch_one(&mut *owner).await?;
    if bypasses.is_none() {
        sqlx::query(create).execute(&mut *owner).await.map_err(|error| no_right(error, name))?;
        bypasses = sqlx::query_scalar(exists).bind(name).fetch_one(&mut *owner).await?;
    }
    if bypasses != Some(role == DatabaseRole::Ingest) {
        return Err(StoreError::Unusable(format!("the role {name} exists with other rights than Purvey gives it")));
    }
    let member: bool =
        sqlx::query_scalar("select pg_has_role(current_user, $1, 'member')").bind(name).fetch_one(&mut *owner).await?;
    if !member {
        sqlx::query(grant).execute(&mut *owner).await.map_err(|error| no_right(error, name))?;
    }
    Ok(())
}

fn no_right(error: sqlx::Error, role: &str) -> StoreError {
    match error.as_database_error().and_then(sqlx::error::DatabaseError::code).as_deref() {
        Some("42501") => StoreError::Unusable(format!(
            "Purvey needs the role {role}, and the user it connects as may not create it; connect as a superuser once"
        )),
        _ => error.into(),
    }
}

fn unmigrated(error: MigrateError) -> StoreError {
    match error {
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => error.into(),
        MigrateError::VersionMissing(version) | MigrateError::VersionTooNew(version, _) => {
            StoreError::Unusable(format!("it was made by a newer Purvey (its schema has step {version})"))
        }
        MigrateError::VersionMismatch(version) => {
            StoreError::Unusable(format!("step {version} of its schema differs from this program's"))
        }
        other => StoreError::Unusable(other.to_string()),
    }
}

/// Names this program's schema: the same as long as no migration changes.
#[cfg(feature = "testing")]
pub(crate) fn fingerprint() -> String {
    use sha2::{Digest as _, Sha256};
    let mut hash = Sha256::new();
    for migration in MIGRATOR.iter() {
        hash.update(&migration.checksum);
    }
    hash.finalize().iter().take(8).fold(String::new(), |name, byte| format!("{name}{byte:02x}"))
}
