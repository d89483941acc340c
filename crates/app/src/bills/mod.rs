//! Bills that are not invoices yet: live, or of any period, from the running totals.

use billing::invoicing::{Bill, Rated};
use kernel::{
    Decimal,
    access::{Actor, Can, ask},
    id::TenantName,
    time::Date,
};

use crate::{App, Outcome};

/// One day of one meter, in the client's unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayUsage {
    pub day: Date,
    pub quantity: Decimal,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeterUsage {
    pub meter: String,
    pub title: String,
    pub unit: String,
    pub days: Vec<DayUsage>,
}

impl App {
    /// What a client may see: no cost exists in the answer, and none could be read on the way. `period` is a month
    /// (`2025-10`) or a year; none: the current month.
    pub async fn bill(&self, _actor: &Actor, _tenant: &TenantName, _period: Option<&str>) -> Outcome<Bill> {
        todo!()
    }

    /// The same bill with its costs. Operator only.
    pub async fn rated(
        &self,
        _can: Can<ask::ReadMargin>,
        _tenant: &TenantName,
        _period: Option<&str>,
    ) -> Outcome<Rated> {
        todo!()
    }

    /// Usage by day, for a client's own chart as for the operator's.
    pub async fn usage(&self, _actor: &Actor, _tenant: &TenantName, _period: Option<&str>) -> Outcome<Vec<MeterUsage>> {
        todo!()
    }
}
