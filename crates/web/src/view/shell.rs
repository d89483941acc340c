use documents::format;
use model::Business;

use crate::assets::{ASSETS, Assets, brand_address};

const NEUTRAL_COLOUR: &str = "3b5bdb";

/// Whose page it is: name, colour, imprint.
#[derive(Clone, Debug)]
pub struct Face {
    pub name: String,
    /// For the tile before the name.
    pub initial: String,
    pub brand_css: String,
    /// Who stands behind it, in pieces for the foot of the page.
    pub imprint: Vec<String>,
    pub assets: &'static Assets,
}

impl Face {
    pub fn of(business: Option<&Business>) -> Self {
        let brand = business.map(|business| &business.brand);
        let name = brand.map_or("Purvey", |brand| brand.name.as_str()).to_owned();
        let colour = brand.map_or(NEUTRAL_COLOUR, |brand| brand.colour.as_str());
        let imprint = brand.map(|brand| {
            let address = Some(brand.address.join(", "));
            let pieces = [Some(brand.legal.clone().unwrap_or_else(|| name.clone())), address];
            pieces.into_iter().chain([brand.email.clone(), brand.website.clone()]).flatten()
        });
        let imprint = imprint.into_iter().flatten().filter(|piece| !piece.is_empty()).collect();
        Self { initial: format::initials(&name), brand_css: brand_address(colour), imprint, assets: &ASSETS, name }
    }
}

/// The pages an operator can go to from everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Overview,
    Rejected,
    Reconciliation,
    /// A page below one of them.
    Below,
}

/// The frame of an operator's page.
#[derive(Clone, Debug)]
pub struct Shell {
    pub name: String,
    pub initial: String,
    pub brand_css: String,
    pub assets: &'static Assets,
    here: Place,
    rejected: Option<u64>,
}

/// One entry of the navigation.
pub struct Places {
    pub title: &'static str,
    pub href: &'static str,
    pub here: bool,
    pub count: Option<String>,
}

impl Shell {
    pub fn of(business: Option<&Business>, here: Place) -> Self {
        let Face { name, initial, brand_css, assets, .. } = Face::of(business);
        Self { name, initial, brand_css, assets, here, rejected: None }
    }

    /// Shows how many events wait, where the page knows it anyway.
    pub fn with_rejected(self, count: u64) -> Self {
        Self { rejected: Some(count).filter(|count| *count > 0), ..self }
    }

    pub fn places(&self) -> [Places; 3] {
        let place = |title, href, place, count| Places { title, href, here: self.here == place, count };
        let rejected = self.rejected.map(|count| format::group(&count.to_string()));
        [
            place("Overview", "/operator", Place::Overview, None),
            place("Rejected events", "/operator/rejected", Place::Rejected, rejected),
            place("Reconciliation", "/operator/reconciliation", Place::Reconciliation, None),
        ]
    }
}
