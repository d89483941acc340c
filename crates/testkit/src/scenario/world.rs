use billing::invoicing::{Bill, Invoice, Rated};
use kernel::{Kind, Money, time::Timestamp};
use model::Contract;

/// What a scenario happens to. One implementation knows only the rules, the other is the whole program.
///
/// What the rules refuse comes back as the [`Kind`] of the refusal. What should not happen at all (no database, a
/// figure that does not parse) ends the test there.
pub trait World {
    /// Moves the clock. It never goes back.
    fn set_clock(&mut self, now: Timestamp);

    fn apply_business(&mut self, text: &str) -> Result<Done<()>, Refused>;

    fn add_tenant(&mut self, name: &str, title: &str, zone: Option<&str>) -> Result<Done<()>, Refused>;

    /// `title` and `zone` of `contract` are the tenant's and need not be given here.
    fn start_contract(&mut self, contract: &Contract) -> Result<Done<()>, Refused>;

    /// All of `events` in one request.
    fn receive(&mut self, events: &[Event]) -> Result<Receipt, Refused>;

    fn close(&mut self, tenant: &str, period: &str) -> Result<Done<(Invoice, Margin)>, Refused>;

    /// With its costs, as the operator sees it.
    fn rated(&mut self, tenant: &str, period: &str) -> Result<Rated, Refused>;

    /// As the tenant sees it.
    fn bill(&mut self, tenant: &str, period: &str) -> Result<Bill, Refused>;

    /// All journal transactions, in order.
    fn journal(&mut self) -> Vec<Entry>;

    /// Events not accepted and not yet replayed, oldest first.
    fn rejected(&mut self) -> Vec<Rejected>;

    /// Sends every rejected event through the door again, as it came.
    fn replay(&mut self) -> Receipt;

    /// Differences found by rebuilding every invoice and by comparing everything with everything. Empty is good.
    fn proof(&mut self) -> Vec<String>;
}

/// Asking twice changes nothing, and says so.
#[derive(Clone, Debug, PartialEq)]
pub enum Done<T> {
    Now(T),
    Already(T),
}

/// The kind of a refusal; texts are for people and tested where they are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused(pub Kind);

/// One event on its way in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub id: String,
    pub kind: String,
    /// The tenant.
    pub subject: String,
    pub time: Timestamp,
    /// A JSON object.
    pub data: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Receipt {
    pub accepted: usize,
    pub duplicate: usize,
    pub not_accepted: Vec<NotAccepted>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAccepted {
    pub id: String,
    /// The stable code of the reason: `too_late`.
    pub reason: String,
}

/// An event in the rejected queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    pub id: String,
    pub subject: String,
    pub reason: String,
}

/// What an invoice cost us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Margin {
    pub cost: Money,
    pub margin: Money,
    /// The line it stands behind, the vendor, the settled cost.
    pub lines: Vec<(Option<usize>, Option<String>, Money)>,
}

/// One journal transaction, accounts as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub memo: String,
    pub postings: Vec<(String, Money)>,
}
