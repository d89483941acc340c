//! `/operator/invoices/{id}`: an invoice with cost and margin, its PDF, and its proof.

use app::invoices::{InvoiceMargin, StoredInvoice, Verification};
use askama::Template;
use axum::{extract::State, response::Response};
use billing::invoicing::Invoice;
use documents::format;
use kernel::access::{Can, ask};
use model::Business;

use crate::{
    document::{self, Form},
    layer::who::May,
    pages::shown,
    path::Id,
    problem::Problem,
    query::encoded,
    state::Web,
    view::{BillView, Moment, Place, Shell, counted},
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
    May(can): May<ask::ReadMargin>,
    Id(id): Id<String>,
) -> Result<Response, Problem> {
    let (which, form) = Form::by_suffix(&id);
    match form {
        Some(form) => document::rendered(&web, &web.app.invoice(can.actor(), which).await?, form, false).await,
        None => page(&web, can, which, None).await,
    }
}

/// `GET /operator/invoices/{id}/verify`: the same page, with what rebuilding it found.
pub async fn verify(
    State(web): State<Web>,
    May(can): May<ask::VerifyInvoice>,
    Id(which): Id<String>,
) -> Result<Response, Problem> {
    let margin = can.actor().can()?;
    let found = web.app.verify(can, &which).await?;
    page(&web, margin, &which, Some(&found)).await
}

async fn page(
    web: &Web,
    can: Can<ask::ReadMargin>,
    which: &str,
    found: Option<&Verification>,
) -> Result<Response, Problem> {
    let business = web.app.face().await?;
    let stored = web.app.invoice(can.actor(), which).await?;
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
        let proof = |found: &Verification| Proof {
            events: counted(found.events, "event"),
            differences: found.differences.clone(),
        };
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
            events: counted(invoice.inputs.events, "event"),
            bill: BillView::issued(&invoice.bill, margin),
            proof: found.map(proof),
        }
    }
}
