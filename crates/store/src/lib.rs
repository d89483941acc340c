//! All SQL of Purvey: migrations, roles and row-level security, the ingest lanes, and every query by name.
//!
//! Four database roles. The *owner* (whoever connects) only migrates. `purvey_app` serves the operator's surfaces and
//! jobs. `purvey_ingest` appends events and keeps the running totals. `purvey_client` answers tenants: it reads one
//! tenant's rows and nothing that tells a cost.

#![warn(missing_debug_implementations)]

pub mod bench;
mod billed;
mod business;
mod closing;
mod connect;
mod contract;
mod error;
mod event;
mod id;
mod idempotency;
mod ingest;
mod invoice;
mod key;
mod margin;
mod migrate;
mod name;
mod overview;
mod reading;
mod rebuild;
mod reconcile;
mod rejected;
mod row;
mod series;
mod tenant;
#[cfg(feature = "testing")]
pub mod testing;
mod view;

pub use business::{NewVersion, VersionRow};
pub use closing::{Begun, Billed, CloseTx, Earlier, Facts, NewInvoice};
pub use connect::Store;
pub use contract::{ContractRow, NewContract};
pub use error::StoreError;
pub use event::{EventTotal, RawEvent, RawEvents, event_digest};
pub use id::{ContractId, Days, KindId, Recorded, SeriesId, SourceId, TenantId, VersionId};
pub use idempotency::KeptAnswer;
pub use ingest::{Batch, Fate, Ingest, IngestError, Outcome, Row, RowError, Terms};
pub use invoice::{InvoiceRow, InvoiceText, PeriodRow};
pub use key::{KeyRow, NewKey};
pub use margin::{LineCostRow, MarginRow};
pub use overview::Totals;
pub use reading::DayReading;
pub use rebuild::Rebuild;
pub use reconcile::{Difference, Proof};
pub use rejected::{NewRejected, RejectedRow};
pub use series::{SeriesRef, SeriesTable};
pub use tenant::{NewTenant, TenantPage, TenantRow, TenantTerms};
pub use view::{TenantTx, TenantView};
