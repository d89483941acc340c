//! Every limit, named, with its unit.

/// Events in one request.
pub const EVENTS_PER_REQUEST_MAX: usize = 10_000;
/// Bytes of one event's JSON.
pub const EVENT_BYTES_MAX: usize = 65_536;
/// Characters of an event's id, source or type.
pub const EVENT_TEXT_CHARS_MAX: usize = 255;
/// Rows on one page of a list.
pub const PAGE_ROWS_MAX: u32 = 200;
/// Rows on a page when the caller names no number.
pub const PAGE_ROWS_DEFAULT: u32 = 50;
/// Seconds a signed link works.
pub const LINK_LIFETIME_S: i64 = 7 * 24 * 3600;
/// Characters of a tenant's title.
pub const TENANT_TITLE_CHARS_MAX: usize = 200;
/// Characters of an API key's label.
pub const KEY_LABEL_CHARS_MAX: usize = 100;
/// Seconds a recognised API key is remembered; a revoked one works this long at most.
pub const KEY_MEMORY_S: i64 = 5;
/// Invoices closed in one transaction of a run over all tenants.
pub const CLOSE_CHUNK_ROWS: usize = 100;
