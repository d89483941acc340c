//! Columns of a row in the house's types.

use std::str::FromStr;

use jiff_sqlx::ToSqlx as _;
use kernel::{
    Decimal, Exact, Period,
    time::{Date, Timestamp},
};
use sqlx::{Row as _, postgres::PgRow};

use crate::{Days, StoreError};

pub(crate) trait Columns {
    fn time(&self, column: &str) -> Result<Timestamp, StoreError>;
    fn time_if(&self, column: &str) -> Result<Option<Timestamp>, StoreError>;
    fn day(&self, column: &str) -> Result<Date, StoreError>;
    fn text(&self, column: &str) -> Result<String, StoreError>;
    fn text_if(&self, column: &str) -> Result<Option<String>, StoreError>;
    fn int(&self, column: &str) -> Result<i32, StoreError>;
    fn long(&self, column: &str) -> Result<i64, StoreError>;
    fn uuid(&self, column: &str) -> Result<uuid::Uuid, StoreError>;
    fn decimal(&self, column: &str) -> Result<Decimal, StoreError>;

    /// A count; never negative.
    fn count(&self, column: &str) -> Result<u64, StoreError> {
        let count = self.long(column)?;
        u64::try_from(count).map_err(|_| StoreError::OutOfRange(format!("{column} = {count}")))
    }

    /// Text that one of our own types wrote.
    fn parsed<T: FromStr>(&self, column: &str) -> Result<T, StoreError> {
        let text = self.text(column)?;
        text.parse().map_err(|_| StoreError::OutOfRange(format!("{column} = '{text}'")))
    }

    fn exact(&self, column: &str) -> Result<Exact, StoreError> {
        let text = self.text(column)?;
        exact(&text).ok_or_else(|| StoreError::OutOfRange(format!("{column} = '{text}'")))
    }

    fn days(&self) -> Result<Days, StoreError> {
        Ok(Days { first: self.day("first_day")?, after: self.day("after_day")? })
    }

    fn period(&self) -> Result<Period, StoreError> {
        Ok(Period { start: self.time("period_start")?, end: self.time("period_end")? })
    }
}

impl Columns for PgRow {
    fn time(&self, column: &str) -> Result<Timestamp, StoreError> {
        Ok(self.try_get::<jiff_sqlx::Timestamp, _>(column)?.to_jiff())
    }

    fn time_if(&self, column: &str) -> Result<Option<Timestamp>, StoreError> {
        Ok(self.try_get::<Option<jiff_sqlx::Timestamp>, _>(column)?.map(jiff_sqlx::Timestamp::to_jiff))
    }

    fn day(&self, column: &str) -> Result<Date, StoreError> {
        Ok(self.try_get::<jiff_sqlx::Date, _>(column)?.to_jiff())
    }

    fn text(&self, column: &str) -> Result<String, StoreError> {
        Ok(self.try_get(column)?)
    }

    fn text_if(&self, column: &str) -> Result<Option<String>, StoreError> {
        Ok(self.try_get(column)?)
    }

    fn int(&self, column: &str) -> Result<i32, StoreError> {
        Ok(self.try_get(column)?)
    }

    fn long(&self, column: &str) -> Result<i64, StoreError> {
        Ok(self.try_get(column)?)
    }

    fn uuid(&self, column: &str) -> Result<uuid::Uuid, StoreError> {
        Ok(self.try_get(column)?)
    }

    fn decimal(&self, column: &str) -> Result<Decimal, StoreError> {
        Ok(self.try_get(column)?)
    }
}

/// A fraction, or a decimal with more digits than a [`Decimal`] holds: sums of many events have them.
fn exact(text: &str) -> Option<Exact> {
    if let Ok(exact) = text.parse() {
        return Some(exact);
    }
    let (whole, parts) = text.split_once('.').unwrap_or((text, ""));
    let places = u32::try_from(parts.len()).ok()?;
    Exact::ratio(format!("{whole}{parts}").parse().ok()?, 10_i128.checked_pow(places)?).ok()
}

/// As a parameter of a statement.
pub(crate) fn time(at: Timestamp) -> jiff_sqlx::Timestamp {
    at.to_sqlx()
}

/// As a parameter of a statement.
pub(crate) fn day(day: Date) -> jiff_sqlx::Date {
    day.to_sqlx()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_sums_are_read_exactly() {
        let long = exact("755073410.0000000000000000000000000002").unwrap();
        assert_eq!(long.minus(Exact::from(755_073_410)).unwrap(), Exact::ratio(2, 10_i128.pow(28)).unwrap());
        assert_eq!(exact("-0.5"), exact("-1/2"));
        assert_eq!(exact("-12345678901234567890123456789012345.5"), exact("-24691357802469135780246913578024691/2"));
        assert_eq!(exact(&"9".repeat(40)), None);
        assert_eq!(exact("NaN"), None);
    }
}
