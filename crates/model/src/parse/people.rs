//! `[vendors]`, `[confidential]`, `[support]`, `[partners]`, `[brand]`: who stands around the business.

use super::{
    price::fee,
    products::title_of,
    reader::{Field, Table, clip},
};
use crate::{
    Brand, Partner, SupportLevel, Vendor,
    problem::ProblemKind,
    section::{Kind, Section, key, section},
};

pub(crate) static VENDOR: Section = section(
    "vendor",
    "Who supplies us. Ours alone: a vendor never appears on a client-facing surface.",
    &[
        key("name", Kind::Text, "The vendor's name. It is confidential by itself.").required(),
        key("supplies", Kind::Text, "What we buy from it."),
    ],
);

pub(crate) static CONFIDENTIAL: Section = section(
    "confidential",
    "What clients must not read, besides the vendors' names.",
    &[key("words", Kind::Texts, "Words and names, whatever their capitals.").required()],
);

pub(crate) static SUPPORT: Section = section(
    "support_level",
    "A level of support that plans can promise.",
    &[
        key("title", Kind::Text, "What a client reads.").default("the name, with a capital letter"),
        key("hours", Kind::Text, "When somebody answers: `\"24x7\"`."),
        key("response", Kind::Text, "How soon: `\"2 hours for critical issues\"`."),
    ],
);

pub(crate) static PARTNER: Section = section(
    "partner",
    "What a kind of partner earns. Ranges leave it to the partner's agreement.",
    &[
        key("title", Kind::Text, "What the partner reads.").default("the name, with a capital letter"),
        key("first_year", Kind::Shares, "Share of what is collected in a client's first 12 months."),
        key("then", Kind::Shares, "Share of monthly recurring revenue after that."),
        key("onboarding", Kind::PriceText, "A bounty for a client whose onboarding is accepted: `\"500-2000 once\"`."),
        key("support_share", Kind::Shares, "Share of support revenue, for a partner who supports."),
        key("per_tenant", Kind::PriceText, "For each client the partner manages: `\"100-500/month\"`."),
        key("discount", Kind::Shares, "Off the list price, for a partner who buys and sells on."),
        key(
            "claw_back",
            Kind::Duration(&["day"]),
            "Commission on money that is refunded within this time is taken back.",
        )
        .default("none"),
    ],
);

pub(crate) static BRAND: Section = section(
    "brand",
    "What clients see.",
    &[
        key("name", Kind::Text, "The name over every page and document.").default("the business's name"),
        key("colour", Kind::Colour, "The accent: `\"#rrggbb\"`.").default("\"#0b6e4f\""),
        key("legal", Kind::Text, "The company's legal name."),
        key("address", Kind::Texts, "The company's address, line by line."),
        key("email", Kind::Text, "Where clients write to."),
        key("website", Kind::Text, "The website's address, with https://."),
        key("payment", Kind::Texts, "How to pay, line by line, printed under the total."),
        key("required_words", Kind::Texts, "Wording that texts for clients should use; `check` finds where none does."),
        key(
            "deprecated_words",
            Kind::Texts,
            "Wording that texts for clients must not use; `check` finds where one does.",
        ),
    ],
);

pub(super) const COLOUR: &str = "#0b6e4f";

pub(super) fn vendor(field: &Field<'_>) -> Option<Vendor> {
    let table = field.table(&VENDOR)?;
    let (name, supplies) = (title(&table, "name"), title(&table, "supplies"));
    Some(Vendor { name: name??, supplies: supplies? })
}

pub(super) fn confidential(field: &Field<'_>) -> Option<Vec<String>> {
    field.table(&CONFIDENTIAL)?.get("words")?.texts()
}

pub(super) fn support_level(field: &Field<'_>, name: &str) -> Option<SupportLevel> {
    let table = field.table(&SUPPORT)?;
    let (own, hours, response) = (title(&table, "title"), title(&table, "hours"), title(&table, "response"));
    Some(SupportLevel { title: own?.unwrap_or_else(|| title_of(name)), hours: hours?, response: response? })
}

/// An optional title: `Some(None)` if absent, none if unreadable.
fn title(table: &Table<'_>, name: &'static str) -> Option<Option<String>> {
    table.get(name).map_or(Some(None), |field| field.title().map(Some))
}

fn texts(table: &Table<'_>, name: &'static str) -> Option<Vec<String>> {
    table.get(name).map_or(Some(Vec::new()), |field| field.texts())
}

pub(super) fn partner(field: &Field<'_>, name: &str) -> Option<Partner> {
    let table = field.table(&PARTNER)?;
    let share = |name| table.get(name).map_or(Some(None), |field| field.shares().map(Some));
    let bounty = |name| table.get(name).map_or(Some(None), |field| fee(&field).map(Some));
    let (own, first_year, then) = (title(&table, "title"), share("first_year"), share("then"));
    let (support_share, discount) = (share("support_share"), share("discount"));
    let (onboarding, per_tenant) = (bounty("onboarding"), bounty("per_tenant"));
    let claw_back_days = table.get("claw_back").map_or(Some(None), |field| field.days().map(Some));
    Some(Partner {
        title: own?.unwrap_or_else(|| title_of(name)),
        first_year: first_year?,
        then: then?,
        onboarding: onboarding?,
        support_share: support_share?,
        per_tenant: per_tenant?,
        discount: discount?,
        claw_back_days: claw_back_days?,
    })
}

/// `business` names the brand where there is no name for it.
pub(super) fn brand(field: Option<&Field<'_>>, business: &str) -> Option<Brand> {
    let Some(field) = field else {
        return Some(Brand {
            name: business.to_owned(),
            colour: COLOUR.to_owned(),
            legal: None,
            address: Vec::new(),
            email: None,
            website: None,
            payment: Vec::new(),
            required_words: Vec::new(),
            deprecated_words: Vec::new(),
        });
    };
    let table = field.table(&BRAND)?;
    let (name, legal, email) = (title(&table, "name"), title(&table, "legal"), title(&table, "email"));
    let colour = table.get("colour").map_or_else(|| Some(COLOUR.to_owned()), |field| colour(&field));
    let website = table.get("website").map_or(Some(None), |field| website(&field).map(Some));
    let (address, payment) = (texts(&table, "address"), texts(&table, "payment"));
    let (required_words, deprecated_words) = (texts(&table, "required_words"), texts(&table, "deprecated_words"));
    Some(Brand {
        name: name?.unwrap_or_else(|| business.to_owned()),
        colour: colour?,
        legal: legal?,
        address: address?,
        email: email?,
        website: website?,
        payment: payment?,
        required_words: required_words?,
        deprecated_words: deprecated_words?,
    })
}

fn colour(field: &Field<'_>) -> Option<String> {
    let text = field.text()?;
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6);
    if digits.is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit())) {
        return Some(text.to_ascii_lowercase());
    }
    field.report(
        ProblemKind::NotAColour,
        format!("'{}' is not a colour", clip(text)),
        "expected #rrggbb",
        &["write six hexadecimal digits after a #: \"#0b6e4f\"".to_owned()],
    );
    None
}

/// Printed as a link on documents, so only ever a web address.
fn website(field: &Field<'_>) -> Option<String> {
    let text = field.title()?;
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    if rest.is_some_and(|rest| rest.contains('.') && !rest.chars().any(|c| c.is_whitespace() || "\"'<>".contains(c))) {
        return Some(text);
    }
    field.report(
        ProblemKind::NotText,
        format!("'{}' is not a web address", clip(&text)),
        "expected https://…",
        &["write it like \"https://example.com\"".to_owned()],
    );
    None
}
