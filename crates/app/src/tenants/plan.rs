use kernel::{
    Decimal,
    access::{Actor, Can, ask},
    id::TenantName,
};
use model::Map;

use crate::{App, Outcome, terms::no_such_tenant};

/// What a tenant may know of the plan it is on. A plan itself knows costs; this has no place for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanInForce {
    pub title: String,
    /// By name; none is unlimited.
    pub limits: Map<Option<Decimal>>,
}

impl App {
    /// The plan of the contract that rules now, as the version it was made under has it. None without a contract.
    pub async fn plan(&self, actor: &Actor, name: &TenantName) -> Outcome<Option<PlanInForce>> {
        let _: Can<ask::ReadBill> = actor.can_about(name)?;
        let agreement = self.agreement(name).await?.ok_or_else(|| no_such_tenant(name))?;
        let plan = agreement.at(self.now()).and_then(|terms| terms.business.plans.get(&terms.contract.plan));
        Ok(plan.map(|plan| PlanInForce { title: plan.title.clone(), limits: plan.limits.clone() }))
    }
}
