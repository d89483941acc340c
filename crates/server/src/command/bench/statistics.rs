use std::time::Duration;

/// What a list of times comes to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    pub median: Duration,
    pub p99: Duration,
    pub max: Duration,
}

/// Nearest-rank quantiles; zeros for an empty list.
pub fn spread(mut times: Vec<Duration>) -> Spread {
    times.sort_unstable();
    let rank = |hundredths: usize| {
        let at = (times.len() * hundredths).div_ceil(100).saturating_sub(1);
        times.get(at).copied().unwrap_or_default()
    };
    Spread { median: rank(50), p99: rank(99), max: times.last().copied().unwrap_or_default() }
}

/// How many a second, rounded to whole ones.
pub fn per_second(count: u64, took: Duration) -> u64 {
    let micros = took.as_micros().max(1);
    u64::try_from(u128::from(count) * 1_000_000 / micros).unwrap_or(u64::MAX)
}

/// `left / right` with two places, without floats.
pub fn ratio(left: u64, right: u64) -> String {
    let hundredths = left.saturating_mul(100) / right.max(1);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// `1234567` as `1,234,567`.
pub fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Milliseconds with two places.
pub fn ms(time: Duration) -> String {
    let hundredths = time.as_micros() / 10;
    format!("{}.{:02} ms", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_and_ratios() {
        let times = (1..=200).map(Duration::from_millis).collect();
        let spread = spread(times);
        assert_eq!((spread.median, spread.p99), (Duration::from_millis(100), Duration::from_millis(198)));
        assert_eq!(ratio(150, 200), "0.75");
        assert_eq!(per_second(1000, Duration::from_millis(500)), 2000);
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(ms(Duration::from_micros(1234)), "1.23 ms");
    }
}
