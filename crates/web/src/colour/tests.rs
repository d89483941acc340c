use super::{
    oklch::{Oklch, mix},
    *,
};

/// Text on the coloured button, and coloured text, links and chart bars on every surface of ui.css.
const READABLE: f64 = 4.5;

/// 600 brands: 60 hues at full saturation by ten mixtures with black and white.
fn brands() -> impl Iterator<Item = Rgb> {
    (0..60u32).flat_map(|hue| {
        let sector = f64::from(hue) / 10.0;
        let ramp = 1.0 - (sector % 2.0 - 1.0).abs();
        let pure = match hue / 10 {
            0 => [1.0, ramp, 0.0],
            1 => [ramp, 1.0, 0.0],
            2 => [0.0, 1.0, ramp],
            3 => [0.0, ramp, 1.0],
            4 => [ramp, 0.0, 1.0],
            _ => [1.0, 0.0, ramp],
        };
        (0..10u32).map(move |step| {
            let towards = f64::from(step) / 9.0;
            let channel = |x: f64| {
                let mixed = if towards < 0.5 { x * towards * 2.0 } else { x + (1.0 - x) * (towards - 0.5) * 2.0 };
                oklch::byte(mixed)
            };
            {
                let [red, green, blue] = pure.map(channel);
                Rgb { red, green, blue }
            }
        })
    })
}

fn grey(l: f64, c: f64) -> Rgb {
    Oklch { l, c, h: 260f64.to_radians() }.into()
}

#[test]
fn every_brand_can_be_read_in_both_themes() {
    let light = [Rgb::WHITE, grey(0.985, 0.002), grey(0.965, 0.003)];
    let ink = "#10131a".parse().unwrap();
    let dark = [grey(0.205, 0.009), grey(0.165, 0.008), grey(0.145, 0.008)];
    let (mut count, mut worst) = (0, 21f64);
    for brand in brands() {
        let palette = Palette::of(brand);
        for (accent, on_accent, surfaces) in
            [(palette.accent_light, Rgb::WHITE, light), (palette.accent_dark, ink, dark)]
        {
            let soft = mix(accent, 0.08, surfaces[0]);
            for behind in surfaces.into_iter().chain([on_accent, soft]) {
                let contrast = accent.contrast(behind);
                assert!(contrast >= READABLE, "brand {brand}: {accent} on {behind} is only {contrast:.2}");
                worst = worst.min(contrast);
            }
        }
        assert!(palette.brand.contrast(palette.on_brand) >= READABLE, "{brand} under {}", palette.on_brand);
        count += 1;
    }
    assert_eq!(count, 600);
    assert!(worst < 5.5, "the sweep reaches the edge, or it proves nothing: {worst:.2}");
}

#[test]
fn the_stylesheet_names_the_same_surfaces_as_the_sweep() {
    let css = include_str!("../../assets/css/tokens.css");
    for token in [
        "--bg: light-dark(oklch(.985 .002 260), oklch(.165 .008 260))",
        "--surface: light-dark(#fff, oklch(.205 .009 260))",
        "--sunken: light-dark(oklch(.965 .003 260), oklch(.145 .008 260))",
        "--on-accent: light-dark(#fff, #10131a)",
        "--accent-soft: color-mix(in oklab, var(--accent) 8%, var(--surface))",
    ] {
        assert!(css.contains(token), "{token}");
    }
}

#[test]
fn the_default_brand_of_the_stylesheet_is_what_the_rule_makes_of_it() {
    let css = include_str!("../../assets/css/tokens.css");
    let palette = Palette::of("#3b5bdb".parse().unwrap());
    for (name, colour) in [
        ("brand", palette.brand),
        ("on-brand", palette.on_brand),
        ("accent-light", palette.accent_light),
        ("accent-dark", palette.accent_dark),
    ] {
        assert!(css.contains(&format!("--{name}: {colour};")), "--{name}: {colour};");
    }
}

#[test]
fn colours_go_there_and_back() {
    for text in ["#0b6e4f", "#ffd400", "#000000", "#ffffff", "#7f7f7f"] {
        let colour: Rgb = text.parse().unwrap();
        assert_eq!(colour.to_string(), text);
        assert_eq!(Rgb::from(Oklch::from(colour)), colour);
    }
    assert_eq!("0B6E4F".parse::<Rgb>().unwrap().to_string(), "#0b6e4f");
    for wrong in ["", "#fff", "#12345g", "red", "#0b6e4f;}", "+12345"] {
        assert_eq!(wrong.parse::<Rgb>(), Err(NotAColour), "{wrong}");
    }
}
