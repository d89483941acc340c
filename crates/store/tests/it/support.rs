//! A small business to test with: one tenant or several, and a series of every kind.

use std::sync::atomic::{AtomicU64, Ordering};

use billing::usage::{Carry, Measure, Series, SeriesKind};
use kernel::{
    Decimal,
    id::TenantName,
    time::{Date, TimeZone, Timestamp},
};
use model::Map;
use store::{
    Batch, Days, Ingest, IngestError, KindId, NewContract, NewTenant, NewVersion, Outcome, Recorded, Row, RowError,
    SeriesTable, SourceId, Store, TenantId, Terms, event_digest,
};

pub const SERIES: [(&str, SeriesKind, &str, Carry); 8] = [
    ("minutes", SeriesKind::Sum, "1", Carry::Nothing),
    ("minutes/price", SeriesKind::Sum, "60", Carry::Nothing),
    ("peak", SeriesKind::Max, "1", Carry::Nothing),
    ("latest", SeriesKind::Last, "1", Carry::Nothing),
    ("numbers", SeriesKind::Unique, "1", Carry::Nothing),
    ("disk", SeriesKind::Listed, "1", Carry::Latest),
    ("seats", SeriesKind::Listed, "1", Carry::Sum),
    ("minutes/cost", SeriesKind::Sum, "60", Carry::Nothing),
];

pub fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub fn october() -> Days {
    Days::month_of(day("2025-10-01"))
}

/// What an event says, before it is encoded.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    pub id: String,
    pub at: Timestamp,
    /// Series by index, value, member.
    pub measures: Vec<(usize, Decimal, Option<String>)>,
    pub data: String,
}

impl Said {
    /// An event of so many minutes on a day of October 2025.
    pub fn minutes(id: &str, of_october: u8, minutes: &str) -> Self {
        Self {
            id: id.into(),
            at: at(&format!("2025-10-{of_october:02}T12:00:00Z")),
            measures: vec![(0, number(minutes), None), (1, number(minutes), None), (7, number(minutes), None)],
            data: format!(r#"{{"minutes":{minutes}}}"#),
        }
    }

    pub fn one(id: &str, when: &str, series: usize, value: &str) -> Self {
        Self { id: id.into(), at: at(when), measures: vec![(series, number(value), None)], data: format!("[{value}]") }
    }

    pub fn member(id: &str, when: &str, member: &str) -> Self {
        let measures = vec![(4, Decimal::ONE, Some(member.to_owned()))];
        Self { id: id.into(), at: at(when), measures, data: format!("{{\"number\":\"{member}\"}}") }
    }
}

/// A tenant under contract from 2025-01-01, in UTC.
#[derive(Clone, Debug)]
pub struct Client {
    pub store: Store,
    pub id: TenantId,
    pub terms: Terms,
    pub source: SourceId,
    pub kind: KindId,
    pub zone: TimeZone,
}

pub async fn version(store: &Store) -> store::VersionRow {
    let new = NewVersion {
        digest: &"ab".repeat(32),
        text: "[business]",
        effective_from: day("2025-01-01"),
        applied_at: at("2025-01-01T00:00:00Z"),
    };
    match store.apply_version(new).await.unwrap() {
        Recorded::Now(version) | Recorded::Already(version) | Recorded::Conflict(version) => version,
    }
}

pub async fn client(store: &Store, name: &str) -> Client {
    let version = version(store).await;
    let name: TenantName = name.parse().unwrap();
    let new = NewTenant { name: &name, title: "A tenant", zone: None, created: at("2025-01-01T00:00:00Z") };
    let Recorded::Now(tenant) = store.add_tenant(new).await.unwrap() else { panic!("a new tenant") };
    let mut tx = store.tenant(tenant.id).await.unwrap();
    let none = Map::new();
    let contract = contract(version.id, "2025-01-01", &none);
    let Recorded::Now(_) = tx.add_contract(contract).await.unwrap() else { panic!("a new contract") };
    tx.commit().await.unwrap();
    let series = series(store).await;
    let source = store.sources(&["test"]).await.unwrap()[0];
    let kind = store.kinds(&["call.completed"]).await.unwrap()[0];
    let terms = Terms { tenant: tenant.id, generation: 1, series };
    Client { store: store.clone(), id: tenant.id, terms, source, kind, zone: TimeZone::UTC }
}

/// The same client again.
pub async fn again(store: &Store, name: &str) -> Client {
    let terms = store.tenant_terms(&name.parse().unwrap()).await.unwrap().unwrap();
    let source = store.sources(&["test"]).await.unwrap()[0];
    let kind = store.kinds(&["call.completed"]).await.unwrap()[0];
    let series = series(store).await;
    let terms = Terms { tenant: terms.tenant.id, generation: terms.tenant.terms, series };
    Client { store: store.clone(), id: terms.tenant, terms, source, kind, zone: TimeZone::UTC }
}

pub fn contract<'c>(version: store::VersionId, start: &str, none: &'c Map<Decimal>) -> NewContract<'c> {
    NewContract {
        version,
        plan: "standard",
        start: day(start),
        zone: "UTC",
        quantities: none,
        prices: none,
        created: at("2025-01-01T00:00:00Z"),
    }
}

pub async fn series(store: &Store) -> SeriesTable {
    let series: Vec<Series> = SERIES
        .iter()
        .map(|(key, kind, scale, carry)| Series {
            key: (*key).into(),
            kind: *kind,
            scale: number(scale),
            carry: *carry,
        })
        .collect();
    store.series(&series).await.unwrap()
}

static CALLER: AtomicU64 = AtomicU64::new(0);

impl Client {
    /// A number of its own, for making ids.
    pub fn id_number(&self) -> u32 {
        let text = format!("{:?}", self.id);
        text.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap()
    }

    pub fn push(&self, batch: &mut Batch, said: &Said) -> Result<(), RowError> {
        let measures: Vec<Measure<'_>> = said
            .measures
            .iter()
            .map(|(series, value, member)| Measure {
                series: *series,
                value: *value,
                member: member.as_deref().map(Into::into),
            })
            .collect();
        let row = Row {
            source: self.source,
            kind: self.kind,
            id: &said.id,
            at: said.at,
            received: at("2025-11-02T00:00:00Z"),
            digest: event_digest("call.completed", said.at, &said.data, ""),
            data: &said.data,
            extensions: "",
            day: said.at.to_zoned(self.zone.clone()).date(),
        };
        batch.push(&self.terms, row, &measures)
    }

    /// A batch of a sender that nobody has heard of before.
    pub fn batch(&self, events: &[Said]) -> Batch {
        let mut batch = Batch::new(CALLER.fetch_add(1, Ordering::Relaxed), events.len());
        for said in events {
            self.push(&mut batch, said).unwrap();
        }
        batch
    }

    pub async fn send(&self, ingest: &Ingest, events: &[Said]) -> Result<Outcome, IngestError> {
        ingest.submit(self.batch(events)).await
    }

    /// Keys and quantities in October, costs among them.
    pub async fn october(&self) -> Vec<(String, u64, String)> {
        let mut view = self.store.view(self.id).await.unwrap();
        let readings = view.readings(october()).await.unwrap();
        readings.0.into_iter().map(|(key, reading)| (key, reading.events, reading.quantity.to_string())).collect()
    }

    pub async fn quantity(&self, key: &str) -> String {
        let october = self.october().await;
        october.into_iter().find(|(found, _, _)| found == key).map(|(_, _, quantity)| quantity).unwrap_or_default()
    }
}
