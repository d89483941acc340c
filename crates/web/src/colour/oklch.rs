use super::Rgb;

/// Lightness 0 to 1, chroma, and hue in radians, in the OKLab space: equal steps look equal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Oklch {
    pub(super) l: f64,
    pub(super) c: f64,
    pub(super) h: f64,
}

/// The three channels in linear light, 0 to 1.
pub(super) fn linear(colour: Rgb) -> [f64; 3] {
    [colour.red, colour.green, colour.blue].map(|channel| {
        let encoded = f64::from(channel) / 255.0;
        if encoded <= 0.040_45 { encoded / 12.92 } else { ((encoded + 0.055) / 1.055).powf(2.4) }
    })
}

impl From<Rgb> for Oklch {
    fn from(colour: Rgb) -> Self {
        let [r, g, b] = linear(colour);
        let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
        let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
        let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
        let lightness = 0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s;
        let a = 1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s;
        let b = 0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s;
        Self { l: lightness, c: a.hypot(b), h: b.atan2(a) }
    }
}

impl From<Oklch> for Rgb {
    /// Where sRGB cannot show the colour, its chroma is lowered until it can: the lightness, and so the contrast, stays.
    fn from(colour: Oklch) -> Self {
        let fits = |c: f64| channels(Oklch { c, ..colour }).iter().all(|x| (-1e-4..=1.000_1).contains(x));
        let (mut low, mut high) = (0.0, colour.c);
        let mut chroma = colour.c;
        if !fits(chroma) {
            for _ in 0..24 {
                chroma = (low + high) / 2.0;
                if fits(chroma) {
                    low = chroma;
                } else {
                    high = chroma;
                }
            }
            chroma = low;
        }
        let [red, green, blue] = channels(Oklch { c: chroma, ..colour }).map(encode);
        Self { red, green, blue }
    }
}

fn channels(colour: Oklch) -> [f64; 3] {
    let (a, b) = (colour.c * colour.h.cos(), colour.c * colour.h.sin());
    let l = (colour.l + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
    let m = (colour.l - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
    let s = (colour.l - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
    [
        4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
        -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
        -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s,
    ]
}

fn encode(linear: f64) -> u8 {
    let linear = linear.clamp(0.0, 1.0);
    let encoded = if linear <= 0.003_130_8 { linear * 12.92 } else { 1.055 * linear.powf(1.0 / 2.4) - 0.055 };
    byte(encoded)
}

/// 0 to 1 as 0 to 255.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
pub(super) fn byte(share: f64) -> u8 {
    (share.clamp(0.0, 1.0) * 255.0).round() as u8
}

/// What `color-mix(in oklab, one share, two)` makes of two colours.
#[cfg(test)]
pub(super) fn mix(one: Rgb, share: f64, two: Rgb) -> Rgb {
    let lab = |colour: Rgb| {
        let Oklch { l, c, h } = colour.into();
        [l, c * h.cos(), c * h.sin()]
    };
    let ([l1, a1, b1], [l2, a2, b2]) = (lab(one), lab(two));
    let between = |x: f64, y: f64| x * share + y * (1.0 - share);
    let (l, a, b) = (between(l1, l2), between(a1, a2), between(b1, b2));
    Oklch { l, c: a.hypot(b), h: b.atan2(a) }.into()
}
