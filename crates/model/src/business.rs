//! The checked business: everything the file says, resolved.

use kernel::{
    Currency, Decimal, Rounding,
    time::{Date, TimeZone},
};

use crate::{Map, Meter, Price};

/// One business, as one version of its file describes it.
#[derive(Clone, Debug)]
pub struct Business {
    pub name: String,
    pub currency: Currency,
    /// IANA name and zone: periods begin at midnight here unless the tenant has a zone of its own.
    pub zone_name: String,
    pub zone: TimeZone,
    pub options: Options,
    pub vendors: Map<Vendor>,
    /// Words that must not reach a client, besides the vendors' names.
    pub confidential: Vec<String>,
    pub meters: Map<Meter>,
    pub products: Map<Product>,
    pub plans: Map<Plan>,
    pub support: Map<SupportLevel>,
    pub partners: Map<Partner>,
    pub brand: Brand,
    /// Drivers of the forecast; read by `insight` later, kept as written.
    pub growth: Option<serde_json::Value>,
    /// What the founder assumed where the plan was silent, by name.
    pub assumptions: Map<String>,
    /// SHA-256 of the file's bytes, in hex: the version's fingerprint.
    pub digest: String,
}

/// What products disagree on, each named, with our default (see docs/business-file.md).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    pub rounding: Rounding,
    /// Whether the first tier's flat fee is due when nothing was used. Default: true.
    pub flat_fee_at_zero: bool,
    /// Late events are accepted until this many days after their month ended. Default: 90.
    pub late_days_max: u32,
    /// Events may be dated at most this many seconds ahead of the clock. Default: 3600.
    pub future_seconds_max: u32,
    /// A period is closed by itself this many hours after its end. Default: 24.
    pub close_after_hours: u32,
    /// Days from issue until an invoice is due. Default: 14.
    pub due_days: u32,
    /// Days before it takes effect that a client learns of a new price. Default: 30.
    pub notice_days: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            rounding: Rounding::default(),
            flat_fee_at_zero: true,
            late_days_max: 90,
            future_seconds_max: 3600,
            close_after_hours: 24,
            due_days: 14,
            notice_days: 30,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vendor {
    pub name: String,
    pub supplies: Option<String>,
}

/// What is sold, and what it costs us.
#[derive(Clone, Debug)]
pub struct Product {
    /// What a client reads on the line. Default: the key, with a capital letter.
    pub title: String,
    /// What is counted; none for a fee, or for a quantity agreed in the contract (`per = "node/year"`).
    pub meter: Option<String>,
    /// The list price; none if only plans or contracts price it.
    pub price: Option<Offer>,
    pub cost: Option<Cost>,
    /// Groups lines on documents: "Platform", "Usage", "Services".
    pub group: Option<String>,
}

/// A price, or a range within which each contract must pick.
#[derive(Clone, Debug, PartialEq)]
pub enum Offer {
    Fixed(Price),
    Range { low: Price, high: Price },
}

/// What we pay, in the grammar of prices; never on a client-facing surface.
#[derive(Clone, Debug, PartialEq)]
pub struct Cost {
    pub vendor: Option<String>,
    pub price: Price,
}

#[derive(Clone, Debug)]
pub struct Plan {
    pub title: String,
    /// In the file's order: the lines of an invoice follow it.
    pub products: Map<PlanProduct>,
    /// Limits by name; none is unlimited.
    pub limits: Map<Option<Decimal>>,
    pub support: Option<String>,
    pub trial_days: u32,
    /// Not sold without an individual contract ("Custom pricing").
    pub custom: bool,
    pub summary: Option<String>,
}

/// A product inside a plan: the list's own price and cost unless the plan says otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanProduct {
    /// The price in force: the plan's, or the product's.
    pub price: Offer,
    pub cost: Option<Cost>,
    /// Only charged when the contract takes it (an add-on, a bundle).
    pub optional: bool,
    /// Units of a product without a meter, unless the contract says otherwise. Default: 1.
    pub quantity: Decimal,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupportLevel {
    pub title: String,
    pub hours: Option<String>,
    pub response: Option<String>,
}

/// What a kind of partner earns.
#[derive(Clone, Debug, PartialEq)]
pub struct Partner {
    pub title: String,
    /// Share of what is collected in the first 12 months.
    pub first_year: Option<Share>,
    /// Share of monthly recurring revenue after that.
    pub then: Option<Share>,
    /// A bounty in major units.
    pub onboarding: Option<Offer>,
    /// Share of support revenue, for partners who support.
    pub support_share: Option<Share>,
    /// What a partner earns per tenant and month it manages.
    pub per_tenant: Option<Offer>,
    /// Off the list price, for a partner who buys and sells on.
    pub discount: Option<Share>,
    pub claw_back_days: Option<u32>,
}

/// A percentage, or a range the partner's agreement picks from. As a fraction: 15 % is 0.15.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    pub low: Decimal,
    pub high: Decimal,
}

/// What clients see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brand {
    pub name: String,
    /// `#rrggbb`.
    pub colour: String,
    pub legal: Option<String>,
    pub address: Vec<String>,
    pub email: Option<String>,
    pub website: Option<String>,
    /// How to pay, printed under the total.
    pub payment: Vec<String>,
    pub required_words: Vec<String>,
    pub deprecated_words: Vec<String>,
}

/// What one tenant has agreed to from a day on. Immutable; a change is a new contract from a later day.
#[derive(Clone, Debug)]
pub struct Contract {
    pub tenant: kernel::id::TenantName,
    /// What documents call the tenant.
    pub title: String,
    pub plan: String,
    pub start: Date,
    /// The tenant's own zone; otherwise the business's.
    pub zone: Option<TimeZone>,
    /// Agreed quantities of products without a meter, and optional products taken.
    pub quantities: Map<Decimal>,
    /// Agreed prices where the plan states a range.
    pub prices: Map<Decimal>,
}

impl Contract {
    pub fn zone<'a>(&'a self, business: &'a Business) -> &'a TimeZone {
        self.zone.as_ref().unwrap_or(&business.zone)
    }
}
