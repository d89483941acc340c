use std::collections::BTreeMap;

use billing::{invoicing, usage::Readings};
use kernel::{
    Currency, Money,
    access::{Can, ask},
    error::{Failure, Kind},
    time::{Date, ToSpan as _},
};
use model::Map;
use store::{Days, TenantPage, TenantTerms, Totals};

use super::{Order, Overview, Page, ProductFigures, TenantFigures};
use crate::{
    App, Outcome,
    terms::{bug, instants},
};

/// Tenants rated at a time.
const CHUNK_ROWS: u32 = 1000;

impl App {
    /// The current month of the business, all tenants rated from their running totals.
    pub async fn overview(&self, _can: Can<ask::ReadMargin>, page: Page) -> Outcome<Overview> {
        let business = self.face().await?.ok_or_else(|| {
            Failure::new(Kind::NotFound, "No business file is applied yet. Run: purvey business apply FILE")
        })?;
        let today = self.now().to_zoned(business.zone.clone()).date();
        let days = Days::month_of(today);
        let mut events = BTreeMap::new();
        let mut sums = Sums::new(business.currency);
        let mut figures = Vec::new();
        let search = page.search.as_deref().filter(|search| !search.is_empty());
        let mut after = None;
        loop {
            let chunk = self.store().tenants(TenantPage { after: after.as_ref(), search, limit: CHUNK_ROWS }).await?;
            let Some(last) = chunk.last() else { break };
            after = Some(last.tenant.name.clone());
            let ids: Vec<_> = chunk.iter().map(|terms| terms.tenant.id).collect();
            let mut totals = self.store().totals(&ids, days).await?;
            for (day, count) in self.store().events_by_day(&ids, days).await? {
                *events.entry(day).or_insert(0) += count;
            }
            for terms in chunk {
                let totals = totals.remove(&terms.tenant.id).unwrap_or_default();
                figures.push(self.figures(terms, totals, days, &mut sums).await?);
            }
        }
        let tenants = figures.len() as u64;
        let (page, next) = cut(figures, &page);
        Ok(Overview {
            first_day: days.first,
            last_day: days.after.yesterday().unwrap_or(Date::MAX),
            revenue: sums.revenue,
            cost: sums.cost,
            margin: sums.revenue.minus(sums.cost).map_err(bug)?,
            tenants,
            products: sums.products()?,
            days: by_day(days.first, today, &events),
            page,
            next,
            rejected: self.store().rejected_count().await?,
        })
    }

    async fn figures(&self, terms: TenantTerms, totals: Totals, days: Days, sums: &mut Sums) -> Outcome<TenantFigures> {
        let agreement = self.prepare_terms(terms).await?;
        let zero = Money::zero(sums.revenue.currency);
        let tenant = &agreement.tenant;
        let (name, title, events) = (tenant.name.clone(), tenant.title.clone(), totals.events.events);
        let Some(in_force) = agreement.for_days(days) else {
            return Ok(TenantFigures { name, title, plan: None, revenue: zero, cost: zero, margin: zero, events });
        };
        let readings: &Readings = &totals.readings;
        let period = instants(days, &in_force.zone)?;
        let rated = invoicing::bill(&in_force.business, &in_force.contract, period, readings).map_err(bug)?;
        sums.add(&in_force.business.products, &rated)?;
        let plan = Some(rated.bill.plan_title);
        let (revenue, cost, margin) = (rated.bill.total, rated.costs.total, rated.costs.margin);
        Ok(TenantFigures { name, title, plan, revenue, cost, margin, events })
    }
}

/// Running sums over all tenants.
struct Sums {
    revenue: Money,
    cost: Money,
    products: BTreeMap<String, (String, Money, Money)>,
}

impl Sums {
    fn new(currency: Currency) -> Self {
        Self { revenue: Money::zero(currency), cost: Money::zero(currency), products: BTreeMap::new() }
    }

    fn add(&mut self, products: &Map<model::Product>, rated: &invoicing::Rated) -> Outcome<()> {
        self.revenue = self.revenue.plus(rated.bill.total).map_err(bug)?;
        self.cost = self.cost.plus(rated.costs.total).map_err(bug)?;
        let zero = Money::zero(self.revenue.currency);
        let lines = rated.bill.lines.iter().map(|line| (&line.product, line.settled, zero));
        let costs = rated.costs.lines.iter().map(|cost| (&cost.product, zero, cost.settled));
        for (product, revenue, cost) in lines.chain(costs) {
            let title = || products.get(product).map_or_else(|| "Rounding".to_owned(), |known| known.title.clone());
            let sums = self.products.entry(product.clone()).or_insert_with(|| (title(), zero, zero));
            sums.1 = sums.1.plus(revenue).map_err(bug)?;
            sums.2 = sums.2.plus(cost).map_err(bug)?;
        }
        Ok(())
    }

    fn products(self) -> Outcome<Vec<ProductFigures>> {
        let figures = |(product, (title, revenue, cost)): (String, (String, Money, Money))| {
            let margin = revenue.minus(cost).map_err(bug)?;
            Ok(ProductFigures { product, title, revenue, cost, margin })
        };
        let mut products = self.products.into_iter().map(figures).collect::<Outcome<Vec<_>>>()?;
        products.sort_by_key(|product| (std::cmp::Reverse(product.revenue.minor), product.product.clone()));
        Ok(products)
    }
}

/// Every day from `first` to `today`, also those without events: a gap is news. A tenant east of us may be a day ahead.
fn by_day(first: Date, today: Date, events: &BTreeMap<Date, u64>) -> Vec<(Date, u64)> {
    let last = events.last_key_value().map_or(today, |(day, _)| today.max(*day));
    first
        .series(1.day())
        .take_while(|day| *day <= last)
        .map(|day| (day, events.get(&day).copied().unwrap_or(0)))
        .collect()
}

/// One page in the order asked for; `after` names the last tenant of the page before.
fn cut(mut figures: Vec<TenantFigures>, page: &Page) -> (Vec<TenantFigures>, Option<kernel::id::TenantName>) {
    match page.order {
        Order::Name => {}
        Order::RevenueDown => figures.sort_by_key(|tenant| std::cmp::Reverse(tenant.revenue.minor)),
        Order::MarginUp => figures.sort_by_key(|tenant| tenant.margin.minor),
    }
    let start = page.after.as_ref().map_or(0, |after| {
        figures.iter().position(|tenant| tenant.name == *after).map_or(figures.len(), |position| position + 1)
    });
    let rows = page.rows() as usize;
    let has_more = figures.len() > start + rows;
    let page: Vec<_> = figures.into_iter().skip(start).take(rows).collect();
    let next = page.last().filter(|_| has_more).map(|tenant| tenant.name.clone());
    (page, next)
}
