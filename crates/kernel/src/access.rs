//! Who may do what: a pure function of role and action, and the proof of having asked.

use std::marker::PhantomData;

use crate::{
    error::{Failure, Kind},
    id::TenantName,
};

/// On whose behalf a request is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// The business itself: console, command line, month-end job.
    Operator,
    /// A key that may only send events, for any tenant.
    Collector,
    /// A client, about itself.
    Tenant,
}

/// Everything that can be asked of Purvey.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    ApplyBusiness,
    ReadBusiness,
    AddTenant,
    ReadTenant,
    ListTenants,
    SendEvents,
    ReadRejected,
    ReplayRejected,
    ReadBill,
    ReadMargin,
    CloseInvoice,
    ReadInvoice,
    VerifyInvoice,
    Reconcile,
    ManageKeys,
}

impl Role {
    pub const ALL: [Self; 3] = [Self::Operator, Self::Collector, Self::Tenant];

    /// The whole access matrix; its golden picture is `crates/kernel/access.matrix.snap`.
    pub fn may(self, action: Action) -> bool {
        match self {
            Self::Operator => true,
            Self::Collector => matches!(action, Action::SendEvents),
            Self::Tenant => {
                matches!(action, Action::SendEvents | Action::ReadBill | Action::ReadInvoice | Action::ReadTenant)
            }
        }
    }
}

impl Action {
    pub const ALL: [Self; 15] = [
        Self::ApplyBusiness,
        Self::ReadBusiness,
        Self::AddTenant,
        Self::ReadTenant,
        Self::ListTenants,
        Self::SendEvents,
        Self::ReadRejected,
        Self::ReplayRejected,
        Self::ReadBill,
        Self::ReadMargin,
        Self::CloseInvoice,
        Self::ReadInvoice,
        Self::VerifyInvoice,
        Self::Reconcile,
        Self::ManageKeys,
    ];
}

/// Somebody who has been recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    role: Role,
    tenant: Option<TenantName>,
}

impl Actor {
    pub fn operator() -> Self {
        Self { role: Role::Operator, tenant: None }
    }

    pub fn collector() -> Self {
        Self { role: Role::Collector, tenant: None }
    }

    pub fn tenant(name: TenantName) -> Self {
        Self { role: Role::Tenant, tenant: Some(name) }
    }

    pub fn role(&self) -> Role {
        self.role
    }

    /// The only tenant this actor may touch; none for the operator's own people.
    pub fn confined_to(&self) -> Option<&TenantName> {
        self.tenant.as_ref()
    }

    /// Asks for `A` without naming a tenant. A tenant's own actor is refused unless the action is about itself.
    pub fn can<A: Ask>(&self) -> Result<Can<A>, Failure> {
        if self.role.may(A::ACTION) {
            Ok(Can { actor: self.clone(), asked: PhantomData })
        } else {
            Err(Failure::new(Kind::Forbidden, "This key or link does not allow that."))
        }
    }

    /// Asks for `A` about `tenant`. Another tenant's things are not found, rather than forbidden: their existence is private.
    pub fn can_about<A: Ask>(&self, tenant: &TenantName) -> Result<Can<A>, Failure> {
        let can = self.can()?;
        match &self.tenant {
            Some(own) if own != tenant => Err(Failure::new(Kind::NotFound, "There is no such tenant.")),
            _ => Ok(can),
        }
    }
}

/// A type-level name of an action, so that a use case can demand it in its signature.
pub trait Ask {
    const ACTION: Action;
}

/// Proof that the access matrix was asked for `A` and said yes. Only [`Actor`] can make one.
#[derive(Clone, Debug)]
pub struct Can<A> {
    actor: Actor,
    asked: PhantomData<A>,
}

impl<A> Can<A> {
    pub fn actor(&self) -> &Actor {
        &self.actor
    }
}

macro_rules! asks {
    ($($name:ident),* $(,)?) => {
        /// The actions as types, for [`Can`].
        pub mod ask {
            $(
                #[derive(Clone, Copy, Debug)]
                pub struct $name;
                impl super::Ask for $name {
                    const ACTION: super::Action = super::Action::$name;
                }
            )*
        }
    };
}

asks!(
    ApplyBusiness,
    ReadBusiness,
    AddTenant,
    ReadTenant,
    ListTenants,
    SendEvents,
    ReadRejected,
    ReplayRejected,
    ReadBill,
    ReadMargin,
    CloseInvoice,
    ReadInvoice,
    VerifyInvoice,
    Reconcile,
    ManageKeys,
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_matrix_is_the_committed_one() {
        let mut table = format!("{:<16}", "action");
        for role in Role::ALL {
            table += &format!("{:>11}", format!("{role:?}").to_lowercase());
        }
        for action in Action::ALL {
            table += &format!("\n{:<16}", format!("{action:?}"));
            for role in Role::ALL {
                table += &format!("{:>11}", if role.may(action) { "yes" } else { "-" });
            }
        }
        insta::with_settings!({ snapshot_path => "..", prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!("access.matrix", table);
        });
    }

    #[test]
    fn a_tenant_asks_about_itself_only() {
        let (own, other) = ("abc-solar".parse().unwrap(), "other".parse().unwrap());
        let actor = Actor::tenant(own);
        assert!(actor.can_about::<ask::ReadBill>(actor.confined_to().unwrap()).is_ok());
        assert_eq!(actor.can_about::<ask::ReadBill>(&other).unwrap_err().kind, Kind::NotFound);
        assert_eq!(actor.can::<ask::CloseInvoice>().unwrap_err().kind, Kind::Forbidden);
    }
}
