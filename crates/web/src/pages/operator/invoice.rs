//! `/operator/invoices/{id}`: an invoice with cost and margin, its PDF, and its proof.

use app::invoices::{InvoiceMargin, StoredInvoice, Verification};
use askama::Template;
use axum::{extract::State, response::Response};
use billing::invoicing::Invoice;
use documents::format;
use kernel::access::{Actor, ask};
use model::Business;

use crate::{
    document::{self, Form},
    layer::who::Recognised,
    pages::shown,
    path::Id,
    problem::Problem,
    query::encoded,
    state::Web,
    view::{BillView, Moment, Place, Shell},
};

#[derive(Template)]
#[template(path = "operator/invoice.html")]
pub struct InvoicePage {
    pub shell: Shell,
    pub id: String,
    pub number: String,
    pub tenant: String,
    pub title: String,
    pub tenant_href: String,
    pub pdf_href: String,
    pub verify_href: String,
    pub period: String,
    pub issued: Moment,
    pub due: Moment,
    pub events: String,
    pub bill: BillView,
    pub proof: Option<Proof>,
}

pub struct Proof {
    pub events: String,
    pub differences: Vec<String>,
}

/// `GET /operator/invoices/{id}`; with `.pdf` behind it, the paper.
pub async fn get(
    State(web): State<Web>,
    Recognised(actor): Recognised,
    Id(id): Id<String>,
) -> Result<Response, Problem> {
    actor.can::<ask::ReadMargin>()?;
    let (which, form) = Form::by_suffix(&id);
    match form {
        Some(form) => document::rendered(&web, &web.app.invoice(&actor, which).await?, form, false).await,
        None => page(&web, &actor, which, None).await,
    }
}

/// `GET /operator/invoices/{id}/verify`: the same page, with what rebuilding it found.
pub async fn verify(
    State(web): State<Web>,
    Recognised(actor): Recognised,
    Id(which): Id<String>,
) -> Result<Response, Problem> {
    let found = web.app.verify(actor.can::<ask::VerifyInvoice>()?, &which).await?;
    page(&web, &actor, &which, Some(&found)).await
}

async fn page(web: &Web, actor: &Actor, which: &str, found: Option<&Verification>) -> Result<Response, Problem> {
    let can = actor.can::<ask::ReadMargin>()?;
    let business = web.app.face().await?;
    let stored = web.app.invoice(actor, which).await?;
    let margin = web.app.invoice_margin(can, stored.summary.id).await?;
    let invoice = document::read(&stored)?;
    shown(&InvoicePage::of(business.as_deref(), &stored, &invoice, &margin, found))
}

impl InvoicePage {
    pub fn of(
        business: Option<&Business>,
        stored: &StoredInvoice,
        invoice: &Invoice,
        margin: &InvoiceMargin,
        found: Option<&Verification>,
    ) -> Self {
        let tenant = invoice.bill.tenant.as_str();
        let href = format!("/operator/invoices/{}", stored.summary.id);
        let proof =
            |found: &Verification| Proof { events: events(found.events), differences: found.differences.clone() };
        Self {
            shell: Shell::of(business, Place::Below),
            id: stored.summary.id.to_string(),
            number: invoice.number.clone(),
            tenant: tenant.to_owned(),
            title: if invoice.bill.title.is_empty() { tenant.to_owned() } else { invoice.bill.title.clone() },
            tenant_href: format!("/operator/tenants/{}", encoded(tenant)),
            pdf_href: format!("{href}.pdf"),
            verify_href: format!("{href}/verify"),
            period: format::days(invoice.bill.first_day, invoice.bill.last_day),
            issued: Moment::day(invoice.issued_on),
            due: Moment::day(invoice.due_on),
            events: events(invoice.inputs.events),
            bill: BillView::issued(&invoice.bill, margin),
            proof: found.map(proof),
        }
    }
}

fn events(count: u64) -> String {
    if count == 1 { "1 event".into() } else { format!("{} events", format::group(&count.to_string())) }
}
