//! Every page, from samples: its snapshot, and what must hold of all of them.

use askama::Template;
use kernel::{Kind, error::Failure};

use super::*;
use crate::{
    layer::{errors::ErrorPage, guard::Words},
    pages::{
        client,
        operator::{
            invoice::InvoicePage, overview, reconciliation::ReconciliationPage, rejected::RejectedPage,
            tenant::TenantPage,
        },
    },
    view::Note,
};

const URL: &str = "http://127.0.0.1:8080";

fn overview(figures: &Figures, asked: &overview::Asked) -> String {
    overview::Overview::of(&business(), figures, asked, today(), URL).render().unwrap()
}

fn asked(q: &str, sort: &str) -> overview::Asked {
    overview::Asked { q: q.into(), sort: sort.into(), after: None }
}

/// Name, address in the gallery, page.
pub fn all() -> Vec<(&'static str, &'static str, String)> {
    let business = business();
    let rated = rated();
    let next = Some("inv_0199a3c27d4e700080000242ac120002".to_owned());
    let page = |template: &dyn askama::DynTemplate| template.dyn_render().unwrap();
    let tenant_page = |rated: Option<&Rated>, usage: &[_], invoices: &[_]| {
        TenantPage::of(Some(&business), &tenant(), rated, usage, (invoices, None), today())
    };
    let note = Note { tone: "ok", text: "Accepted: the event is counted now." };
    let found = |differences: &[&str]| Some(verification(differences));
    let invoice_page = |found: Option<Verification>| {
        InvoicePage::of(Some(&business), &stored(), &invoice(), &margin(), found.as_ref())
    };
    let bill_page = |bill: Option<&Bill>, invoices: &[_], next| {
        client::bill::BillPage::of(Some(&business), &tenant(), bill, (invoices, next), today())
    };
    let problem = Failure::new(Kind::Unauthenticated, "This link has expired. Ask for a new one.").into();
    let long = Bill { lines: std::iter::repeat_n(bill().lines, 9).flatten().collect(), ..bill() };
    vec![
        ("operator-overview", "operator", overview(&figures(), &asked("", "revenue"))),
        ("operator-first-steps", "operator-first-steps", overview(&no_figures(), &asked("", ""))),
        ("operator-no-file", "operator-no-file", page(&overview::Overview::before_the_first_file(URL, today()))),
        (
            "operator-no-match",
            "operator-no-match",
            overview(&Figures { page: vec![], next: None, ..figures() }, &asked("zzz", "")),
        ),
        ("operator-tenant", "operator-tenant", page(&tenant_page(Some(&rated), &usage(), &summaries()))),
        (
            "operator-tenant-new",
            "operator-tenant-new",
            page(&TenantPage::of(
                Some(&business),
                &Tenant { plan: None, since: None, ..tenant() },
                None,
                &[],
                (&[], None),
                today(),
            )),
        ),
        ("operator-invoice", "operator-invoice", page(&invoice_page(found(&[])))),
        (
            "operator-invoice-differs",
            "operator-invoice-differs",
            page(&invoice_page(found(&["byte 812: stored \"settled\":\"1130.75\", rebuilt \"settled\":\"1130.74\""]))),
        ),
        (
            "operator-rejected",
            "operator-rejected",
            page(&RejectedPage::of(Some(&business), &rejected(), Some("rej_1".into()), Some(note))),
        ),
        ("operator-rejected-none", "operator-rejected-none", page(&RejectedPage::of(Some(&business), &[], None, None))),
        (
            "operator-reconciliation",
            "operator-reconciliation",
            page(&ReconciliationPage::of(Some(&business), &reconciliation(false))),
        ),
        (
            "operator-reconciliation-differs",
            "operator-reconciliation-differs",
            page(&ReconciliationPage::of(Some(&business), &reconciliation(true))),
        ),
        ("client-bill", "t/abc-solar", page(&bill_page(Some(&rated.bill), &summaries(), next))),
        ("client-bill-long", "client-bill-long", page(&bill_page(Some(&long), &summaries(), None))),
        (
            "client-bill-nothing",
            "client-bill-nothing",
            page(&client::bill::BillPage::of(
                Some(&business),
                &Tenant { plan: None, ..tenant() },
                None,
                (&[], None),
                today(),
            )),
        ),
        ("client-invoice", "client-invoice", page(&client::invoice::InvoicePage::of(&business, &invoice()))),
        ("error", "error", page(&ErrorPage::of(&problem, "68f6a1c0-000042".into()))),
    ]
}

#[test]
fn every_page_is_the_committed_one() {
    for (name, _, html) in all() {
        // The hash in the addresses changes with every touch of the sheet; the page does not.
        let html = html
            .replace(&crate::assets::ASSETS.css, "/assets/…/ui.css")
            .replace(&crate::assets::ASSETS.js, "/assets/…/enhance.js");
        insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(name, html);
        });
    }
}

#[test]
fn no_page_needs_what_the_content_security_policy_forbids() {
    for (name, _, html) in all() {
        assert!(!html.contains(" style="), "{name} has inline style");
        assert!(!html.contains("<style"), "{name} has a style element");
        for script in html.match_indices("<script") {
            let tag = html[script.0..].split('>').next().unwrap();
            assert!(tag.contains(" src=\"/assets/"), "{name}: {tag}");
        }
        let handlers = ["onclick=", "onload=", "onsubmit=", "javascript:"];
        assert!(!handlers.iter().any(|handler| html.contains(handler)), "{name} has an inline handler");
    }
}

#[test]
fn every_page_can_be_read_and_used_without_eyes_or_mouse() {
    for (name, _, html) in all() {
        assert!(html.contains("<html lang=\"en\">"), "{name}: language");
        assert_eq!(html.matches("<h1").count(), 1, "{name}: one heading");
        assert_eq!(html.matches("<table").count(), html.matches("<caption").count(), "{name}: captions");
        for picture in html.split("<svg").skip(1) {
            let tag = picture.split('>').next().unwrap();
            assert!(tag.contains("role=\"img\"") || tag.contains("aria-hidden"), "{name}: {tag}");
        }
        let mut ids: Vec<_> = html.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(count, ids.len(), "{name}: ids are unique");
    }
}

#[test]
fn a_clients_page_names_no_cost_no_margin_and_no_vendor() {
    let words = Words::new(["Instacall", "cost", "margin", "costs", "vendor", "operator"]);
    let pages = all();
    let clients: Vec<_> = pages.iter().filter(|(name, ..)| name.starts_with("client")).collect();
    assert!(clients.len() >= 4);
    for (name, _, html) in clients {
        assert_eq!(words.found_in(html), None, "{name}");
    }
    let (_, _, operators) = &pages[0];
    assert!(words.found_in(operators).is_some(), "or the words would prove nothing");
}
