use crate::{
    pdf::{
        fonts::Fonts,
        geometry::{MARGIN, PaperSize},
        style::{BODY, LABEL},
    },
    view::{Row, View},
};

/// Figures wider than this wrap; ordinary ones never do.
const QUANTITY_MAX: f32 = 118.0;
const PRICE_MAX: f32 = 84.0;
const AMOUNT_MAX: f32 = 136.0;
const GAP: f32 = 20.0;

/// Where the figures end and how much room they have, in points.
#[derive(Clone, Copy)]
pub struct Column {
    pub right: f32,
    pub width: f32,
}

/// As wide as their widest figure, so that the description gets the rest.
pub struct Columns {
    pub description_width: f32,
    pub quantity: Column,
    pub price: Column,
    pub amount: Column,
}

impl Columns {
    pub fn of(view: &View, fonts: &Fonts, size: PaperSize) -> Self {
        let rows = || view.sections.iter().flat_map(|section| &section.rows);
        let widest = |head: &str, max: f32, cell: fn(&Row) -> &str| {
            let head = fonts.shape(head, LABEL).width(LABEL.size);
            let cells = rows().map(|row| fonts.shape(cell(row), BODY.in_figures()).width(BODY.size));
            cells.fold(head, f32::max).min(max)
        };
        let amount = Column { right: size.right(), width: widest("Amount", AMOUNT_MAX, |row| &row.amount) };
        let price_right = amount.right - amount.width - GAP;
        let price = Column { right: price_right, width: widest("Unit price", PRICE_MAX, |row| &row.price) };
        let quantity_right = price.right - price.width - GAP;
        let quantity = Column { right: quantity_right, width: widest("Quantity", QUANTITY_MAX, |row| &row.quantity) };
        let description_width = quantity.right - quantity.width - GAP - MARGIN;
        Self { description_width, quantity, price, amount }
    }

    /// The width of the whole table.
    pub fn measure(&self) -> f32 {
        self.amount.right - MARGIN
    }
}
