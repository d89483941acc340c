use app::tenants::Overview as Figures;
use kernel::{Currency, Money, time::Date};
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
        let has_events = figures.days.iter().any(|(_, events)| *events > 0);
        let has_contract = figures.page.iter().any(|tenant| tenant.plan.is_some());
        let names = Names {
            plan: business.plans.keys().next().map_or("PLAN", String::as_str),
            event: business.meters.values().next().map_or("EVENT", |meter| meter.event.as_str()),
            tenant: figures.page.first().map_or("abc-solar", |tenant| tenant.name.as_str()),
            first_day: figures.first_day,
        };
        let done = [true, figures.tenants > 0, has_contract, has_events];
        (!has_events).then(|| Self { list: list(done, public_url, &names) })
    }
}

/// What stands in the commands.
struct Names<'n> {
    plan: &'n str,
    event: &'n str,
    tenant: &'n str,
    first_day: Date,
}

impl Overview {
    /// The page of an installation that has no business file yet.
    pub fn before_the_first_file(public_url: &str, today: Date) -> Self {
        let nothing = Money::zero(Currency::USD);
        let figures = Figures {
            first_day: today,
            last_day: today,
            revenue: nothing,
            cost: nothing,
            margin: nothing,
            tenants: 0,
            products: Vec::new(),
            days: Vec::new(),
            page: Vec::new(),
            next: None,
            rejected: 0,
        };
        let names = Names { plan: "standard", event: "call.completed", tenant: "abc-solar", first_day: today };
        Self {
            shell: Shell::of(None, Place::Overview),
            period: Span { text: "No business file yet".into(), left: String::new() },
            steps: Some(Steps { list: list([false; 4], public_url, &names) }),
            is_empty: true,
            revenue: Amount::of(nothing),
            revenue_under: String::new(),
            cost: Amount::of(nothing),
            cost_under: String::new(),
            margin: Amount::of(nothing),
            margin_under: String::new(),
            chart: None,
            products: Vec::new(),
            tenant_count: "0".into(),
            table: Table::of(&figures, &Asked::default()),
        }
    }
}

fn list(done: [bool; 4], url: &str, names: &Names<'_>) -> Vec<Step> {
    let [file, tenant, contract, events] = done;
    let Names { plan, event, tenant: name, first_day } = names;
    let event = format!(
        r#"{{"specversion":"1.0","id":"1","source":"/hello","type":"{event}","subject":"{name}","data":{{}}}}"#
    );
    vec![
        Step {
            done: file,
            title: "Put a business file in force",
            why: "It says what is sold, for how much, and what it costs you. Four are shipped; dialer is one.",
            command: "purvey business apply dialer".into(),
        },
        Step {
            done: tenant,
            title: "Add a tenant",
            why: "A tenant is a client of the business.",
            command: format!("purvey tenant add {name} --title 'ABC Solar'"),
        },
        Step {
            done: contract,
            title: "Put it on a plan",
            why: "Usage counts from the contract's first day on.",
            command: format!("purvey contract start {name} --plan {plan} --from {first_day}"),
        },
        Step {
            done: events,
            title: "Send a first event",
            why: "Its data is whatever your meters read. The bill follows within the same request.",
            command: format!(
                "export PURVEY_KEY=$(purvey key create --role collector)\n\
                 curl {url}/v1/events \\\n  -H \"Authorization: Bearer $PURVEY_KEY\" \\\n  \
                 -H 'Content-Type: application/cloudevents+json' \\\n  -d '{event}'"
            ),
        },
    ]
}
