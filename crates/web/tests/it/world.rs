//! A business with two tenants, everyone's keys and links, and requests in short.

use app::{Actor, contracts::NewContract, links::Scope, tenants::NewTenant, testing::TestApp};
use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    http::{HeaderMap, Request, Response, StatusCode, header},
};
use kernel::Role;
use serde_json::{Value, json};
use tower::ServiceExt as _;

pub const BUSINESS: &str = include_str!("business.toml");
/// Noon of a day in October, so that September can be closed.
pub const NOW: &str = "2025-10-20T12:00:00Z";

pub struct World {
    pub test: TestApp,
    pub router: Router,
    operator: String,
    collector: String,
    own: String,
    other: String,
}

/// Who asks: by an API key on `/v1`, by a link's cookie on pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Nobody,
    Operator,
    Collector,
    /// The tenant `abc-solar`.
    Own,
    /// The tenant `harbor`.
    Other,
}

impl Who {
    pub const ALL: [Self; 5] = [Self::Nobody, Self::Operator, Self::Collector, Self::Own, Self::Other];
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// A problem document of this status, with nothing in it that is not for the public.
    #[track_caller]
    pub fn refused(&self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        assert_eq!(self.header("content-type"), "application/problem+json");
        let problem = self.json();
        assert_eq!(problem["status"], status);
        let text = self.text().to_lowercase();
        for private in ["instacall", "vicidial", "select ", "crates/", ".rs", "panicked"] {
            assert!(!text.contains(private), "{private} in {text}");
        }
        problem
    }

    #[track_caller]
    pub fn ok(&self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        self.json()
    }
}

impl World {
    /// Nothing but an operator's key.
    pub async fn empty() -> Self {
        let test = TestApp::at(NOW.parse().unwrap()).await;
        let router = web::router(test.app.clone(), web::Settings::default());
        let can = Actor::operator().can().unwrap();
        let operator = test.app.create_key(can, Role::Operator, None, "test").await.unwrap().secret;
        let none = String::new();
        Self { test, router, operator, collector: none.clone(), own: none.clone(), other: none }
    }

    /// The business in force, two tenants under contract since September.
    pub async fn new() -> Self {
        let mut world = Self::empty().await;
        let app = world.test.app.clone();
        let operator = Actor::operator();
        app.apply_business(operator.can().unwrap(), BUSINESS, "business.toml").await.unwrap();
        for (name, title) in [("abc-solar", "ABC Solar"), ("harbor", "Harbor Dental")] {
            let tenant = NewTenant { name: name.parse().unwrap(), title: title.into(), zone: None };
            app.add_tenant(operator.can().unwrap(), tenant).await.unwrap();
            let contract = NewContract {
                tenant: name.parse().unwrap(),
                plan: "standard".into(),
                start: "2025-09-01".parse().unwrap(),
                quantities: model::Map::new(),
                prices: model::Map::new(),
            };
            app.start_contract(operator.can().unwrap(), contract).await.unwrap();
        }
        let key = async |role, tenant: Option<&str>| {
            let tenant = tenant.map(|name| name.parse().unwrap());
            app.create_key(operator.can().unwrap(), role, tenant.as_ref(), "test").await.unwrap().secret
        };
        world.collector = key(Role::Collector, None).await;
        world.own = key(Role::Tenant, Some("abc-solar")).await;
        world.other = key(Role::Tenant, Some("harbor")).await;
        world
    }

    pub fn key(&self, who: Who) -> Option<&str> {
        match who {
            Who::Nobody => None,
            Who::Operator => Some(&self.operator),
            Who::Collector => Some(&self.collector),
            Who::Own => Some(&self.own),
            Who::Other => Some(&self.other),
        }
    }

    /// The cookie that this person's link sets; collectors have none.
    pub fn cookie(&self, who: Who) -> Option<String> {
        let tenant = |name: &str| Scope::Tenant(name.parse().unwrap());
        let (name, scope) = match who {
            Who::Nobody | Who::Collector => return None,
            Who::Operator => ("purvey_operator", Scope::Operator),
            Who::Own => ("purvey_client", tenant("abc-solar")),
            Who::Other => ("purvey_client", tenant("harbor")),
        };
        Some(format!("{name}={}", self.test.app.sign_link(&scope)))
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response: Response<Body> = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        Answer { status: parts.status, headers: parts.headers, body: to_bytes(body, usize::MAX).await.unwrap() }
    }

    pub fn request(&self, who: Who, method: &str, path: &str) -> axum::http::request::Builder {
        let request = Request::builder().method(method).uri(path);
        let is_page = ["/operator", "/t/"].iter().any(|root| path.starts_with(root));
        match (is_page, self.key(who), self.cookie(who)) {
            (true, _, Some(cookie)) => request.header(header::COOKIE, cookie),
            (false, Some(key), _) => request.header(header::AUTHORIZATION, format!("Bearer {key}")),
            _ => request,
        }
    }

    pub async fn get(&self, who: Who, path: &str) -> Answer {
        self.send(self.request(who, "GET", path).body(Body::empty()).unwrap()).await
    }

    pub async fn post(&self, who: Who, path: &str, kind: &str, body: impl Into<Body>) -> Answer {
        self.send(self.request(who, "POST", path).header(header::CONTENT_TYPE, kind).body(body.into()).unwrap()).await
    }

    pub async fn post_json(&self, who: Who, path: &str, body: &Value) -> Answer {
        self.post(who, path, "application/json", body.to_string()).await
    }

    /// Sends calls of so many seconds, on consecutive minutes from noon of `day`.
    pub async fn calls(&self, who: Who, tenant: &str, day: &str, seconds: &[u64]) -> Answer {
        let events: Vec<_> =
            seconds.iter().enumerate().map(|(index, seconds)| call(tenant, day, index, *seconds)).collect();
        self.post(who, "/v1/events", "application/cloudevents-batch+json", Value::from(events).to_string()).await
    }

    /// How many events are stored, and how many wait rejected.
    pub async fn counts(&self) -> (i64, i64) {
        let count = "select (select count(*) from event), (select count(*) from rejected)";
        sqlx::query_as(count).fetch_one(&mut self.test.database.superuser().await).await.unwrap()
    }
}

pub fn call(tenant: &str, day: &str, index: usize, seconds: u64) -> Value {
    json!({
        "specversion": "1.0",
        "id": format!("{day}-{index}"),
        "source": "/pbx/1",
        "type": "call.completed",
        "subject": tenant,
        "time": format!("{day}T16:{:02}:{:02}Z", index / 60 % 60, index % 60),
        "data": { "billable_seconds": seconds },
    })
}
