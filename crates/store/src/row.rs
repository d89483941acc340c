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
        self.parsed(column)
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

/// As a parameter of a statement.
pub(crate) fn time(at: Timestamp) -> jiff_sqlx::Timestamp {
    at.to_sqlx()
}

/// As a parameter of a statement.
pub(crate) fn day(day: Date) -> jiff_sqlx::Date {
    day.to_sqlx()
}
