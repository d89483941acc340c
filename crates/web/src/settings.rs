//! What the surroundings decide. Every limit has a name and a unit.

use std::time::Duration;

/// How the surface is served. See `config/default.toml` for the meaning of each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Where others reach this server, without a slash at the end: `http://127.0.0.1:8080`. With `https://`, cookies are
    /// sent over TLS only.
    pub public_url: String,
    /// Bytes of a request's body, except of events.
    pub body_bytes_max: usize,
    /// Bytes of the body of `POST /v1/events`.
    pub events_body_bytes_max: usize,
    /// How long a request may take.
    pub request_time_max: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            public_url: "http://127.0.0.1:8080".into(),
            body_bytes_max: 1 << 20,
            events_body_bytes_max: 16 << 20,
            request_time_max: Duration::from_secs(30),
        }
    }
}

impl Settings {
    pub(crate) fn over_tls(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}
