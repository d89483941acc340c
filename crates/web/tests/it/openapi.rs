use serde_json::Value;

use crate::world::{Who, World};

#[test]
fn the_committed_description_is_fresh() {
    let committed = include_str!("../../openapi.json");
    assert!(committed == web::openapi(), "run: purvey openapi > crates/web/openapi.json");
}

#[tokio::test]
async fn it_is_served_to_anyone() {
    let world = World::empty().await;
    let served = world.get(Who::Nobody, "/v1/openapi.json").await;
    assert_eq!(served.header("content-type"), "application/json");
    assert_eq!(served.text(), web::openapi());
}

#[test]
fn every_operation_says_how_it_is_refused_and_every_post_takes_a_key() {
    let document: Value = serde_json::from_str(web::openapi()).unwrap();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let named = format!("{method} {path}");
            assert!(operation["summary"].as_str().is_some_and(|summary| !summary.is_empty()), "{named}: a summary");
            if path == "/v1/openapi.json" {
                continue;
            }
            for status in ["401", "403", "429", "500", "503"] {
                let content = &operation["responses"][status]["content"]["application/problem+json"];
                assert_eq!(content["schema"]["$ref"], "#/components/schemas/Problem", "{named}: {status}");
            }
            let parameters = operation["parameters"].as_array();
            let keyed = parameters.is_some_and(|list| list.iter().any(|one| one["name"] == "Idempotency-Key"));
            assert_eq!(keyed, method == "post", "{named}");
        }
    }
}

/// What only the operator may read stands in no schema that a tenant is answered with.
#[test]
fn what_a_tenant_is_answered_with_has_no_place_for_a_cost() {
    let document: Value = serde_json::from_str(web::openapi()).unwrap();
    let schemas = document["components"]["schemas"].as_object().unwrap();
    for client_facing in [
        "Bill",
        "BillLine",
        "Usage",
        "MeterUsage",
        "Invoice",
        "InvoiceLine",
        "InvoiceSummary",
        "Tenant",
        "EventReceipt",
    ] {
        let schema = schemas.get(client_facing).unwrap_or_else(|| panic!("{client_facing} is not described"));
        for key in schema["properties"].as_object().unwrap().keys() {
            assert!(!["cost", "margin", "vendor"].iter().any(|word| key.contains(word)), "{client_facing}.{key}");
        }
    }
    let paths = document["paths"].as_object().unwrap();
    assert!(paths.len() >= 14, "{}", paths.len());
}
