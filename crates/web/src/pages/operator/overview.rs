//! `/operator`: this period's revenue, cost and margin, by product and by tenant.

use app::{
    business::Version,
    tenants::{Order, Overview as Figures, Page},
};
use askama::Template;
use axum::{extract::State, response::Response};
use documents::format;
use kernel::{
    Kind,
    access::ask,
    time::{Date, TimeZone},
};
use model::Business;
use serde::Deserialize;

use crate::{
    chart::Chart,
    layer::who::Recognised,
    pages::shown,
    problem::Problem,
    query::{Query, encoded},
    state::Web,
    view::{Amount, Elapsed, Place, Shell, share},
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
    Recognised(actor): Recognised,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let can = actor.can::<ask::ReadMargin>()?;
    let version = match web.app.current_business(actor.can::<ask::ReadBusiness>()?).await {
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

impl Overview {
    pub fn of(business: &Business, figures: &Figures, asked: &Asked, today: Date, public_url: &str) -> Self {
        let product = |product: &app::tenants::ProductFigures| ProductRow {
            title: product.title.clone(),
            revenue: Amount::of(product.revenue),
            cost: Amount::of(product.cost),
            margin: Amount::of(product.margin),
        };
        let search = asked.q.trim();
        let count = format::group(&figures.tenants.to_string());
        let tenants = if figures.tenants == 1 { "1 tenant".to_owned() } else { format!("{count} tenants") };
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
            chart: None,
            products: figures.products.iter().map(product).collect(),
            tenant_count: count,
            table: Table::of(figures, asked),
        }
    }
}
