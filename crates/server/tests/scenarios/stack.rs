//! The whole program as a scenario's world: a database of its own, the use cases, and the HTTP door for events.

use std::sync::{
    Arc,
    atomic::{AtomicI64, AtomicU64, Ordering},
};

use app::{
    Actor, App, Outcome,
    business::Applied,
    contracts::{NewContract, Started},
    invoices::Closed,
    links::Secret,
    rejected::Replayed,
    tenants::{Added, NewTenant},
};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, header},
};
use billing::invoicing::{Bill, Invoice, Rated};
use documents::json::{bill_json, invoice_from_json};
use kernel::{Can, Clock, Currency, Entropy, Money, Role, access::Ask, id::TenantName, time::Timestamp};
use model::Contract;
use serde_json::Value;
use sqlx::Row as _;
use store::{
    Ingest,
    testing::{TestDatabase, database},
};
use testkit::scenario::{Done, Entry, Event, Margin, NotAccepted, Receipt, Refused, Rejected, World};
use tower::ServiceExt as _;

const LANES: usize = 2;

pub struct Stack {
    app: App,
    router: Router,
    key: String,
    clock: Arc<Moved>,
    issued: Vec<String>,
    database: TestDatabase,
    // Last: everything above may still need it when it is dropped.
    runtime: tokio::runtime::Runtime,
}

impl Stack {
    pub fn start() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let (database, app, clock) = runtime.block_on(async {
            let database = database().await;
            let ingest = Ingest::start(database.store(), LANES);
            let clock = Arc::new(Moved::default());
            let app = App::new(
                database.store().clone(),
                ingest,
                clock.clone(),
                Arc::new(Counted::default()),
                Secret([7; 32]),
            );
            (database, app, clock)
        });
        let router = web::router(app.clone(), web::Settings::default());
        let key = runtime.block_on(app.create_key(may(), Role::Collector, None, "scenario")).unwrap().secret;
        Self { app, router, key, clock, issued: Vec::new(), database, runtime }
    }

    /// One request to the HTTP surface.
    fn ask(&self, request: Request<Body>) -> String {
        self.runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.unwrap();
            let (head, body) = response.into_parts();
            let body = String::from_utf8(to_bytes(body, usize::MAX).await.unwrap().to_vec()).unwrap();
            assert!(head.status.is_success(), "{}: {body}", head.status);
            body
        })
    }

    fn invoice(&self, number: &str) -> (Invoice, Margin) {
        self.runtime.block_on(async {
            let stored = self.app.invoice(&Actor::operator(), number).await.unwrap();
            let margin = self.app.invoice_margin(may(), stored.summary.id).await.unwrap();
            let lines = margin
                .lines
                .into_iter()
                .map(|(line, _, vendor, settled)| (line.map(|line| usize::try_from(line).unwrap()), vendor, settled));
            let margin = Margin { cost: margin.cost, margin: margin.margin, lines: lines.collect() };
            (invoice_from_json(&stored.body).unwrap(), margin)
        })
    }
}

impl World for Stack {
    fn set_clock(&mut self, now: Timestamp) {
        self.clock.0.store(now.as_microsecond(), Ordering::SeqCst);
    }

    fn apply_business(&mut self, text: &str) -> Result<Done<()>, Refused> {
        let applied = self.runtime.block_on(self.app.apply_business(may(), text, "business.toml"));
        Ok(match refused(applied)? {
            Applied::Now(_) => Done::Now(()),
            Applied::Already(_) => Done::Already(()),
        })
    }

    fn add_tenant(&mut self, name: &str, title: &str, zone: Option<&str>) -> Result<Done<()>, Refused> {
        let new = NewTenant { name: named(name), title: title.into(), zone: zone.map(Into::into) };
        Ok(match refused(self.runtime.block_on(self.app.add_tenant(may(), new)))? {
            Added::Now(_) => Done::Now(()),
            Added::Already(_) => Done::Already(()),
        })
    }

    fn start_contract(&mut self, contract: &Contract) -> Result<Done<()>, Refused> {
        let Contract { tenant, plan, start, quantities, prices, .. } = contract.clone();
        let new = NewContract { tenant, plan, start, quantities, prices };
        Ok(match refused(self.runtime.block_on(self.app.start_contract(may(), new)))? {
            Started::Now => Done::Now(()),
            Started::Already => Done::Already(()),
        })
    }

    fn receive(&mut self, events: &[Event]) -> Result<Receipt, Refused> {
        let batch: Vec<String> = events.iter().map(cloud_event).collect();
        let request = Request::post("/v1/events")
            .header(header::CONTENT_TYPE, "application/cloudevents-batch+json")
            .header(header::AUTHORIZATION, format!("Bearer {}", self.key))
            .body(Body::from(format!("[{}]", batch.join(","))))
            .unwrap();
        let receipt: Value = serde_json::from_str(&self.ask(request)).unwrap();
        let count = |key: &str| usize::try_from(receipt[key].as_u64().unwrap()).unwrap();
        let text = |error: &Value, key: &str| error[key].as_str().unwrap_or_default().to_owned();
        let refused = |error: &Value| NotAccepted { id: text(error, "id"), reason: text(error, "reason") };
        let not_accepted: Vec<_> = receipt["errors"].as_array().unwrap().iter().map(refused).collect();
        assert_eq!(not_accepted.len(), count("rejected") + count("conflict"));
        Ok(Receipt { accepted: count("accepted"), duplicate: count("duplicate"), not_accepted })
    }

