//! Every kind of error, as a founder reads it.

use model::{ProblemKind, parse};

/// A sound file to put one fault into.
const SOUND: &str = r##"
[business]
name     = "YourBrand"
currency = "USD"
timezone = "America/New_York"
"##;

/// The kinds of error, and a fault of each: text that is added to the sound file.
fn faults() -> Vec<(ProblemKind, &'static str)> {
    use ProblemKind as K;
    vec![
        (K::Syntax, "[products.minutes\nprice = \"3/month\"\n"),
        (
            K::NestedTooDeep,
            "[growth]\nmix = [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]\n",
        ),
        (K::UnknownKey, "[products.minutes]\nprise = \"3/month\"\n"),
        (
            K::UnknownName,
            "[meters.minutes]\nevent = \"call.completed\"\nsum = \"seconds\"\n\n[products.minutes]\nmeter = \"minuts\"\nprice = \"0.025\"\n",
        ),
        (K::MissingKey, "[meters.minutes]\nsum = \"seconds\"\n"),
        (K::WrongType, "[products.minutes]\ntitle = 3\n"),
        (K::Float, "[products.minutes]\nprice = 0.025\n"),
        (K::NotADecimal, "[plans.silver]\nlimits = { agents = \"1,000\" }\n"),
        (K::NotAPrice, "[products.platform]\nprice = \"$500/month\"\n"),
        (K::NotAPercentage, "[partners.vendor]\nthen = \"7.5\"\n"),
        (K::NotADuration, "[plans.silver]\ntrial = \"one month\"\n"),
        (K::NotAName, "[products.Minutes]\nprice = \"3/month\"\n"),
        (K::NotOneOf, "[options]\nrounding = \"half_evn\"\n"),
        (K::NotAColour, "[brand]\ncolour = \"green\"\n"),
        (K::NotADate, "[growth]\nstart = \"January\"\n"),
        (K::NotText, "[brand]\nlegal = \"\"\n"),
        (K::OutOfRange, "[products.platform]\nprice = \"-500/month\"\n"),
        (
            K::TierOrder,
            "[products.nodes.price]\nper = \"node/year\"\nvolume = [ { upto = 99, each = \"500\" }, { upto = 50, each = \"450\" }, { each = \"400\" } ]\n",
        ),
        (K::RangeOrder, "[products.crm]\nprice = \"150-50/month\"\n"),
        (K::Together, "[products.platform]\nprice = { each = \"3/month\", factor = \"2\" }\n"),
        (
            K::UnitMismatch,
            "[meters.minutes]\nevent = \"call.completed\"\nsum = \"seconds\"\nunit = { name = \"minute\", of = 60 }\n\n[products.minutes]\nmeter = \"minutes\"\nprice = \"0.025/hour\"\n",
        ),
        (K::NeedsMeter, "[products.share]\nprice = \"2.99%\"\n"),
        (K::Unpriced, "[products.minutes]\n\n[plans.silver]\nproducts = [\"minutes\"]\n"),
        (K::Ambiguous, "[products.platform]\nprice = \"500\"\n"),
    ]
}

#[test]
fn each_kind_of_error_reads_well() {
    for (kind, fault) in faults() {
        let errors = parse(&format!("{SOUND}\n{fault}"), "business.toml").expect_err(kind.code());
        assert!(errors.problems.iter().any(|problem| problem.kind == kind), "{}: {errors}", kind.code());
        insta::assert_snapshot!(kind.code(), errors.to_string());
    }
}

#[test]
fn the_heading_has_kinds_of_its_own() {
    let heading = "[business]\nname = \"X\"\ncurrency = \"Dollar\"\ntimezone = \"America/NewYork\"\n";
    let errors = parse(heading, "business.toml").unwrap_err();
    let kinds: Vec<ProblemKind> = errors.problems.iter().map(|problem| problem.kind).collect();
    assert_eq!(kinds, [ProblemKind::NotACurrency, ProblemKind::NotAZone]);
    insta::assert_snapshot!("heading", errors.to_string());
}

#[test]
fn sizes_have_limits() {
    let errors = parse(&"#".repeat(model::limits::FILE_BYTES_MAX + 1), "business.toml").unwrap_err();
    assert_eq!(errors.problems[0].kind, ProblemKind::FileTooLarge);
    insta::assert_snapshot!("file_too_large", errors.to_string());

    let tiers = "{ upto = 1, each = 1 },".repeat(model::limits::TIERS_MAX + 1);
    let text = format!("{SOUND}\n[products.p]\nprice = {{ per = \"node/year\", volume = [{tiers}] }}\n");
    let errors = parse(&text, "business.toml").unwrap_err();
    assert_eq!(errors.problems[0].kind, ProblemKind::TooMany);
    assert!(errors.to_string().contains("has 1001 entries, and 1000 is the most"), "{errors}");
}

#[test]
fn every_kind_has_its_test() {
    let tested: Vec<ProblemKind> = faults().into_iter().map(|(kind, _)| kind).collect();
    let elsewhere = [ProblemKind::NotACurrency, ProblemKind::NotAZone, ProblemKind::FileTooLarge, ProblemKind::TooMany];
    for kind in ProblemKind::ALL {
        assert!(tested.contains(&kind) || elsewhere.contains(&kind), "{}", kind.code());
    }
}

/// A founder's first try: everything wrong at once, and everything said at once.
#[test]
fn all_errors_are_reported_at_once() {
    let text = r##"
[business]
name     = "YourBrand Dialer"
currency = "usd"
timezone = "New_York"
country  = "US"

[vendors]
instacall = { supplies = "minutes" }

[meters.minutes]
event     = "call.completed"
sum       = "billable_seconds"
increment = "0/60"

[products.minutes]
meter = "minutes"
price = 0.025
cost  = { vendor = "instacal", price = "-0.01" }

[products.platform]
price = "$500 a month"

[plans.silver]
products = { platfrom = "499/month", minutes = "0.025" }
limits   = { agents = "many" }
support  = "priority"
trial    = "30"

[partners.vendor]
first_year = "150%"

[brand]
colour = "#0b6e4"
"##;
    let errors = parse(text, "dialer.toml").unwrap_err();
    insta::assert_snapshot!("all_at_once", errors.to_string());
    insta::assert_json_snapshot!("all_at_once_json", errors.to_json());
}

/// A very long line is shown in part, and its place is still the file's own.
#[test]
fn a_long_line_is_shown_around_the_fault() {
    let tiers = "{ upto = 1, each = 1 }, ".repeat(40);
    let text =
        format!("{SOUND}\n[products.p]\nprice = {{ per = \"node/year\", graduated = [{tiers}{{ each = 0.5 }}] }}\n");
    let errors = parse(&text, "business.toml").unwrap_err();
    let float = errors.problems.iter().position(|problem| problem.kind == ProblemKind::Float).unwrap();
    insta::assert_snapshot!("long_line", errors.to_string().split("\n\n").nth(float).unwrap());
}
