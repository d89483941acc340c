use axum::{body::Body, http::header};
use serde_json::json;

use crate::world::{BUSINESS, Who, World};

const PATH: &str = "/v1/tenants/abc-solar/invoices";

async fn closed() -> (World, serde_json::Value) {
    let world = World::new().await;
    world.calls(Who::Own, "abc-solar", "2025-09-10", &[600, 6_000]).await.ok(200);
    let answer = world.post_json(Who::Operator, PATH, &json!({ "period": "2025-09" })).await;
    let location = answer.header("location").to_owned();
    let invoice = answer.ok(201);
    assert_eq!(location, format!("/v1/invoices/{}", invoice["id"].as_str().unwrap()));
    (world, invoice)
}

#[tokio::test]
async fn a_period_is_closed_once() {
    let (world, invoice) = closed().await;
    assert_eq!(
        (&invoice["total"], &invoice["first_day"], &invoice["last_day"]),
        (&json!("502.75"), &json!("2025-09-01"), &json!("2025-09-30"))
    );
    let again = world.post_json(Who::Operator, PATH, &json!({ "period": "2025-09" })).await.ok(200);
    assert_eq!(again, invoice);
    world.post_json(Who::Operator, PATH, &json!({ "period": "2025-10" })).await.refused(400);
    world.post_json(Who::Operator, PATH, &json!({ "period": "soon" })).await.refused(400);
    let list = world.get(Who::Own, PATH).await.ok(200);
    assert_eq!(list, json!({ "data": [invoice], "next": null }));
}

#[tokio::test]
async fn an_invoice_is_json_html_or_pdf_and_names_no_cost() {
    let (world, summary) = closed().await;
    let path = format!("/v1/invoices/{}", summary["id"].as_str().unwrap());
    let as_json = world.get(Who::Own, &path).await;
    let text = as_json.text();
    assert_eq!(as_json.ok(200)["number"], summary["number"]);
    for word in ["cost", "margin", "vendor", "Instacall"] {
        assert!(!text.contains(word), "{word}");
    }
    assert_eq!(world.get(Who::Operator, &path).await.text(), text, "the operator reads the same bytes");
    let by_number = format!("/v1/invoices/{}", summary["number"].as_str().unwrap());
    assert_eq!(world.get(Who::Own, &by_number).await.text(), text);

    let page = world.get(Who::Own, &format!("{path}.html")).await;
    assert!(page.header("content-type").starts_with("text/html") && page.text().contains("$502.75"));
    assert!(page.header("content-security-policy").contains("sandbox"));
    let accept = world.request(Who::Own, "GET", &path).header(header::ACCEPT, "application/pdf");
    let pdf = world.send(accept.body(Body::empty()).unwrap()).await;
    assert_eq!((pdf.status.as_u16(), pdf.header("content-type")), (200, "application/pdf"));
    assert!(pdf.body.starts_with(b"%PDF-"));
    let accept = world.request(Who::Own, "GET", &path).header(header::ACCEPT, "image/png");
    world.send(accept.body(Body::empty()).unwrap()).await.refused(406);
}

#[tokio::test]
async fn another_tenants_invoice_does_not_exist() {
    let (world, summary) = closed().await;
    for which in [&summary["id"], &summary["number"]] {
        let path = format!("/v1/invoices/{}", which.as_str().unwrap());
        world.get(Who::Other, &path).await.refused(404);
        world.get(Who::Other, &format!("{path}.pdf")).await.refused(404);
    }
    world.get(Who::Own, "/v1/invoices/inv_1").await.refused(404);
}

#[tokio::test]
async fn an_invoice_is_proved_from_its_events() {
    let (world, summary) = closed().await;
    let path = format!("/v1/invoices/{}/verify", summary["id"].as_str().unwrap());
    let found = world.get(Who::Operator, &path).await.ok(200);
    assert_eq!((&found["identical"], &found["events"], &found["differences"]), (&json!(true), &json!(2), &json!([])));
    let reconciled = world.get(Who::Operator, "/v1/reconciliation").await.ok(200);
    assert_eq!(reconciled["clean"], true, "{reconciled}");
}

#[tokio::test]
async fn a_paper_keeps_the_brand_of_its_day() {
    let (world, summary) = closed().await;
    let path = format!("/v1/invoices/{}.html", summary["id"].as_str().unwrap());
    let before = world.get(Who::Own, &path).await.text();
    assert!(before.contains("YourBrand Communications LLC"));
    world.test.clock.set("2025-10-21T12:00:00Z".parse().unwrap());
    let renamed = BUSINESS.replace("YourBrand Communications LLC", "Renamed Inc.");
    world.post(Who::Operator, "/v1/business", "application/toml", renamed).await.ok(201);
    assert_eq!(world.get(Who::Own, &path).await.text(), before);
}
