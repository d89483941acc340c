//! What tenants agreed to, ready for rating, and kept in memory.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use billing::usage::Tariff;
use kernel::{
    Decimal, Period,
    error::{Failure, Kind},
    id::TenantName,
    time::{Date, TimeZone, Timestamp},
};
use model::{Business, Contract, Offer, Shape};
use store::{ContractId, ContractRow, Days, SeriesTable, TenantRow, TenantTerms, VersionId};

use crate::{App, Outcome};

/// Tenants kept in memory; beyond it the memory is emptied and fills again.
const TENANTS_MAX: usize = 100_000;

/// One contract with everything that rating it needs.
#[derive(Debug)]
pub(crate) struct InForce {
    pub id: ContractId,
    pub version: VersionId,
    pub business: Arc<Business>,
    pub contract: Contract,
    pub zone: TimeZone,
    /// Midnight of the first day.
    pub from: Timestamp,
    /// When it was recorded.
    pub created: Timestamp,
    pub tariff: Arc<Tariff>,
    /// For the store's running totals.
    pub totals: store::Terms,
}

impl InForce {
    /// Whether the plan charges something by this meter.
    pub fn charges_by(&self, meter: &str) -> bool {
        let plan = self.business.plans.get(&self.contract.plan);
        plan.iter().flat_map(|plan| &plan.products).any(|(product, terms)| {
            let free = matches!(&terms.price, Offer::Fixed(price) if price.shape == Shape::Unit(Decimal::ZERO));
            let product = self.business.products.get(product);
            product.is_some_and(|product| product.meter.as_deref() == Some(meter) && (product.price.is_some() || !free))
        })
    }
}

#[derive(Debug)]
pub(crate) struct Agreement {
    pub tenant: TenantRow,
    /// The earliest first.
    pub contracts: Vec<InForce>,
}

impl Agreement {
    /// The contract that rules at an instant.
    pub fn at(&self, at: Timestamp) -> Option<&InForce> {
        self.contracts.iter().rev().find(|contract| contract.from <= at)
    }

    /// The contract that rules a month: the latest that starts before the month is over.
    pub fn for_days(&self, days: Days) -> Option<&InForce> {
        self.contracts.iter().rev().find(|contract| contract.contract.start < days.after)
    }

    pub fn numbered(&self, id: ContractId) -> Option<&InForce> {
        self.contracts.iter().find(|contract| contract.id == id)
    }
}

#[derive(Default)]
pub(crate) struct Cache {
    agreements: Mutex<HashMap<TenantName, Arc<Agreement>>>,
    businesses: Mutex<HashMap<VersionId, Arc<Business>>>,
    tariffs: Mutex<HashMap<String, (Arc<Tariff>, SeriesTable)>>,
}

impl Cache {
    /// Reads these tenants anew when they are next asked for.
    pub fn forget<'n>(&self, names: impl IntoIterator<Item = &'n TenantName>) {
        let mut agreements = self.agreements.lock().unwrap_or_else(PoisonError::into_inner);
        for name in names {
            agreements.remove(name);
        }
    }
}

fn get<K: std::hash::Hash + Eq, V: Clone>(map: &Mutex<HashMap<K, V>>, key: &K) -> Option<V> {
    map.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
}

fn put<K: std::hash::Hash + Eq, V>(map: &Mutex<HashMap<K, V>>, key: K, value: V) {
    let mut map = map.lock().unwrap_or_else(PoisonError::into_inner);
    if map.len() >= TENANTS_MAX {
        map.clear();
    }
    map.insert(key, value);
}

pub(crate) fn no_such_tenant(name: &TenantName) -> Failure {
    Failure::new(Kind::NotFound, format!("There is no tenant '{name}'."))
}

impl App {
    /// The tenant's agreement, from memory if it was read before. Only for what is checked again when it is written;
    /// see [`store::IngestError::Stale`].
    pub(crate) async fn agreement_cached(&self, name: &TenantName) -> Outcome<Option<Arc<Agreement>>> {
        if let Some(agreement) = get(&self.inner.terms.agreements, name) {
            return Ok(Some(agreement));
        }
        self.agreement(name).await
    }

