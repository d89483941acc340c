use sqlx::{PgPool, postgres::PgConnectOptions};

use crate::StoreError;

/// The database. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    pub(crate) app: PgPool,
    pub(crate) client: PgPool,
}

impl Store {
    /// Looks at the server (14 or newer, UTF-8) and prepares pools; they connect when first used.
    pub async fn connect(_options: PgConnectOptions) -> Result<Self, StoreError> {
        todo!()
    }

    /// Roles, tables, policies: up to date with this program. Needs the rights of the database's owner.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        todo!()
    }

    /// Ends all connections.
    pub async fn close(&self) {
        todo!()
    }
}
