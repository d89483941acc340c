use app::tenants::Overview as Figures;
use kernel::{Currency, Money};
use model::Business;

use super::{Asked, Overview, Span, Table};
use crate::view::{Amount, Place, Shell};

/// What to do first; ticks come from what is there, not from clicks.
pub struct Steps {
    pub list: Vec<Step>,
}

pub struct Step {
    pub done: bool,
    pub title: &'static str,
    pub why: &'static str,
    /// To copy into a terminal.
    pub command: String,
}

impl Steps {
    pub fn done(&self) -> usize {
        self.list.iter().filter(|step| step.done).count()
    }

    /// None once there is usage: then the page speaks for itself.
    pub(super) fn after_the_first_file(business: &Business, figures: &Figures, public_url: &str) -> Option<Self> {
        let has_events = figures.page.iter().any(|tenant| tenant.events > 0) || figures.revenue.minor != 0;
        let has_contract = figures.page.iter().any(|tenant| tenant.plan.is_some());
        let plan = business.plans.keys().next().map_or("standard", String::as_str);
        let event = business.meters.values().next().map_or("call.completed", |meter| meter.event.as_str());
        let searched = figures.page.is_empty() && figures.tenants > 0;
        let done = [true, figures.tenants > 0, has_contract, has_events];
        (!has_events && !searched).then(|| Self { list: list(done, public_url, plan, event) })
    }
}

impl Overview {
    /// The page of an installation that has no business file yet.
    pub fn before_the_first_file(public_url: &str) -> Self {
        let nothing = Money::zero(Currency::USD);
        let figures = Figures {
            first_day: Default::default(),
            last_day: Default::default(),
            revenue: nothing,
            cost: nothing,
            margin: nothing,
            tenants: 0,
            products: Vec::new(),
            page: Vec::new(),
            next: None,
            rejected: 0,
        };
        Self {
            shell: Shell::of(None, Place::Overview),
            period: Span { text: "No business file yet".into(), left: String::new() },
            steps: Some(Steps { list: list([false; 4], public_url, "standard", "call.completed") }),
            revenue: Amount::of(nothing),
            revenue_under: String::new(),
            cost: Amount::of(nothing),
            margin: Amount::of(nothing),
            margin_under: String::new(),
            chart: None,
            products: Vec::new(),
            tenant_count: "0".into(),
            table: Table::of(&figures, &Asked::default()),
        }
    }
}

fn list(done: [bool; 4], url: &str, plan: &str, event: &str) -> Vec<Step> {
    let [file, tenant, contract, events] = done;
    let post = |path: &str, kind: &str, body: &str| {
        format!("curl {url}{path} -H \"Authorization: Bearer $PURVEY_KEY\" -H 'Content-Type: {kind}' -d '{body}'")
    };
    vec![
        Step {
            done: file,
            title: "Put a business file in force",
            why: "It says what is sold, for how much, and what it costs you.",
            command: "purvey apply business.toml".into(),
        },
        Step {
            done: tenant,
            title: "Add a tenant",
            why: "A tenant is a client of the business.",
            command: post("/v1/tenants", "application/json", r#"{"name":"abc-solar","title":"ABC Solar"}"#),
        },
        Step {
            done: contract,
            title: "Put it on a plan",
            why: "Usage counts from the contract's first day on.",
            command: post(
                "/v1/tenants/abc-solar/contracts",
                "application/json",
                &format!(r#"{{"plan":"{plan}","start":"2025-10-01"}}"#),
            ),
        },
        Step {
            done: events,
            title: "Send a first event",
            why: "The bill follows within the same request.",
            command: post(
                "/v1/events",
                "application/cloudevents+json",
                &format!(
                    r#"{{"specversion":"1.0","id":"1","source":"/hello","type":"{event}","subject":"abc-solar","data":{{}}}}"#
                ),
            ),
        },
    ]
}
