//! `/t/{tenant}`: the live bill, in the business's name and colour.

use app::{
    invoices::InvoiceSummary,
    tenants::{PlanInForce, Tenant},
};
use askama::Template;
use axum::{extract::State, response::Response};
use billing::invoicing::Bill;
use documents::format;
use kernel::{Decimal, Exact, access::ask, time::Date};
use model::Business;

use crate::{
    layer::who::MayAbout,
    pages::{operator::tenant::zone_of, shown},
    problem::Problem,
    query::{Paging, Query, encoded},
    state::Web,
    view::{Amount, Elapsed, Face, InvoiceRow, LineView},
};

#[derive(Template)]
#[template(path = "client/bill.html")]
pub struct BillPage {
    pub face: Face,
    pub title: String,
    pub plan: Option<String>,
    pub bill: Option<ClientBill>,
    pub limits: Vec<Limit>,
    pub invoices: Vec<InvoiceRow>,
    pub more_invoices: Option<String>,
}

/// A bill as its client reads it: it has no place for a cost.
pub struct ClientBill {
    pub period: String,
    pub lines: Vec<LineView>,
    pub total: Amount,
    pub left: String,
    pub elapsed_text: String,
    pub elapsed_percent: i64,
}

pub struct Limit {
    pub title: String,
    pub value: String,
}

pub async fn get(
    State(web): State<Web>,
    MayAbout(can, name): MayAbout<ask::ReadBill>,
    Query(paging): Query<Paging>,
) -> Result<Response, Problem> {
    let actor = can.actor();
    let business = web.app.face().await?;
    let tenant = web.app.tenant(actor, &name).await?;
    let plan = web.app.plan(actor, &name).await?;
    let bill = match plan {
        Some(_) => Some(web.app.bill(actor, &name, None).await?),
        None => None,
    };
    let (invoices, next) = web.app.invoices(actor, &name, paging.cursor()?, paging.limit()?).await?;
    let today = web.app.now().to_zoned(zone_of(business.as_deref(), &tenant)).date();
    let next = next.map(|next| next.to_string());
    let current = plan.as_ref().zip(bill.as_ref());
    shown(&BillPage::of(business.as_deref(), &tenant, current, (&invoices, next), today))
}

impl BillPage {
    pub fn of(
        business: Option<&Business>,
        tenant: &Tenant,
        current: Option<(&PlanInForce, &Bill)>,
        (invoices, next): (&[InvoiceSummary], Option<String>),
        today: Date,
    ) -> Self {
        let zone = zone_of(business, tenant);
        let path = format!("/t/{}", encoded(tenant.name.as_str()));
        let limits = current.into_iter().flat_map(|(plan, _)| &plan.limits);
        let under = format!("{path}/invoices");
        Self {
            face: Face::of(business),
            title: if tenant.title.is_empty() { tenant.name.to_string() } else { tenant.title.clone() },
            plan: current.map(|(plan, _)| plan.title.clone()).filter(|title| !title.is_empty()),
            bill: current.map(|(_, bill)| ClientBill::of(bill, today)),
            limits: limits.map(|(name, value)| Limit::of(name, *value)).collect(),
            invoices: invoices.iter().map(|invoice| InvoiceRow::of(invoice, &under, &zone)).collect(),
            more_invoices: next.map(|next| format!("{path}?cursor={}", encoded(&next))),
        }
    }
}

impl ClientBill {
    pub fn of(bill: &Bill, today: Date) -> Self {
        let elapsed = Elapsed::of(bill.first_day, bill.last_day, today);
        Self {
            period: format::days(bill.first_day, bill.last_day),
            lines: bill.lines.iter().map(|line| LineView::of(bill, line)).collect(),
            total: Amount::of(bill.total),
            left: elapsed.left,
            elapsed_text: elapsed.text,
            elapsed_percent: elapsed.percent,
        }
    }
}

impl Limit {
    /// `concurrent_calls = 20` reads `Concurrent calls: 20`.
    fn of(name: &str, value: Option<Decimal>) -> Self {
        let mut words = name.replace(['_', '-'], " ");
        if let Some(first) = words.get(..1).map(str::to_ascii_uppercase) {
            words.replace_range(..1, &first);
        }
        let value = value.map_or_else(|| "Unlimited".into(), |value| format::quantity(Exact::from(value)));
        Self { title: words, value }
    }
}
