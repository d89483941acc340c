//! Times as files write them.

use kernel::time::{Date, DateTime, TimeZone, Timestamp};

/// RFC 3339; or a date and time, or a date, in `zone`; or seconds or milliseconds since 1970.
///
/// A local time that a clock change skips or repeats is read as the clock that was running before the change tells it.
pub fn parse(text: &str, zone: &TimeZone) -> Result<Timestamp, String> {
    let text = text.trim();
    if let Ok(at) = text.parse::<Timestamp>() {
        return Ok(at);
    }
    if let Some(at) = since_1970(text) {
        return Ok(at);
    }
    let local = text.parse::<DateTime>().or_else(|_| text.parse::<Date>().map(Into::into));
    local
        .ok()
        .and_then(|local: DateTime| local.to_zoned(zone.clone()).ok())
        .map(|zoned| zoned.timestamp())
        .ok_or_else(|| format!("'{}' is no time; write 2025-10-01 12:00:00, or 2025-10-01T12:00:00Z", short(text)))
}

/// Ten digits are seconds, thirteen milliseconds.
fn since_1970(text: &str) -> Option<Timestamp> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    match text.len() {
        10 if digits => Timestamp::from_second(text.parse().ok()?).ok(),
        13 if digits => Timestamp::from_millisecond(text.parse().ok()?).ok(),
        _ => None,
    }
}

pub fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_common_spellings_are_read() {
        let zone = TimeZone::get("America/New_York").unwrap();
        for (text, at) in [
            ("2025-10-01T12:00:00Z", "2025-10-01T12:00:00Z"),
            ("2025-10-01T12:00:00.5+02:00", "2025-10-01T10:00:00.5Z"),
            ("2025-10-01 12:00:00", "2025-10-01T16:00:00Z"),
            ("2025-12-01 12:00", "2025-12-01T17:00:00Z"),
            (" 2025-10-01 ", "2025-10-01T04:00:00Z"),
            ("1759320000", "2025-10-01T12:00:00Z"),
            ("1759320000000", "2025-10-01T12:00:00Z"),
        ] {
            assert_eq!(parse(text, &zone).unwrap().to_string(), at, "{text}");
        }
        for wrong in ["", "yesterday", "10/01/2025", "2025-13-01", "12:00", "20251001120000", "-1"] {
            assert!(parse(wrong, &zone).is_err(), "{wrong}");
        }
    }
}
