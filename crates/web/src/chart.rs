//! Bars drawn as SVG on the server: no script, no colour of its own, a sentence and a table for those who cannot see it.

use askama::Template;
use kernel::Exact;

mod scale;

/// One bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    pub label: String,
    pub value: Exact,
    /// The value as people read it, with its unit.
    pub text: String,
}

/// One series of bars. Values below zero are drawn as zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// Unique on its page.
    pub id: String,
    pub title: String,
    pub points: Vec<Point>,
}

const WIDTH: i64 = 720;
const HEIGHT: i64 = 240;
const LEFT: i64 = 52;
const TOP: i64 = 12;
const BOTTOM: i64 = 214;
/// Labels under the bars, at most.
const LABELS_MAX: usize = 7;

impl Chart {
    pub fn svg(&self) -> String {
        // A template over a string cannot fail.
        Svg::of(self).render().unwrap_or_default()
    }

    /// What the picture shows, in words.
    pub fn finding(&self) -> String {
        match self.points.iter().max_by(|one, two| one.value.cmp(&two.value).then(std::cmp::Ordering::Greater)) {
            Some(peak) if peak.value.is_positive() => format!("The highest is {}, {}.", peak.text, peak.label),
            _ => "Nothing yet.".into(),
        }
    }
}

#[derive(Template)]
#[template(path = "part/chart.html")]
struct Svg<'c> {
    id: &'c str,
    title: &'c str,
    finding: String,
    width: i64,
    height: i64,
    left: i64,
    right: i64,
    top: i64,
    bottom: i64,
    ticks: Vec<Tick>,
    bars: Vec<Bar<'c>>,
}

struct Tick {
    at: String,
    text_at: String,
    text: String,
}

struct Bar<'c> {
    label: &'c str,
    text: &'c str,
    shown: bool,
    labelled: bool,
    x: String,
    y: String,
    width: String,
    height: String,
    middle: String,
    hit_x: String,
    hit_width: String,
}

impl<'c> Svg<'c> {
    fn of(chart: &'c Chart) -> Self {
        let highest = chart.points.iter().map(|point| point.value).max().unwrap_or_default();
        let scale = scale::Scale::up_to(highest);
        let count = i64::try_from(chart.points.len()).unwrap_or(i64::MAX).max(1);
        let every = chart.points.len().div_ceil(LABELS_MAX).max(1);
        let slot = tenths(WIDTH - LEFT) / count;
        let bars = chart.points.iter().enumerate().map(|(index, point)| {
            let hit_x = tenths(LEFT) + slot.saturating_mul(i64::try_from(index).unwrap_or(0));
            let height = scale.height(point.value, tenths(BOTTOM - TOP));
            let width = (slot * 7 / 10).min(tenths(48));
            Bar {
                label: &point.label,
                text: &point.text,
                shown: height > 0,
                labelled: index % every == 0,
                x: px(hit_x + (slot - width) / 2),
                y: px(tenths(BOTTOM) - height),
                width: px(width),
                height: px(height),
                middle: px(hit_x + slot / 2),
                hit_x: px(hit_x),
                hit_width: px(slot),
            }
        });
        let ticks = scale.ticks().into_iter().map(|(value, text)| {
            let at = tenths(BOTTOM) - scale.height(value, tenths(BOTTOM - TOP));
            Tick { at: px(at), text_at: px(at + 40), text }
        });
        Self {
            id: &chart.id,
            title: &chart.title,
            finding: chart.finding(),
            width: WIDTH,
            height: HEIGHT,
            left: LEFT,
            right: WIDTH,
            top: TOP,
            bottom: BOTTOM,
            ticks: ticks.collect(),
            bars: bars.collect(),
        }
    }
}

/// Pixels in tenths.
fn tenths(pixels: i64) -> i64 {
    pixels * 10
}

fn px(tenths: i64) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests;