    fn close(&mut self, tenant: &str, period: &str) -> Result<Done<(Invoice, Margin)>, Refused> {
        let closed = refused(self.runtime.block_on(self.app.close(may(), &named(tenant), period)))?;
        Ok(match closed {
            Closed::Now(summary) => {
                self.issued.push(summary.number.clone());
                Done::Now(self.invoice(&summary.number))
            }
            Closed::Already(summary) => Done::Already(self.invoice(&summary.number)),
        })
    }

    fn rated(&mut self, tenant: &str, period: &str) -> Result<Rated, Refused> {
        refused(self.runtime.block_on(self.app.rated(may(), &named(tenant), Some(period))))
    }

    fn bill(&mut self, tenant: &str, period: &str) -> Result<Bill, Refused> {
        let name = named(tenant);
        let actor = Actor::tenant(name.clone());
        let bill = refused(self.runtime.block_on(self.app.bill(&actor, &name, Some(period))))?;
        // What the client's own key is told is this bill and nothing else.
        let key = self.runtime.block_on(self.app.create_key(may(), Role::Tenant, Some(&name), "client")).unwrap();
        let request = Request::get(format!("/v1/tenants/{tenant}/bill?period={period}"))
            .header(header::AUTHORIZATION, format!("Bearer {}", key.secret));
        let (told, expected): (Value, Value) = (
            serde_json::from_str(&self.ask(request.body(Body::empty()).unwrap())).unwrap(),
            serde_json::from_str(&bill_json(&bill, None)).unwrap(),
        );
        assert_eq!(told, expected);
        Ok(bill)
    }

    fn journal(&mut self) -> Vec<Entry> {
        let rows = self.runtime.block_on(async {
            sqlx::query(
                "select t.id, t.memo, a.path, p.amount_minor, p.currency from ledger.journal_transaction t \
                 join ledger.posting p on p.transaction_id = t.id join ledger.account a on a.id = p.account_id \
                 order by t.id, p.position",
            )
            .fetch_all(&mut self.database.superuser().await)
            .await
            .unwrap()
        });
        let mut entries: Vec<(i64, Entry)> = Vec::new();
        for row in rows {
            let (id, memo): (i64, String) = (row.get("id"), row.get("memo"));
            if entries.last().is_none_or(|(last, _)| *last != id) {
                entries.push((id, Entry { memo, postings: Vec::new() }));
            }
            let currency: Currency = row.get::<String, _>("currency").parse().unwrap();
            let posting = (row.get("path"), Money::new(row.get("amount_minor"), currency));
            entries.last_mut().unwrap().1.postings.push(posting);
        }
        entries.into_iter().map(|(_, entry)| entry).collect()
    }

    fn rejected(&mut self) -> Vec<Rejected> {
        let look = |row: app::rejected::Rejected| Rejected {
            id: row.event_id.unwrap_or_default(),
            subject: row.subject.unwrap_or_default(),
            reason: row.reason,
        };
        let (rows, next) = self.runtime.block_on(self.app.rejected(may(), None, 200)).unwrap();
        assert!(next.is_none(), "a scenario has few rejected events");
        rows.into_iter().map(look).collect()
    }

    fn replay(&mut self) -> Receipt {
        let mut receipt = Receipt::default();
        let (rows, _) = self.runtime.block_on(self.app.rejected(may(), None, 200)).unwrap();
        for row in rows {
            match self.runtime.block_on(self.app.replay(may(), row.id)).unwrap() {
                Replayed::Accepted => receipt.accepted += 1,
                Replayed::Duplicate => receipt.duplicate += 1,
                Replayed::Refused { reason, .. } => {
                    receipt.not_accepted.push(NotAccepted { id: row.event_id.unwrap_or_default(), reason });
                }
            }
        }
        receipt
    }

    fn proof(&mut self) -> Vec<String> {
        self.runtime.block_on(async {
            let mut differences = Vec::new();
            for number in &self.issued {
                let found = self.app.verify(may(), number).await.unwrap().differences;
                differences.extend(found.into_iter().map(|difference| format!("{number}: {difference}")));
            }
            for check in self.app.reconcile(may()).await.unwrap().checks {
                differences.extend(check.differences.iter().map(|difference| format!("{}: {difference}", check.name)));
            }
            differences
        })
    }
}

fn cloud_event(event: &Event) -> String {
    let Event { id, kind, subject, time, data } = event;
    let text = |text: &str| Value::from(text).to_string();
    format!(
        r#"{{"specversion":"1.0","id":{},"source":"/scenario","type":{},"subject":{},"time":"{time}","data":{data}}}"#,
        text(id),
        text(kind),
        text(subject)
    )
}

fn may<A: Ask>() -> Can<A> {
    Actor::operator().can().unwrap()
}

fn named(tenant: &str) -> TenantName {
    tenant.parse().unwrap()
}

/// What the rules refuse has a kind; what should not happen ends the test with its private causes.
fn refused<T>(outcome: Outcome<T>) -> Result<T, Refused> {
    outcome.map_err(|failure| {
        assert!(failure.kind != kernel::Kind::Bug, "{}", kernel::error::chain(&failure));
        Refused(failure.kind)
    })
}

/// A clock that stands where it is put. Microseconds.
#[derive(Default)]
struct Moved(AtomicI64);

impl Clock for Moved {
    fn now(&self) -> Timestamp {
        Timestamp::from_microsecond(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

/// Bytes that differ and grow, so that ids made in the same instant sort as they were made.
#[derive(Default)]
struct Counted(AtomicU64);

impl Entropy for Counted {
    fn fill(&self, bytes: &mut [u8]) {
        let number = self.0.fetch_add(1, Ordering::SeqCst).to_be_bytes();
        bytes.fill(0);
        for (byte, digit) in bytes.iter_mut().rev().zip(number.iter().rev()) {
            *byte = *digit;
        }
    }
}
