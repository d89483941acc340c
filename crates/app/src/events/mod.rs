//! Events on their way in: CloudEvents 1.0, read here for the API and for files alike.

mod parse;
mod prepare;
mod receive;

use std::borrow::Cow;

use billing::usage::{Attributes, NotAttributes};
use kernel::time::Timestamp;

pub use parse::{Malformed, parse_batch, parse_ndjson, parse_one};
pub use receive::{NotAccepted, Reason, Receipt};

/// One CloudEvent as its sender wrote it, borrowed from the body. Its data is not looked into yet.
#[derive(Clone, Debug, PartialEq)]
pub struct IncomingEvent<'b> {
    pub id: Cow<'b, str>,
    pub source: Cow<'b, str>,
    pub kind: Cow<'b, str>,
    /// The tenant; a tenant's own key may leave it out.
    pub subject: Option<Cow<'b, str>>,
    /// To the microsecond; none: the time it is received counts.
    pub time: Option<Timestamp>,
    /// The JSON text of `data`; `{}` if there is none.
    pub data: &'b str,
    /// Extension attributes as the JSON text of an object; empty if there are none.
    pub extensions: Cow<'b, str>,
    /// The event as it came, for the rejected queue.
    pub raw: &'b str,
}

impl IncomingEvent<'_> {
    /// What meters read: the data, then the extensions. Of a repeated name the first counts.
    pub fn attributes(&self) -> Result<Attributes<'_>, NotAttributes> {
        let mut attributes = Attributes::parse(self.data)?;
        if !self.extensions.is_empty() {
            attributes.0.extend(Attributes::parse(&self.extensions)?.0);
        }
        Ok(attributes)
    }
}

/// A place in a body: an event, or why there is none. One bad event does not spoil its neighbours.
pub type Parsed<'b> = Result<IncomingEvent<'b>, Malformed<'b>>;
