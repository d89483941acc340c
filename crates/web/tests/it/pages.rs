use axum::{body::Body, http::header};
use serde_json::json;

use crate::world::{Answer, Who, World};

#[track_caller]
fn shown(answer: &Answer) -> String {
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text());
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    answer.text()
}

#[tokio::test]
async fn a_signed_link_becomes_a_cookie_and_a_clean_address() {
    let world = World::new().await;
    let token = world.cookie(Who::Own).unwrap().split_once('=').unwrap().1.to_owned();
    let answer = world.get(Who::Nobody, &format!("/s/{token}")).await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/t/abc-solar"));
    let cookie = answer.header("set-cookie");
    assert!(
        cookie.starts_with(&format!("purvey_client={token}; Path=/; Max-Age=604800; HttpOnly; SameSite=Lax")),
        "{cookie}"
    );
    assert!(!cookie.contains("Secure"), "there is no TLS on loopback");
    assert_eq!(answer.header("referrer-policy"), "no-referrer");
    for wrong in [format!("{token}0"), token.replace("abc-solar", "harbor"), "x".into()] {
        world.get(Who::Nobody, &format!("/s/{wrong}")).await.refused(401);
    }
    world.test.clock.set("2025-10-28T12:00:00Z".parse().unwrap());
    world.get(Who::Nobody, &format!("/s/{token}")).await.refused(401);
}

#[tokio::test]
async fn a_clients_link_opens_nothing_of_the_operators() {
    let world = World::new().await;
    let token = world.cookie(Who::Own).unwrap().split_once('=').unwrap().1.to_owned();
    for path in ["/operator", "/operator/tenants/abc-solar", "/operator/tenants.csv", "/operator/rejected"] {
        let request =
            world.request(Who::Nobody, "GET", path).header(header::COOKIE, format!("purvey_operator={token}"));
        world.send(request.body(Body::empty()).unwrap()).await.refused(403);
    }
    let both = format!("{}; {}", world.cookie(Who::Operator).unwrap(), world.cookie(Who::Other).unwrap());
    let request = world.request(Who::Nobody, "GET", "/t/abc-solar").header(header::COOKIE, both);
    shown(&world.send(request.body(Body::empty()).unwrap()).await);
}

#[tokio::test]
async fn the_operator_sees_revenue_cost_and_margin_and_first_what_to_do_first() {
    let world = World::empty().await;
    assert!(shown(&world.get(Who::Operator, "/operator").await).contains("purvey business apply"));
    let world = World::new().await;
    assert!(shown(&world.get(Who::Operator, "/operator").await).contains("Send a first event"));
    world.calls(Who::Own, "abc-solar", "2025-10-10", &[600, 6_000]).await.ok(200);
    let page = shown(&world.get(Who::Operator, "/operator").await);
    for figure in ["$1,002.75", "$1.10", "$1,001.65", "ABC Solar", "Harbor Dental", "Call minutes"] {
        assert!(page.contains(figure), "{figure}");
    }
    let found = shown(&world.get(Who::Operator, "/operator?q=solar&sort=revenue").await);
    assert!(found.contains("ABC Solar") && !found.contains("Harbor Dental"));
    assert!(shown(&world.get(Who::Operator, "/operator?q=zzz").await).contains("No tenant matches"));
    let csv = world.get(Who::Operator, "/operator/tenants.csv?q=solar").await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    let line = "abc-solar,ABC Solar,Standard,2,USD,502.75,1.10,501.65";
    assert_eq!(csv.text().lines().collect::<Vec<_>>(), ["tenant,title,plan,events,currency,revenue,cost,margin", line]);
    let tenant = shown(&world.get(Who::Operator, "/operator/tenants/abc-solar").await);
    assert!(tenant.contains("$502.75") && tenant.contains("$501.65") && tenant.contains("class=\"bar\""));
    let state = shown(&world.get(Who::Operator, "/operator/reconciliation").await);
    assert!(state.contains("Clean."));
}

