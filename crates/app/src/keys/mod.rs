//! API keys: shown once, kept as a hash.

use kernel::{
    access::{Actor, Can, Role, ask},
    id::{ApiKeyId, TenantName},
};

use crate::{App, Outcome};

/// A key as it is shown, once.
#[derive(Clone, Debug)]
pub struct NewKey {
    pub id: ApiKeyId,
    /// `pk_…`, the whole secret.
    pub secret: String,
}

impl App {
    /// A key for `role`; a tenant's key names its tenant, the others none.
    pub async fn create_key(
        &self,
        _can: Can<ask::ManageKeys>,
        _role: Role,
        _tenant: Option<&TenantName>,
        _label: &str,
    ) -> Outcome<NewKey> {
        todo!()
    }

    /// Whom a key stands for. `Unauthenticated` if it is unknown or revoked.
    pub async fn recognise(&self, _secret: &str) -> Outcome<Actor> {
        todo!()
    }
}
