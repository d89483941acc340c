//! An issued invoice in the form that was asked for.

use std::sync::Arc;

use app::invoices::StoredInvoice;
use axum::{
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use billing::invoicing::Invoice;
use documents::{Document, html, json::invoice_from_json, pdf::PaperSize};
use model::Business;

use crate::{layer::headers::DOCUMENT_SECURITY_POLICY, problem::Problem, state::Web};

/// How an invoice can be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Json,
    Html,
    Pdf,
}

impl Form {
    const ALL: [(Self, &'static str, &'static str); 3] = [
        (Self::Json, ".json", "application/json"),
        (Self::Html, ".html", "text/html"),
        (Self::Pdf, ".pdf", "application/pdf"),
    ];

    /// `INV-000042.pdf` is the PDF of `INV-000042`.
    pub fn by_suffix(which: &str) -> (&str, Option<Self>) {
        let found = Self::ALL.into_iter().find_map(|(form, suffix, _)| Some((which.strip_suffix(suffix)?, form)));
        found.map_or((which, None), |(stem, form)| (stem, Some(form)))
    }

    /// What the `Accept` header likes best; JSON if it says nothing.
    pub fn by_accept(headers: &HeaderMap) -> Result<Self, Problem> {
        let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or("*/*");
        let mut best: Option<(u32, Self)> = None;
        for item in accept.split(',') {
            let mut parts = item.split(';').map(str::trim);
            let kind = parts.next().unwrap_or_default().to_ascii_lowercase();
            let weight = parts.find_map(|part| part.strip_prefix("q=")).map_or(1000, thousandths);
            let form = Self::ALL.into_iter().find(|(_, _, name)| {
                kind == *name || kind == "*/*" || kind.strip_suffix("/*").is_some_and(|major| name.starts_with(major))
            });
            if let Some((form, ..)) = form.filter(|_| weight > 0 && best.is_none_or(|(highest, _)| weight > highest)) {
                best = Some((weight, form));
            }
        }
        let none = "An invoice is application/json, text/html or application/pdf.";
        best.map(|(_, form)| form).ok_or_else(|| Problem::new(StatusCode::NOT_ACCEPTABLE, none))
    }
}

/// `0.8` as 800; what is no number counts as nothing.
fn thousandths(text: &str) -> u32 {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let rest = format!("{rest:0<3}");
    let rest = rest.get(..3).and_then(|rest| rest.parse::<u32>().ok()).unwrap_or(0);
    whole.parse::<u32>().map_or(0, |whole| (whole * 1000 + rest).min(1000))
}

/// The invoice that was stored.
pub fn read(stored: &StoredInvoice) -> Result<Invoice, Problem> {
    invoice_from_json(&stored.body)
        .map_err(|error| Problem::bug(&format!("invoice {} cannot be read: {error}", stored.summary.id)))
}

/// The business as it was on the day of issue: its brand is on the paper, however often it is printed.
pub async fn business(web: &Web, stored: &StoredInvoice) -> Result<Arc<Business>, Problem> {
    let then = web.app.face_at(stored.summary.issued).await?;
    then.ok_or_else(|| Problem::bug("an invoice without a business"))
}

/// `guarded`: a client reads it. The PDF is compressed and cannot be scanned on its way out, so what it is made from is.
pub async fn rendered(web: &Web, stored: &StoredInvoice, form: Form, guarded: bool) -> Result<Response, Problem> {
    let file = |kind: &str| format!("{kind}; filename=\"{}.pdf\"", stored.summary.number);
    Ok(match form {
        Form::Json => crate::api::json_text(stored.body.clone()),
        Form::Html => {
            let page = html::page(Document::Invoice(&read(stored)?), &business(web, stored).await?.brand);
            let headers: [(HeaderName, HeaderValue); 2] = [
                (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
                (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(DOCUMENT_SECURITY_POLICY)),
            ];
            (headers, page).into_response()
        }
        Form::Pdf => {
            let business = business(web, stored).await?;
            let invoice = read(stored)?;
            if guarded {
                let seen = html::fragment(Document::Invoice(&invoice), &business.brand);
                if let Some(word) = web.words().await?.found_in(&seen) {
                    return Err(Problem::bug(&format!("the confidential word '{word}' stood in a client's invoice")));
                }
            }
            let pdf = pdf(invoice, business).await?;
            let headers =
                [(header::CONTENT_TYPE, "application/pdf".to_owned()), (header::CONTENT_DISPOSITION, file("inline"))];
            (headers, pdf).into_response()
        }
    })
}

/// Off the threads that answer requests: it takes milliseconds of pure computing.
async fn pdf(invoice: Invoice, business: Arc<Business>) -> Result<Vec<u8>, Problem> {
    let render = move || documents::pdf::pdf(Document::Invoice(&invoice), &business.brand, PaperSize::default());
    tokio::task::spawn_blocking(render)
        .await
        .map_err(|error| Problem::bug(&format!("rendering a PDF was interrupted: {error}")))?
        .map_err(|error| Problem::bug(&format!("a PDF could not be rendered: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn liked(accept: &str) -> Option<Form> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, accept.parse().unwrap());
        Form::by_accept(&headers).ok()
    }

    #[test]
    fn the_best_liked_form_is_given() {
        assert_eq!(Form::by_accept(&HeaderMap::new()).unwrap(), Form::Json);
        assert_eq!(liked("*/*"), Some(Form::Json));
        assert_eq!(liked("application/pdf"), Some(Form::Pdf));
        assert_eq!(liked("application/json;q=0.5, text/html"), Some(Form::Html));
        assert_eq!(liked("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"), Some(Form::Html));
        assert_eq!(liked("text/*"), Some(Form::Html));
        assert_eq!(liked("image/png"), None);
        assert_eq!(liked("application/pdf;q=0"), None);
    }

    #[test]
    fn a_suffix_names_the_form() {
        assert_eq!(Form::by_suffix("INV-000042.pdf"), ("INV-000042", Some(Form::Pdf)));
        assert_eq!(Form::by_suffix("INV-000042.html"), ("INV-000042", Some(Form::Html)));
        assert_eq!(Form::by_suffix("INV-000042"), ("INV-000042", None));
    }
}
