//! Every limit of the business file, named, with its unit.

/// Bytes of one file.
pub const FILE_BYTES_MAX: usize = 1 << 20;
/// Brackets and braces inside each other.
pub const NESTING_MAX: usize = 32;
/// Parts of a dotted key, `a.b.c`.
pub const KEY_PARTS_MAX: usize = 16;
/// Characters of a name in the file: of a product, a plan, a limit.
pub const NAME_CHARS_MAX: usize = 64;
/// Characters of a title or any other short text.
pub const TEXT_CHARS_MAX: usize = 200;
/// Characters of a summary or an assumption.
pub const PROSE_CHARS_MAX: usize = 1000;
/// Entries of one list of texts: address lines, words, filter values.
pub const TEXTS_MAX: usize = 200;
/// Entries of one section: products, plans, meters.
pub const ENTRIES_MAX: usize = 1000;
/// Rows of one deck.
pub const DECK_ROWS_MAX: usize = 20_000;
/// Tiers of one price.
pub const TIERS_MAX: usize = 1000;
/// Time-of-day bands, or parts of a sequence, of one price.
pub const BANDS_MAX: usize = 200;
/// Digits before the point, and after it, of any amount, rate or quantity: products of two stay exact.
pub const INTEGER_DIGITS_MAX: usize = 12;
pub const DECIMALS_MAX: usize = 12;
/// Errors reported one by one; the rest are counted.
pub const PROBLEMS_MAX: usize = 500;
/// Tiers and rows that all plans together repeat from their products.
pub const PLAN_ROWS_MAX: usize = 500_000;
