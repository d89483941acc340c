//! API keys: shown once, kept as a hash.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use kernel::{
    access::{Actor, Can, Role, ask},
    error::{Failure, Kind},
    id::{ApiKeyId, TenantName},
    time::Timestamp,
};
use sha2::{Digest as _, Sha256};

use crate::{
    App, Outcome,
    limits::{KEY_LABEL_CHARS_MAX, KEY_MEMORY_S},
    links::hex,
    terms::no_such_tenant,
};

/// Keys recognised a moment ago, by the hash of their secret.
#[derive(Default)]
pub(crate) struct Recent(Mutex<HashMap<[u8; 32], (Timestamp, Actor)>>);

/// Keys remembered; beyond it the memory is emptied.
const RECENT_MAX: usize = 10_000;

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
        role: Role,
        tenant: Option<&TenantName>,
        label: &str,
    ) -> Outcome<NewKey> {
        let invalid = |text: &str| Failure::new(Kind::Invalid, text);
        if (role == Role::Tenant) != tenant.is_some() {
            return Err(invalid("A tenant's key names its tenant; the other keys name none."));
        }
        if label.chars().count() > KEY_LABEL_CHARS_MAX || label.chars().any(char::is_control) {
            return Err(invalid("The label is too long, or holds control characters."));
        }
        let tenant = match tenant {
            None => None,
            Some(name) => Some(self.agreement(name).await?.ok_or_else(|| no_such_tenant(name))?.tenant.id),
        };
        let mut bytes = [0u8; 32];
        self.inner.entropy.fill(&mut bytes);
        let secret = format!("pk_{}", hex(&bytes));
        let id = ApiKeyId::fresh(&*self.inner.clock, &*self.inner.entropy);
        let new = store::NewKey { id, role, tenant, secret_hash: &hash(&secret), label, created: self.now() };
        self.store().add_key(new).await?;
        Ok(NewKey { id, secret })
    }

    /// Whom a key stands for. `Unauthenticated` if it is unknown or revoked.
    pub async fn recognise(&self, secret: &str) -> Outcome<Actor> {
        let hash = hash(secret);
        let now = self.now();
        let recent = &self.inner.keys.0;
        if let Some((seen, actor)) = recent.lock().unwrap_or_else(PoisonError::into_inner).get(&hash)
            && now.as_second().saturating_sub(seen.as_second()) < KEY_MEMORY_S
        {
            return Ok(actor.clone());
        }
        let unknown = || Failure::new(Kind::Unauthenticated, "This API key is not known, or was revoked.");
        let key = self.store().key(&hash).await?.filter(|key| key.revoked.is_none()).ok_or_else(unknown)?;
        self.store().key_used(key.id, now).await?;
        let actor = match (key.role, key.tenant) {
            (Role::Operator, None) => Actor::operator(),
            (Role::Collector, None) => Actor::collector(),
            (Role::Tenant, Some(name)) => Actor::tenant(name),
            _ => return Err(unknown()),
        };
        let mut recent = recent.lock().unwrap_or_else(PoisonError::into_inner);
        if recent.len() >= RECENT_MAX {
            recent.clear();
        }
        recent.insert(hash, (now, actor.clone()));
        Ok(actor)
    }
}

fn hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret).into()
}
