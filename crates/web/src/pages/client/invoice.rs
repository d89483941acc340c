//! `/t/{tenant}/invoices/{id}`: an issued invoice, as a page and as a PDF.

use askama::Template;
use axum::{extract::State, response::Response};
use billing::invoicing::Invoice;
use documents::{Document, html};
use kernel::{Kind, access::ask, error::Failure};
use model::Business;

use crate::{
    document::{self, Form},
    layer::who::MayAbout,
    pages::shown,
    path::Id,
    problem::Problem,
    query::encoded,
    state::Web,
    view::Face,
};

#[derive(Template)]
#[template(path = "client/invoice.html")]
pub struct InvoicePage {
    pub face: Face,
    pub number: String,
    pub back_href: String,
    pub pdf_href: String,
    /// The document, rendered by `documents`.
    pub paper: String,
}

pub async fn get(
    State(web): State<Web>,
    MayAbout(can, tenant): MayAbout<ask::ReadInvoice>,
    Id(id): Id<String>,
) -> Result<Response, Problem> {
    let actor = can.actor();
    let (which, form) = Form::by_suffix(&id);
    let stored = web.app.invoice(actor, which).await?;
    if stored.summary.tenant != tenant {
        return Err(Failure::new(Kind::NotFound, "There is no such invoice.").into());
    }
    if let Some(form) = form {
        return document::rendered(&web, &stored, form, true).await;
    }
    let face = Face::of(web.app.face().await?.as_deref());
    let then = document::business(&web, &stored).await?;
    shown(&InvoicePage::of(face, &then, &document::read(&stored)?))
}

impl InvoicePage {
    /// `then`: the business on the day of issue.
    pub fn of(face: Face, then: &Business, invoice: &Invoice) -> Self {
        let back_href = format!("/t/{}", encoded(invoice.bill.tenant.as_str()));
        Self {
            face,
            number: invoice.number.clone(),
            pdf_href: format!("{back_href}/invoices/{}.pdf", invoice.id),
            back_href,
            paper: html::fragment(Document::Invoice(invoice), &then.brand),
        }
    }
}
