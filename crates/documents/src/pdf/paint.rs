//! Writing laid-out pages as a PDF/A-3a that is PDF/UA-1, too.

mod tags;

use billing::invoicing::Invoice;
use kernel::time::{TimeZone, Timestamp};
use krilla::{
    Document as Pdf, SerializeSettings,
    color::rgb,
    configure::{Accessibility, Archival, ConfigurationBuilder},
    destination::XyzDestination,
    geom::{Path, PathBuilder, Point, Rect},
    metadata::{DateTime, Metadata},
    num::NormalizedF32,
    outline::{Outline, OutlineNode},
    page::PageSettings,
    paint::Fill,
    surface::Surface,
    tagging::{Artifact, ArtifactType, ContentTag, SpanTag},
    text::{GlyphId, KrillaGlyph},
};

use super::{
    PdfError,
    flow::{Mark, Page, Role},
    fonts::{Fonts, Run},
    geometry::PaperSize,
    style::Style,
};
use crate::{
    colour::Colour,
    view::{Document, View},
};
use tags::Tags;

/// Longest text in the metadata, in characters; readers show far less, and the format allows 32,767.
const METADATA_CHARS_MAX: usize = 200;
/// How far the handles of a Bézier curve stand off to draw a quarter of a circle.
const QUARTER: f32 = 0.552_285;

/// What the file says about itself.
pub struct Imprint {
    title: String,
    at: Timestamp,
    id: Option<String>,
}

impl Imprint {
    pub fn of(document: Document<'_>, view: &View) -> Self {
        let title = format!("{} · {}", view.heading(), view.brand);
        let id = |invoice: &Invoice| invoice.id.to_string();
        match document {
            Document::Invoice(invoice) => Self { title, at: invoice.issued, id: Some(id(invoice)) },
            // Nobody issued it, and there is no clock here: the end of what it is about.
            Document::Bill(bill) => Self { title, at: bill.period.end, id: None },
        }
    }

    fn metadata(self, view: &View) -> Metadata {
        let short = |text: &str| text.chars().take(METADATA_CHARS_MAX).collect::<String>();
        let at = self.at.to_zoned(TimeZone::UTC);
        let part = |part: i8| u8::try_from(part).unwrap_or(0);
        let date = DateTime::new(u16::try_from(at.year()).unwrap_or(0))
            .month(part(at.month()))
            .day(part(at.day()))
            .hour(part(at.hour()))
            .minute(part(at.minute()))
            .second(part(at.second()))
            .utc_offset_hour(0);
        let metadata = Metadata::new()
            .title(short(&self.title))
            .authors(vec![short(&view.brand)])
            .creator("Purvey".into())
            .language("en".into())
            .creation_date(date);
        match self.id {
            Some(id) => metadata.document_id(id),
            None => metadata,
        }
    }
}

pub fn paint(
    pages: &[Page],
    size: PaperSize,
    view: &View,
    imprint: Imprint,
    fonts: &Fonts,
) -> Result<Vec<u8>, PdfError> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A3_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| PdfError::Write(format!("{error:?}")))?;
    let mut pdf = Pdf::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    pdf.set_metadata(imprint.metadata(view));
    let mut tags = Tags::default();
    for marks in pages {
        let settings = PageSettings::from_wh(size.width(), size.height())
            .ok_or_else(|| PdfError::Write("the paper has no size".into()))?;
        let mut page = pdf.start_page_with(settings);
        let mut surface = page.surface();
        marks.iter().for_each(|mark| draw(&mut surface, mark, fonts, &mut tags));
        surface.finish();
        page.finish();
    }
    pdf.set_tag_tree(tags.tree());
    let mut outline = Outline::new();
    outline.push_child(OutlineNode::new(view.heading(), XyzDestination::new(0, Point::from_xy(0.0, 0.0))));
    pdf.set_outline(outline);
    pdf.finish().map_err(|error| PdfError::Write(format!("{error:?}")))
}

fn draw(surface: &mut Surface<'_>, mark: &Mark, fonts: &Fonts, tags: &mut Tags) {
    let decoration = ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout));
    match mark {
        Mark::Text { x, baseline, run, style, role } => {
            // An empty cell is still a cell, and a tag needs something to hold.
            let blank = run.glyphs.is_empty().then(|| fonts.shape(" ", *style));
            let run = blank.as_ref().unwrap_or(run);
            let content = if *role == Role::Artifact { decoration } else { ContentTag::Span(SpanTag::empty()) };
            let identifier = surface.start_tagged(content);
            write(surface, Point::from_xy(*x, *baseline), run, *style, fonts);
            surface.end_tagged();
            tags.add(*role, &run.text, identifier);
        }
        Mark::Box { x, y, width, height, radius, colour } => {
            if let Some(path) = rounded(*x, *y, *width, *height, *radius) {
                let _ = surface.start_tagged(decoration);
                surface.set_fill(Some(fill(*colour)));
                surface.draw_path(&path);
                surface.end_tagged();
            }
        }
    }
}

fn write(surface: &mut Surface<'_>, at: Point, run: &Run, style: Style, fonts: &Fonts) {
    surface.set_fill(Some(fill(style.colour)));
    let glyph = |glyph: &super::fonts::Glyph| {
        KrillaGlyph::new(GlyphId::new(glyph.id), glyph.advance, glyph.dx, glyph.dy, 0.0, glyph.range.clone(), None)
    };
    let glyphs: Vec<_> = run.glyphs.iter().map(glyph).collect();
    surface.draw_glyphs(at, &glyphs, fonts.face(style.weight).font.clone(), &run.text, style.size, false);
}

fn fill(colour: Colour) -> Fill {
    let paint = rgb::Color::new(colour.r, colour.g, colour.b).into();
    Fill { paint, opacity: NormalizedF32::ONE, ..Fill::default() }
}

fn rounded(x: f32, y: f32, width: f32, height: f32, radius: f32) -> Option<Path> {
    let mut path = PathBuilder::new();
    if radius <= 0.0 {
        path.push_rect(Rect::from_xywh(x, y, width, height)?);
        return path.finish();
    }
    let (right, bottom, handle) = (x + width, y + height, radius * (1.0 - QUARTER));
    path.move_to(x + radius, y);
    path.line_to(right - radius, y);
    path.cubic_to(right - handle, y, right, y + handle, right, y + radius);
    path.line_to(right, bottom - radius);
    path.cubic_to(right, bottom - handle, right - handle, bottom, right - radius, bottom);
    path.line_to(x + radius, bottom);
    path.cubic_to(x + handle, bottom, x, bottom - handle, x, bottom - radius);
    path.line_to(x, y + radius);
    path.cubic_to(x, y + handle, x + handle, y, x + radius, y);
    path.close();
    path.finish()
}
