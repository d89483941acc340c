//! The pages' routes, listed, so that a test can ask of each who may open it. The API lists its own in its description.

use axum::{
    Router,
    handler::Handler,
    routing::{get, post},
};

use crate::{
    api, assets,
    pages::{client, link, operator},
    state::Web,
};

/// A route: its method and its path, as the router has it.
pub type Route = (&'static str, String);

struct Listed {
    router: Router<Web>,
    routes: Vec<Route>,
}

impl Listed {
    fn get<H: Handler<T, Web>, T: 'static>(mut self, path: &'static str, handler: H) -> Self {
        self.routes.push(("GET", path.into()));
        Self { router: self.router.route(path, get(handler)), ..self }
    }

    fn post<H: Handler<T, Web>, T: 'static>(mut self, path: &'static str, handler: H) -> Self {
        self.routes.push(("POST", path.into()));
        Self { router: self.router.route(path, post(handler)), ..self }
    }
}

fn pages() -> Listed {
    Listed { router: Router::new(), routes: Vec::new() }
        .get("/", link::root)
        .get("/s/{token}", link::open)
        .get("/operator", operator::overview::get)
        .get("/operator/tenants.csv", operator::overview::csv)
        .get("/operator/tenants/{tenant}", operator::tenant::get)
        .get("/operator/invoices/{id}", operator::invoice::get)
        .get("/operator/invoices/{id}/verify", operator::invoice::verify)
        .get("/operator/rejected", operator::rejected::get)
        .post("/operator/rejected/{id}/replay", operator::rejected::replay)
        .get("/operator/reconciliation", operator::reconciliation::get)
        .get("/t/{tenant}", client::bill::get)
        .get("/t/{tenant}/invoices/{id}", client::invoice::get)
        .get("/assets/{hash}/{name}", assets::asset)
        .get("/brand/{colour}", assets::brand)
        .get("/healthz", api::health::alive)
        .get("/readyz", api::health::ready)
}

/// Pages and API, without the layers around them.
pub fn router() -> Router<Web> {
    let (api, _) = api::routes().split_for_parts();
    pages().router.merge(api)
}

/// Every route there is.
pub fn all() -> Vec<Route> {
    let mut routes = pages().routes;
    for (path, item) in api::openapi::document().paths.paths {
        let methods = [("GET", item.get.is_some()), ("POST", item.post.is_some())];
        routes.extend(methods.into_iter().filter(|(_, is)| *is).map(|(method, _)| (method, path.clone())));
    }
    routes
}
