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
    view::{Face, Note},
};

const URL: &str = "http://127.0.0.1:8080";

fn overview(figures: &Figures, asked: &overview::Asked) -> String {
    overview::Overview::of(&business(), figures, asked, today(), URL).render().unwrap()
}

fn asked(q: &str, sort: &str) -> overview::Asked {
    overview::Asked { q: q.into(), sort: sort.into(), after: None }
}

type Sample = (&'static str, String);

fn page(name: &'static str, template: &dyn askama::DynTemplate) -> Sample {
    (name, template.dyn_render().unwrap())
}

/// Name and page.
pub fn all() -> Vec<Sample> {
    let problem = Failure::new(Kind::Unauthenticated, "This link has expired. Ask for a new one.").into();
    let error = page("error", &ErrorPage::of(&problem, "68f6a1c0-000042".into()));
    [overviews(), tenants(), invoices(), lists(), clients(), vec![error]].concat()
}

fn overviews() -> Vec<Sample> {
    let no_match = Figures { page: vec![], next: None, ..figures() };
    vec![
        ("operator-overview", overview(&figures(), &asked("", "revenue"))),
        ("operator-first-steps", overview(&no_figures(), &asked("", ""))),
        ("operator-no-match", overview(&no_match, &asked("zzz", ""))),
        page("operator-no-file", &overview::Overview::before_the_first_file(URL, today())),
    ]
}

fn tenants() -> Vec<Sample> {
    let business = business();
    let known = TenantPage::of(Some(&business), &tenant(), Some(&rated()), &usage(), (&summaries(), None), today());
    let new = Tenant { plan: None, since: None, ..tenant() };
    let new = TenantPage::of(Some(&business), &new, None, &[], (&[], None), today());
    vec![page("operator-tenant", &known), page("operator-tenant-new", &new)]
}

fn invoices() -> Vec<Sample> {
    let business = business();
    let of = |found: &Verification| InvoicePage::of(Some(&business), &stored(), &invoice(), &margin(), Some(found));
    let differs = "byte 812: stored \"settled\":\"1130.75\", rebuilt \"settled\":\"1130.74\"";
    vec![
        page("operator-invoice", &of(&verification(&[]))),
        page("operator-invoice-differs", &of(&verification(&[differs]))),
    ]
}

fn lists() -> Vec<Sample> {
    let business = business();
    let note = Note { tone: "ok", text: "Accepted: the event is counted now." };
    let waiting = RejectedPage::of(Some(&business), &rejected(), Some("rej_1".into()), Some(note));
    let reconciled = |differs| ReconciliationPage::of(Some(&business), &reconciliation(differs));
    vec![
        page("operator-rejected", &waiting),
        page("operator-rejected-none", &RejectedPage::of(Some(&business), &[], None, None)),
        page("operator-reconciliation", &reconciled(false)),
        page("operator-reconciliation-differs", &reconciled(true)),
    ]
}

fn clients() -> Vec<Sample> {
    let business = business();
    let next = Some("inv_0199a3c27d4e700080000242ac120002".to_owned());
    let long = Bill { lines: std::iter::repeat_n(bill().lines, 9).flatten().collect(), ..bill() };
    let none = Tenant { plan: None, ..tenant() };
    let of = |tenant: &Tenant, bill: Option<&Bill>, invoices: &[_], next| {
        let plan = plan();
        let current = bill.map(|bill| (&plan, bill));
        client::bill::BillPage::of(Some(&business), tenant, current, (invoices, next), today())
    };
    vec![
        page("client-bill", &of(&tenant(), Some(&bill()), &summaries(), next)),
        page("client-bill-long", &of(&tenant(), Some(&long), &summaries(), None)),
        page("client-bill-nothing", &of(&none, None, &[], None)),
        page("client-invoice", &client::invoice::InvoicePage::of(Face::of(Some(&business)), &business, &invoice())),
    ]
}

#[test]
fn every_page_is_the_committed_one() {
    for (name, html) in all() {
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
    for (name, html) in all() {
        assert!(!html.contains(" style="), "{name} has inline style");
        assert!(!html.contains("<style"), "{name} has a style element");
        for script in html.split("<script").skip(1) {
            let tag = script.split('>').next().unwrap();
            assert!(tag.contains(" src=\"/assets/"), "{name}: {tag}");
        }
        let handlers = ["onclick=", "onload=", "onsubmit=", "javascript:"];
        assert!(!handlers.iter().any(|handler| html.contains(handler)), "{name} has an inline handler");
    }
}

#[test]
fn every_page_can_be_read_and_used_without_eyes_or_mouse() {
    for (name, html) in all() {
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
    for (name, html) in clients {
        assert_eq!(words.found_in(html), None, "{name}");
    }
    let (_, operators) = &pages[0];
    assert!(words.found_in(operators).is_some(), "or the words would prove nothing");
}
