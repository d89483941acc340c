//! Every route × who asks, as a committed table. A route that the table does not know fails here.

use axum::{body::Body, http::header};
use serde_json::json;

use crate::world::{Who, World};

#[tokio::test]
async fn the_matrix_of_routes_is_the_committed_one() {
    let world = World::new().await;
    let facts = Facts::of(&world).await;
    let mut table = format!("{:<45}", "route");
    for who in Who::ALL {
        table += &format!("{:>11}", format!("{who:?}").to_lowercase());
    }
    let mut routes = web::routes();
    routes.sort_by(|one, two| (&one.1, one.0).cmp(&(&two.1, two.0)));
    for (method, route) in &routes {
        let path = facts.filled(route);
        table += &format!("\n{:<45}", format!("{method} {route}"));
        let mut statuses = Vec::new();
        // The operator last: what it changes must not change the answers of the others.
        for who in [Who::Nobody, Who::Collector, Who::Other, Who::Own, Who::Operator] {
            let mut request = world.request(who, method, &path);
            let (kind, body) = body_of(method, route);
            if !kind.is_empty() {
                request = request.header(header::CONTENT_TYPE, kind);
            }
            let answer = world.send(request.body(Body::from(body)).unwrap()).await;
            assert_ne!(answer.status.as_u16(), 500, "{method} {route}: {}", answer.text());
            statuses.push((who, answer.status.as_u16()));
        }
        for who in Who::ALL {
            let (_, status) = statuses.iter().find(|(of, _)| *of == who).unwrap();
            table += &format!("{status:>11}");
        }
    }
    insta::with_settings!({ prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("access", table);
    });
}

/// What stands in for the parameters of paths: all of the tenant `abc-solar`.
struct Facts {
    invoice: String,
    rejected: String,
    token: String,
    css: String,
}

impl Facts {
    async fn of(world: &World) -> Self {
        world.calls(Who::Own, "abc-solar", "2025-09-10", &[60, 120]).await.ok(200);
        let period = json!({ "period": "2025-09" });
        let invoice = world.post_json(Who::Operator, "/v1/tenants/abc-solar/invoices", &period).await.ok(201);
        let unknown = json!({ "specversion": "1.0", "id": "x", "source": "/x", "type": "nobody.listens", "subject": "abc-solar" });
        world.post(Who::Own, "/v1/events", "application/cloudevents+json", unknown.to_string()).await.ok(202);
        let rejected = world.get(Who::Operator, "/v1/rejected").await.ok(200);
        let cookie = world.cookie(Who::Operator).unwrap();
        let page = world.get(Who::Operator, "/operator").await.text();
        let css = page.split("/assets/").find(|rest| rest.contains("ui.css")).and_then(|rest| rest.split('/').next());
        Self {
            invoice: invoice["id"].as_str().unwrap().to_owned(),
            rejected: rejected["data"][0]["id"].as_str().unwrap().to_owned(),
            token: cookie.split_once('=').unwrap().1.to_owned(),
            css: css.unwrap().to_owned(),
        }
    }

    fn filled(&self, route: &str) -> String {
        let id = if route.contains("rejected") { &self.rejected } else { &self.invoice };
        let path = route
            .replace("{tenant}", "abc-solar")
            .replace("{id}", id)
            .replace("{token}", &self.token)
            .replace("{hash}", &self.css)
            .replace("{name}", "ui.css")
            .replace("{colour}", "0b6e4f.css");
        assert!(!path.contains('{'), "{route}: say here what its parameter stands for");
        path
    }
}

fn body_of(method: &str, route: &str) -> (&'static str, String) {
    if method != "POST" {
        return ("", String::new());
    }
    let json = |body: serde_json::Value| ("application/json", body.to_string());
    match route {
        "/v1/events" => ("application/cloudevents-batch+json", "[]".into()),
        "/v1/tenants" => json(json!({ "name": "abc-solar", "title": "ABC Solar" })),
        "/v1/tenants/{tenant}/contracts" => json(json!({ "plan": "standard", "start": "2025-09-01" })),
        "/v1/tenants/{tenant}/invoices" => json(json!({ "period": "2025-09" })),
        "/v1/business" | "/v1/business/check" => ("application/toml", crate::world::BUSINESS.into()),
        "/v1/keys" => json(json!({ "role": "collector", "label": "test" })),
        "/v1/rejected/{id}/replay" | "/operator/rejected/{id}/replay" => ("", String::new()),
        _ => panic!("POST {route}: say here what its body is"),
    }
}
