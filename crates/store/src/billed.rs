//! Readings as an invoice billed them, kept with it.

use billing::usage::{Reading, Readings};
use kernel::{
    Decimal,
    time::{Date, Timestamp},
};
use sqlx::{PgConnection, Row as _};

use crate::{
    StoreError, TenantId,
    row::{self, Columns as _},
};

pub(crate) async fn read(
    connection: &mut PgConnection,
    invoice: uuid::Uuid,
    first_day: Date,
) -> Result<Readings, StoreError> {
    let rows = sqlx::query("select * from cost.invoice_reading where invoice_id = $1 and first_day = $2")
        .bind(invoice)
        .bind(row::day(first_day))
        .fetch_all(connection)
        .await?;
    let mut readings = Readings::default();
    for row in rows {
        let times: Vec<jiff_sqlx::Timestamp> = row.try_get("listed_at")?;
        let values: Vec<Decimal> = row.try_get("listed_value")?;
        let listed = times.into_iter().map(jiff_sqlx::Timestamp::to_jiff).zip(values).collect();
        let (events, quantity, carried) = (row.count("events")?, row.exact("quantity")?, row.decimal("carried")?);
        readings.0.insert(row.text("series")?, Reading { events, quantity, listed, carried });
    }
    Ok(readings)
}

pub(crate) async fn write(
    connection: &mut PgConnection,
    tenant: TenantId,
    invoice: uuid::Uuid,
    first_day: Date,
    readings: &Readings,
) -> Result<(), StoreError> {
    let (listed, plain): (Vec<_>, Vec<_>) = readings.0.iter().partition(|(_, reading)| !reading.listed.is_empty());
    sqlx::query(
        "insert into cost.invoice_reading \
             (invoice_id, first_day, tenant_id, series, events, quantity, carried, listed_at, listed_value) \
         select $1, $2, $3, w.*, '{}', '{}' from unnest($4::text[], $5::bigint[], $6::text[], $7::numeric[]) w",
    )
    .bind(invoice)
    .bind(row::day(first_day))
    .bind(tenant)
    .bind(plain.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>())
    .bind(plain.iter().map(|(_, reading)| events(reading)).collect::<Result<Vec<_>, _>>()?)
    .bind(plain.iter().map(|(_, reading)| reading.quantity.to_string()).collect::<Vec<_>>())
    .bind(plain.iter().map(|(_, reading)| reading.carried).collect::<Vec<_>>())
    .execute(&mut *connection)
    .await?;
    for (key, reading) in listed {
        let time = |(at, _): &(Timestamp, Decimal)| row::time(*at);
        sqlx::query("insert into cost.invoice_reading \
                         (invoice_id, first_day, tenant_id, series, events, quantity, carried, listed_at, listed_value) \
                     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
            .bind(invoice)
            .bind(row::day(first_day))
            .bind(tenant)
            .bind(key)
            .bind(events(reading)?)
            .bind(reading.quantity.to_string())
            .bind(reading.carried)
            .bind(reading.listed.iter().map(time).collect::<Vec<_>>())
            .bind(reading.listed.iter().map(|(_, value)| *value).collect::<Vec<_>>())
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

fn events(reading: &Reading) -> Result<i64, StoreError> {
    i64::try_from(reading.events).map_err(|_| StoreError::OutOfRange(format!("{} events", reading.events)))
}