#[tokio::test]
async fn a_client_sees_its_bill_in_the_brand_and_nothing_else() {
    let world = World::new().await;
    world.calls(Who::Own, "abc-solar", "2025-10-10", &[600, 6_000]).await.ok(200);
    let page = shown(&world.get(Who::Own, "/t/abc-solar").await);
    for text in [
        "YourBrand Dialer",
        "/brand/0b6e4f.css",
        "110 minutes",
        "$0.025",
        "$2.75",
        "$502.75",
        "12 days left",
        "Concurrent calls",
    ] {
        assert!(page.contains(text), "{text}");
    }
    for private in ["Instacall", "ost", "argin", "Harbor", "/operator"] {
        assert!(!page.contains(private), "{private}");
    }
    assert_eq!(world.get(Who::Other, "/t/abc-solar").await.refused(404)["detail"], "There is no such tenant.");
    shown(&world.get(Who::Operator, "/t/abc-solar").await);
}

#[tokio::test]
async fn an_invoice_is_a_page_and_a_paper() {
    let world = World::new().await;
    world.calls(Who::Own, "abc-solar", "2025-09-10", &[600, 6_000]).await.ok(200);
    let period = json!({ "period": "2025-09" });
    let invoice = world.post_json(Who::Operator, "/v1/tenants/abc-solar/invoices", &period).await.ok(201);
    let id = invoice["id"].as_str().unwrap();
    let operators = shown(&world.get(Who::Operator, &format!("/operator/invoices/{id}")).await);
    assert!(operators.contains("$501.65") && !operators.contains("every byte is the same"));
    let proved = shown(&world.get(Who::Operator, &format!("/operator/invoices/{id}/verify")).await);
    assert!(proved.contains("every byte is the same"));
    let clients = shown(&world.get(Who::Own, &format!("/t/abc-solar/invoices/{id}")).await);
    assert!(clients.contains("$502.75") && !clients.contains("$501.65"));
    for (who, path) in
        [(Who::Operator, format!("/operator/invoices/{id}.pdf")), (Who::Own, format!("/t/abc-solar/invoices/{id}.pdf"))]
    {
        let pdf = world.get(who, &path).await;
        assert_eq!(pdf.header("content-type"), "application/pdf");
        assert_eq!(
            pdf.header("content-disposition"),
            format!("inline; filename=\"{}.pdf\"", invoice["number"].as_str().unwrap())
        );
        assert!(pdf.body.starts_with(b"%PDF-"));
    }
    world.get(Who::Other, &format!("/t/harbor/invoices/{id}")).await.refused(404);
}

#[tokio::test]
async fn a_rejected_event_is_replayed_by_a_form_of_our_own_page_only() {
    let world = World::new().await;
    world.calls(Who::Collector, "late-comer", "2025-10-10", &[60]).await.ok(202);
    let page = shown(&world.get(Who::Operator, "/operator/rejected").await);
    let action = page.split("action=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let post = |site: &str| {
        world.request(Who::Operator, "POST", action).header("sec-fetch-site", site).body(Body::empty()).unwrap()
    };
    world.send(post("cross-site")).await.refused(403);
    let answer = world.send(post("same-origin")).await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/operator/rejected?done=refused"));
    let page = shown(&world.get(Who::Operator, "/operator/rejected?done=refused").await);
    assert!(page.contains("Refused again"));
}

#[tokio::test]
async fn style_and_script_are_kept_by_browsers_for_ever() {
    let world = World::new().await;
    let page = shown(&world.get(Who::Operator, "/operator").await);
    for (attribute, kind) in [("rel=\"stylesheet\" href=\"", "text/css"), ("<script src=\"", "text/javascript")] {
        let address = page.split(attribute).nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        let answer = world.get(Who::Nobody, address).await;
        assert_eq!(answer.status.as_u16(), 200, "{address}");
        assert!(answer.header("content-type").starts_with(kind));
        assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
    }
    let brand = world.get(Who::Nobody, "/brand/ffd400.css").await;
    assert!(brand.text().contains("--brand:#ffd400"));
    world.get(Who::Nobody, "/brand/red.css").await.refused(404);
    let gzip = world.request(Who::Operator, "GET", "/operator").header(header::ACCEPT_ENCODING, "gzip");
    assert_eq!(world.send(gzip.body(Body::empty()).unwrap()).await.header("content-encoding"), "gzip");
}