    /// The tenant's agreement as the database has it now.
    pub(crate) async fn agreement(&self, name: &TenantName) -> Outcome<Option<Arc<Agreement>>> {
        let Some(terms) = self.store().tenant_terms(name).await? else { return Ok(None) };
        let agreement = Arc::new(self.prepare_terms(terms).await?);
        put(&self.inner.terms.agreements, name.clone(), agreement.clone());
        Ok(Some(agreement))
    }

    pub(crate) async fn prepare_terms(&self, terms: TenantTerms) -> Outcome<Agreement> {
        let mut contracts = Vec::with_capacity(terms.contracts.len());
        for row in terms.contracts {
            contracts.push(self.prepare_contract(&terms.tenant, row).await?);
        }
        Ok(Agreement { tenant: terms.tenant, contracts })
    }

    async fn prepare_contract(&self, tenant: &TenantRow, row: ContractRow) -> Outcome<InForce> {
        let business = self.business_numbered(row.version).await?;
        let contract = contract_of(tenant, &row)?;
        let key = Tariff::key(&business, &contract);
        let (tariff, series) = match get(&self.inner.terms.tariffs, &key) {
            Some(known) => known,
            None => {
                let tariff = Arc::new(Tariff::new(&business, &contract).map_err(unbillable)?);
                let series = self.store().series(tariff.series()).await?;
                put(&self.inner.terms.tariffs, key, (tariff.clone(), series.clone()));
                (tariff, series)
            }
        };
        let zone = contract.zone(&business).clone();
        let from = midnight(row.start, &zone)?;
        let totals = store::Terms { tenant: tenant.id, generation: tenant.terms, series };
        Ok(InForce {
            id: row.id,
            version: row.version,
            business,
            contract,
            zone,
            from,
            created: row.created,
            tariff,
            totals,
        })
    }

    /// A version's business, parsed once. A stored version was checked when it was applied.
    pub(crate) async fn business_numbered(&self, id: VersionId) -> Outcome<Arc<Business>> {
        if let Some(business) = get(&self.inner.terms.businesses, &id) {
            return Ok(business);
        }
        let row = self.store().version(id).await?.ok_or_else(|| bug("a contract names a version that is not there"))?;
        self.business_of(&row)
    }

    pub(crate) fn business_of(&self, row: &store::VersionRow) -> Outcome<Arc<Business>> {
        if let Some(business) = get(&self.inner.terms.businesses, &row.id) {
            return Ok(business);
        }
        let business = model::parse(&row.text, "business.toml")
            .map_err(|errors| bug(format!("a stored version no longer reads: {errors}")))?;
        let business = Arc::new(business);
        put(&self.inner.terms.businesses, row.id, business.clone());
        Ok(business)
    }
}

fn contract_of(tenant: &TenantRow, row: &ContractRow) -> Outcome<Contract> {
    Ok(Contract {
        tenant: tenant.name.clone(),
        title: tenant.title.clone(),
        plan: row.plan.clone(),
        start: row.start,
        zone: Some(zone_named(&row.zone)?),
        quantities: row.quantities.clone(),
        prices: row.prices.clone(),
    })
}

pub(crate) fn zone_named(name: &str) -> Outcome<TimeZone> {
    TimeZone::get(name).map_err(|_| {
        Failure::new(Kind::Invalid, format!("'{name}' is not a time zone; write it like America/New_York."))
    })
}

pub(crate) fn midnight(day: Date, zone: &TimeZone) -> Outcome<Timestamp> {
    let zoned = day.to_zoned(zone.clone()).map_err(|error| bug(error.to_string()))?;
    Ok(zoned.timestamp())
}

/// The instants of whole days in a zone.
pub(crate) fn instants(days: Days, zone: &TimeZone) -> Outcome<Period> {
    Period::between(days.first, days.after, zone).map_err(|error| Failure::new(Kind::Invalid, error.to_string()))
}

pub(crate) fn bug(private: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Failure {
    Failure::new(Kind::Bug, "Something went wrong on our side.").because(private)
}

/// Terms that cannot be billed: the request's fault, and the sentence says how.
pub(crate) fn unbillable(error: impl std::fmt::Display) -> Failure {
    let mut sentence = error.to_string();
    if let Some(first) = sentence.get(..1) {
        sentence = format!("{}{}.", first.to_uppercase(), sentence.get(1..).unwrap_or_default());
    }
    Failure::new(Kind::Invalid, sentence)
}
