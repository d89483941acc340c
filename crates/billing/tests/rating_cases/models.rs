//! The models of the tables, each through the public door that prices it.

use billing::rating::{
    Occurrence, PrefixIndex, RatingError, RatingOptions, Segment,
    conventions::{
        a2billing::BlockTotal,
        billrun::OverBundle,
        freeside::{CallRate, Granularity},
    },
    rate, rate_event, rate_segment,
};
use kernel::{
    Decimal, Exact,
    time::{TimeZone, Timestamp, Weekday},
};
use model::{Band, Call, CallTier, Sequence, SequenceKind, SequencePart, Shape};
use serde_json::Value;

use super::read::{decimal, decimal_or, exact, moment, optional, time_of_day, whole};

pub enum Outcome {
    Amount(Exact),
    Text(String),
    Unrated,
}

/// The outcome of one model; the error says why it could not be run.
pub fn run(model: &str, input: &Value) -> Result<Outcome, String> {
    let amount = match model {
        "tiers" => event(&Shape::Call(call(input)), &input["seconds"], Timestamp::UNIX_EPOCH),
        "tod" => event(&bands(input), &input["seconds"], moment(&input["answer"])),
        "bundle" => over_bundle(input).rate_event(decimal(&input["volume"])),
        "seq" => segments(input),
        "block_total" => block_total(input).rate_event(decimal(&input["seconds"])),
        "freeside" => freeside(input).rate_event(decimal(&input["seconds"])),
        "sum" => sum(input),
        "round" => Ok(exact(&input["value"])),
        "lpm" => return Ok(longest_prefix(input).map_or(Outcome::Unrated, Outcome::Text)),
        other => return Err(format!("no model '{other}'")),
    };
    match amount {
        Ok(amount) => Ok(Outcome::Amount(amount)),
        Err(RatingError::Unrated) => Ok(Outcome::Unrated),
        Err(error) => Err(error.to_string()),
    }
}

fn event(shape: &Shape, seconds: &Value, at: Timestamp) -> Result<Exact, RatingError> {
    rate_event(shape, Occurrence { value: decimal(seconds), at, zone: &TimeZone::UTC })
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn call(input: &Value) -> Call {
    let tier = |tier: &Value| CallTier {
        from: decimal_or(&tier["from_s"], Decimal::ZERO),
        rate: decimal(&tier["rate"]),
        per: decimal(&tier["unit_s"]),
        increment: decimal(&tier["incr_s"]),
    };
    Call {
        connect: decimal_or(&input["connect"], Decimal::ZERO),
        connect_at_zero: input["fee_on_zero"].as_bool().unwrap_or(false),
        tiers: list(&input["tiers"]).iter().map(tier).collect(),
        min: optional(&input["min_charge"]),
        // Only beyond a cap that is `free` does the call go on for nothing; otherwise it would have been cut off.
        max: optional(&input["max_cost"]).filter(|_| input["max_strategy"] == "free"),
    }
}

fn bands(input: &Value) -> Shape {
    let band = |band: &Value| {
        let mut call = call(band);
        // What the table says for the whole call holds in every band.
        let whole_call = self::call(input);
        call.connect_at_zero |= whole_call.connect_at_zero;
        call.min = call.min.or(whole_call.min);
        call.max = call.max.or(whole_call.max);
        Band {
            name: band["name"].as_str().unwrap_or_default().to_owned(),
            days: list(&band["weekdays"]).iter().map(weekday).collect(),
            start_s: time_of_day(&band["start"]),
            month: whole(&band["month"]),
            day_of_month: whole(&band["monthday"]),
            weight: decimal_or(&band["weight"], Decimal::ZERO),
            call,
        }
    };
    Shape::Bands(list(&input["bands"]).iter().map(band).collect())
}

fn weekday(number: &Value) -> Weekday {
    Weekday::from_monday_one_offset(whole(number).unwrap()).unwrap()
}

fn segments(input: &Value) -> Result<Exact, RatingError> {
    let part = |part: &Value| SequencePart {
        kind: match part["kind"].as_str() {
            Some("pro") => SequenceKind::Proportional,
            Some("block") => SequenceKind::Block,
            Some("fix") => SequenceKind::Fixed,
            other => panic!("no part of kind {other:?}"),
        },
        rate: decimal(&part["rate"]),
        per: decimal_or(&part["time"], Decimal::ONE),
        times_max: whole(&part["cap"]).unwrap_or(0),
    };
    let sequence = Sequence {
        base: decimal_or(&input["base"], Decimal::ZERO),
        free: decimal_or(&input["free_s"], Decimal::ZERO),
        parts: list(&input["seqs"]).iter().map(part).collect(),
    };
    list(&input["segments"]).iter().try_fold(Exact::ZERO, |total, segment| {
        let segment =
            Segment { offset: decimal_or(&segment["offset"], Decimal::ZERO), length: decimal(&segment["seconds"]) };
        Ok(total.plus(rate_segment(&sequence, segment)?)?)
    })
}

fn over_bundle(input: &Value) -> OverBundle {
    OverBundle {
        included_left: decimal_or(&input["included_left"], Decimal::ZERO),
        interval: decimal_or(&input["interval"], Decimal::ONE),
        price: decimal(&input["price"]),
        factor: decimal_or(&input["factor"], Decimal::ONE),
    }
}

fn block_total(input: &Value) -> BlockTotal {
    BlockTotal {
        initial: decimal_or(&input["init"], Decimal::ZERO),
        increment: decimal_or(&input["incr"], Decimal::ONE),
        rate: decimal(&input["rate"]),
        per: 60.into(),
    }
}

fn freeside(input: &Value) -> CallRate {
    let granularity = decimal_or(&input["gran"], Decimal::ONE);
    CallRate {
        granularity: if granularity.is_zero() { Granularity::WholeCall } else { Granularity::Seconds(granularity) },
        included_minutes: decimal_or(&input["included_min"], Decimal::ZERO),
        connection_charge: decimal_or(&input["conn_charge"], Decimal::ZERO),
        connection_seconds: decimal_or(&input["conn_sec"], Decimal::ZERO),
        rate: decimal(&input["rate"]),
    }
}

fn sum(input: &Value) -> Result<Exact, RatingError> {
    list(&input["lines"]).iter().try_fold(Exact::ZERO, |total, line| {
        let price = Shape::Unit(decimal(&line[1]));
        Ok(total.plus(rate(&price, exact(&line[0]), RatingOptions::FLAT_FEE_AT_ZERO)?.total()?)?)
    })
}

fn longest_prefix(input: &Value) -> Option<String> {
    let prefixes = list(&input["prefixes"]).iter().filter_map(Value::as_str);
    let index = PrefixIndex::new(prefixes.map(|prefix| (prefix, prefix)));
    index.longest(input["number"].as_str()?).map(|prefix| (*prefix).to_owned())
}
