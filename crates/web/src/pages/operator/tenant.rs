//! `/operator/tenants/{tenant}`: its live bill with cost and margin, its usage by day, its invoices.

use app::{
    bills::{DayUsage, MeterUsage},
    invoices::InvoiceSummary,
    tenants::Tenant,
};
use askama::Template;
use axum::{extract::State, response::Response};
use billing::invoicing::Rated;
use documents::format;
use kernel::{
    Exact,
    access::ask,
    time::{Date, TimeZone},
};
use model::{Business, Fold, Meter};

use crate::{
    chart::{Chart, Point},
    layer::who::MayAbout,
    pages::shown,
    problem::Problem,
    query::{Paging, Query, encoded},
    state::Web,
    view::{BillView, InvoiceRow, Place, Shell},
};

#[derive(Template)]
#[template(path = "operator/tenant.html")]
pub struct TenantPage {
    pub shell: Shell,
    pub name: String,
    pub title: String,
    pub plan: Option<String>,
    /// `abc-solar · since 1 October 2025 · America/Denver`.
    pub about: String,
    pub client_href: String,
    pub bill: Option<BillView>,
    pub usages: Vec<UsageView>,
    pub invoices: Vec<InvoiceRow>,
    pub more_invoices: Option<String>,
    pub contract_command: String,
    pub close_command: String,
}

pub struct UsageView {
    pub chart: Chart,
    pub total: String,
}

pub async fn get(
    State(web): State<Web>,
    MayAbout(can, name): MayAbout<ask::ReadMargin>,
    Query(paging): Query<Paging>,
) -> Result<Response, Problem> {
    let business = web.app.face().await?;
    let tenant = web.app.tenant(can.actor(), &name).await?;
    let (rated, usage) = if tenant.plan.is_some() {
        (Some(web.app.rated(can.clone(), &name, None).await?), web.app.usage(can.actor(), &name, None).await?)
    } else {
        (None, Vec::new())
    };
    let invoices = web.app.invoices(can.actor(), &name, paging.cursor()?, paging.limit()?).await?;
    let next = invoices.1.map(|next| next.to_string());
    let today = web.app.now().to_zoned(zone_of(business.as_deref(), &tenant)).date();
    shown(&TenantPage::of(business.as_deref(), &tenant, rated.as_ref(), &usage, (&invoices.0, next), today))
}

impl TenantPage {
    pub fn of(
        business: Option<&Business>,
        tenant: &Tenant,
        rated: Option<&Rated>,
        usage: &[MeterUsage],
        (invoices, next): (&[InvoiceSummary], Option<String>),
        today: Date,
    ) -> Self {
        let first_day = today.first_of_month();
        let last_month = first_day.yesterday().unwrap_or(first_day).strftime("%Y-%m");
        let first_plan = business.and_then(|business| business.plans.keys().next()).map_or("PLAN", String::as_str);
        let zone = zone_of(business, tenant);
        let path = format!("/operator/tenants/{}", encoded(tenant.name.as_str()));
        let since = tenant.since.map(|day| format!("since {}", format::date(day)));
        let about = [Some(tenant.name.to_string()), since, tenant.zone.clone()];
        let plan = business.and_then(|business| business.plans.get(tenant.plan.as_deref()?));
        Self {
            shell: Shell::of(business, Place::Below),
            name: tenant.name.to_string(),
            title: if tenant.title.is_empty() { tenant.name.to_string() } else { tenant.title.clone() },
            plan: plan.map(|plan| plan.title.clone()).or_else(|| tenant.plan.clone()),
            about: about.into_iter().flatten().collect::<Vec<_>>().join(" · "),
            client_href: format!("/t/{}", encoded(tenant.name.as_str())),
            bill: rated.map(BillView::live),
            usages: UsageView::all(business, usage),
            invoices: invoices.iter().map(|invoice| InvoiceRow::of(invoice, "/operator/invoices", &zone)).collect(),
            more_invoices: next.map(|next| format!("{path}?cursor={}", encoded(&next))),
            contract_command: format!("purvey contract start {} --plan {first_plan} --from {first_day}", tenant.name),
            close_command: format!("purvey close --period {last_month} --tenant {}", tenant.name),
        }
    }
}

impl UsageView {
    /// The meters that measured anything.
    pub fn all(business: Option<&Business>, usage: &[MeterUsage]) -> Vec<Self> {
        let used = usage.iter().filter(|usage| usage.days.iter().any(|day| day.quantity.is_positive()));
        let meter = |name: &str| business.and_then(|business| business.meters.get(name));
        used.enumerate().map(|(index, usage)| Self::of(index, usage, meter(&usage.meter))).collect()
    }

    fn of(index: usize, usage: &MeterUsage, meter: Option<&Meter>) -> Self {
        let counted = |quantity: Exact| format!("{} {}", format::quantity(quantity), usage.unit);
        let point = |day: &DayUsage| Point {
            label: day.day.strftime("%-d %b").to_string(),
            value: day.quantity,
            text: counted(day.quantity),
        };
        let what = match meter.map(|meter| &meter.fold) {
            // Counted on the day it came first in the period, and not again.
            Some(Fold::Unique(_)) => ", new by day",
            Some(Fold::Max(_) | Fold::Last(_) | Fold::TimeWeighted { .. }) => " by day",
            Some(Fold::Count | Fold::Sum(_)) | None => " per day",
        };
        let highest = usage.days.iter().map(|day| day.quantity).max().unwrap_or_default();
        Self {
            chart: Chart {
                id: format!("usage-{index}"),
                title: format!("{}{what}", usage.title),
                points: usage.days.iter().map(point).collect(),
            },
            total: format!("up to {}", counted(highest)),
        }
    }
}

/// The clocks that a tenant's dates are told by.
pub fn zone_of(business: Option<&Business>, tenant: &Tenant) -> TimeZone {
    let own = tenant.zone.as_deref().and_then(|name| TimeZone::get(name).ok());
    own.or_else(|| business.map(|business| business.zone.clone())).unwrap_or(TimeZone::UTC)
}
