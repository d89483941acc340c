use kernel::time::{Date, TimeZone, Timestamp, civil};

use super::Word;

/// The moment that words begin with, and the words after it: `2025-10-03`, `2025-10-03 12:00`, or an instant with its
/// offset for the hours that a zone has twice, `2025-11-02T01:30:00-05:00`. None if they begin with something else.
pub fn moment<'w>(words: &'w [Word], zone: &TimeZone) -> Result<Option<(Timestamp, &'w [Word])>, String> {
    let Some((first, rest)) = words.split_first() else { return Ok(None) };
    let Some(text) = first.plain().filter(|text| text.starts_with(|c: char| c.is_ascii_digit())) else {
        return Ok(None);
    };
    if text.contains('T') {
        let instant = text.parse().map_err(|_| format!("'{text}' is not an instant like 2025-11-02T05:30:00Z"))?;
        return Ok(Some((instant, rest)));
    }
    let date: Date = text.parse().map_err(|_| format!("'{text}' is not a date like 2025-10-03"))?;
    let time = rest.first().and_then(Word::plain).filter(|text| text.contains(':'));
    let (time, rest) = match time {
        Some(text) => (parse_time(text)?, rest.get(1..).unwrap_or_default()),
        None => (civil::Time::midnight(), rest),
    };
    let zoned = zone.to_ambiguous_zoned(date.to_datetime(time)).unambiguous();
    let zoned = zoned.map_err(|_| format!("{date} {time} is no single moment in this zone: write the instant"))?;
    Ok(Some((zoned.timestamp(), rest)))
}

fn parse_time(text: &str) -> Result<civil::Time, String> {
    text.parse().map_err(|_| format!("'{text}' is not a time of day like 14:30"))
}

/// `90s`, `30m`, `6h`, `1d`: seconds.
pub fn duration_s(text: &str) -> Result<i64, String> {
    let wrong = || format!("'{text}' is not a duration like 30m");
    let unit = text.chars().last().ok_or_else(wrong)?;
    let number: i64 = text.strip_suffix(unit).unwrap_or_default().parse().map_err(|_| wrong())?;
    let unit_s = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 86_400,
        _ => return Err(wrong()),
    };
    number.checked_mul(unit_s).ok_or_else(wrong)
}
