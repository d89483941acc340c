use app::tenants::{Order, Overview, TenantFigures};
use documents::format;

use super::Asked;
use crate::{query::encoded, view::Amount};

/// The tenants of one page, as searched and sorted.
pub struct Table {
    pub search: String,
    pub sort: &'static str,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    /// `50 shown`.
    pub shown: String,
    pub next: Option<String>,
    pub csv_href: String,
}

pub struct Column {
    pub title: &'static str,
    pub num: bool,
    /// Sorts by it, if that is offered.
    pub href: Option<String>,
    /// `ascending` or `descending`, for the column the rows are sorted by.
    pub sorted: Option<&'static str>,
}

pub struct Row {
    pub title: String,
    pub href: String,
    pub plan: String,
    pub events: String,
    pub revenue: Amount,
    pub cost: Amount,
    pub margin: Amount,
    pub share: String,
}

const PAGE: &str = "/operator";
/// What the columns sort by, and which way.
const SORTS: [(&str, &str, Order); 3] = [
    ("name", "ascending", Order::Name),
    ("revenue", "descending", Order::RevenueDown),
    ("margin", "ascending", Order::MarginUp),
];
const COLUMNS: [(&str, bool, Option<&str>); 7] = [
    ("Tenant", false, Some("name")),
    ("Plan", false, None),
    ("Events", true, None),
    ("Revenue", true, Some("revenue")),
    ("Cost", true, None),
    ("Margin", true, Some("margin")),
    ("Margin share", true, None),
];

impl Table {
    pub fn of(figures: &Overview, asked: &Asked) -> Self {
        let order = asked.order();
        let sort = SORTS.iter().find(|(_, _, sorts)| *sorts == order).map_or("name", |(name, ..)| name);
        let column = |(title, num, sorts): (&'static str, bool, Option<&'static str>)| Column {
            title,
            num,
            href: sorts.map(|sorts| asked.href(PAGE, sorts, None)),
            sorted: SORTS.iter().find(|(name, ..)| sorts == Some(name) && *name == sort).map(|(_, way, _)| *way),
        };
        let shown = figures.page.len();
        Self {
            search: asked.q.trim().to_owned(),
            sort,
            columns: COLUMNS.into_iter().map(column).collect(),
            rows: figures.page.iter().map(Row::of).collect(),
            shown: format!("{shown} shown"),
            next: figures.next.as_ref().map(|next| asked.href(PAGE, sort, Some(next.as_str()))),
            csv_href: asked.href("/operator/tenants.csv", sort, None),
        }
    }
}

impl Row {
    pub fn of(tenant: &TenantFigures) -> Self {
        Self {
            title: if tenant.title.is_empty() { tenant.name.to_string() } else { tenant.title.clone() },
            href: format!("/operator/tenants/{}", encoded(tenant.name.as_str())),
            plan: tenant.plan.clone().unwrap_or_else(|| "no contract".into()),
            events: format::group(&tenant.events.to_string()),
            revenue: Amount::of(tenant.revenue),
            cost: Amount::of(tenant.cost),
            margin: Amount::of(tenant.margin),
            share: format::percent(tenant.margin, tenant.revenue).unwrap_or_else(|| "–".into()),
        }
    }
}
