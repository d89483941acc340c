//! `/operator`: this period's revenue, cost and margin, by product and by tenant.

use app::{
    business::Version,
    tenants::{Order, Overview as Figures, Page},
};
use askama::Template;
use axum::{extract::State, response::Response};
use documents::format;
use kernel::{
    Exact, Kind,
    access::ask,
    time::{Date, TimeZone},
};
use model::Business;
use serde::Deserialize;

use crate::{
    chart::{Chart, Point},
    layer::who::May,
    pages::shown,
    problem::Problem,
    query::{Query, encoded},
    state::Web,
    view::{Amount, Elapsed, Place, Shell, counted, share},
};

mod csv;
mod steps;
mod table;

pub use csv::csv;
use steps::Steps;
use table::Table;

#[derive(Template)]
#[template(path = "operator/overview.html")]
pub struct Overview {
    pub shell: Shell,
    pub period: Span,
    pub steps: Option<Steps>,
    /// Without a tenant there is nothing but the first steps to show.
    pub is_empty: bool,
    pub revenue: Amount,
    pub revenue_under: String,
    pub cost: Amount,
    pub cost_under: String,
    pub margin: Amount,
    pub margin_under: String,
    pub chart: Option<Chart>,
    pub products: Vec<ProductRow>,
    pub tenant_count: String,
    pub table: Table,
}

pub struct Span {
    pub text: String,
    pub left: String,
}

pub struct ProductRow {
    pub title: String,
    pub revenue: Amount,
    pub cost: Amount,
    pub margin: Amount,
}

/// What the address asks for.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    pub q: String,
    #[serde(default)]
    pub sort: String,
    pub after: Option<String>,
}

impl Asked {
    pub fn order(&self) -> Order {
        match self.sort.as_str() {
            "revenue" => Order::RevenueDown,
            "margin" => Order::MarginUp,
            _ => Order::Name,
        }
    }

    /// A page of the same search. A cursor that is none of ours starts at the beginning.
    pub fn page(&self) -> Page {
        let search = Some(self.q.trim().to_owned()).filter(|text| !text.is_empty());
        let after = self.after.as_deref().and_then(|after| after.parse().ok());
        Page { limit: 0, after, search, order: self.order() }
    }

    /// The address of the same search, sorted otherwise or going on elsewhere.
    pub fn href(&self, path: &str, sort: &str, after: Option<&str>) -> String {
        let pairs = [("q", self.q.trim()), ("sort", sort), ("after", after.unwrap_or_default())];
        let pairs: Vec<_> = pairs
            .into_iter()
            .filter(|(name, value)| !value.is_empty() && (*name, *value) != ("sort", "name"))
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect();
        if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
    }
}

pub async fn get(
    State(web): State<Web>,
    May(can): May<ask::ReadMargin>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let version = match web.app.current_business(can.actor().can::<ask::ReadBusiness>()?).await {
        Ok(version) => Some(version),
        Err(failure) if failure.kind == Kind::NotFound => None,
        Err(failure) => return Err(failure.into()),
    };
    let Some(Version { business, .. }) = version else {
        return shown(&Overview::before_the_first_file(&web.settings.public_url, today(&web, &TimeZone::UTC)));
    };
    let figures = web.app.overview(can, asked.page()).await?;
    let today = today(&web, &business.zone);
    shown(&Overview::of(&business, &figures, &asked, today, &web.settings.public_url))
}

fn today(web: &Web, zone: &TimeZone) -> Date {
    web.app.now().to_zoned(zone.clone()).date()
}

/// Events by day; none before the first.
fn chart(days: &[(Date, u64)]) -> Option<Chart> {
    let point = |(day, events): &(Date, u64)| Point {
        label: day.strftime("%-d %b").to_string(),
        value: Exact::from_whole((*events).into()),
        text: counted(*events, "event"),
    };
    let used = days.iter().any(|(_, events)| *events > 0);
    used.then(|| Chart { id: "days".into(), title: "Events per day".into(), points: days.iter().map(point).collect() })
}

impl Overview {
    pub fn of(business: &Business, figures: &Figures, asked: &Asked, today: Date, public_url: &str) -> Self {
        let product = |product: &app::tenants::ProductFigures| ProductRow {
            title: product.title.clone(),
            revenue: Amount::of(product.revenue),
            cost: Amount::of(product.cost),
            margin: Amount::of(product.margin),
        };
        let search = asked.q.trim();
        let tenants = counted(figures.tenants, "tenant");
        Self {
            shell: Shell::of(Some(business), Place::Overview).with_rejected(figures.rejected),
            period: Span {
                text: format::days(figures.first_day, figures.last_day),
                left: Elapsed::of(figures.first_day, figures.last_day, today).left,
            },
            steps: Steps::after_the_first_file(business, figures, public_url).filter(|_| search.is_empty()),
            is_empty: figures.tenants == 0 && search.is_empty(),
            revenue: Amount::of(figures.revenue),
            // The figures are those of the tenants searched for, and say so.
            revenue_under: if search.is_empty() { tenants } else { format!("{tenants} matching “{search}”") },
            cost: Amount::of(figures.cost),
            cost_under: share(figures.cost, figures.revenue),
            margin: Amount::of(figures.margin),
            margin_under: share(figures.margin, figures.revenue),
            chart: chart(&figures.days),
            products: figures.products.iter().map(product).collect(),
            tenant_count: format::group(&figures.tenants.to_string()),
            table: Table::of(figures, asked),
        }
    }
}
