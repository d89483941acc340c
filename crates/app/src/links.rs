//! Signed links: who may look, until when, sealed with the installation's secret. They stand in until sign-in exists.

use hmac::{Hmac, KeyInit as _, Mac as _};
use kernel::{
    access::Actor,
    error::{Failure, Kind},
    id::TenantName,
};
use sha2::Sha256;

use crate::{App, Outcome, limits::LINK_LIFETIME_S};

/// 256 bits that only this installation knows.
#[derive(Clone)]
pub struct Secret(pub [u8; 32]);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// What a link opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    Operator,
    Tenant(TenantName),
}

impl Scope {
    fn text(&self) -> String {
        match self {
            Self::Operator => "operator".into(),
            Self::Tenant(name) => format!("tenant~{name}"),
        }
    }
}

impl App {
    /// A token for `/s/{token}`, good for [`LINK_LIFETIME_S`] seconds.
    pub fn sign_link(&self, scope: &Scope) -> String {
        let until = self.now().as_second().saturating_add(LINK_LIFETIME_S);
        let body = format!("{}~{until}", scope.text());
        format!("{body}~{}", hex(&self.seal(&body).finalize().into_bytes()))
    }

    /// Whom a token stands for. `Unauthenticated` if it is not ours or too old.
    pub fn open_link(&self, token: &str) -> Outcome<Actor> {
        let refuse = |why: &str| Failure::new(Kind::Unauthenticated, why);
        let not_ours = || refuse("This link is not valid. Ask for a new one.");
        let (body, seal) = token.rsplit_once('~').ok_or_else(not_ours)?;
        self.seal(body).verify_slice(&unhex(seal).ok_or_else(not_ours)?).map_err(|_| not_ours())?;
        let (scope, until) = body.rsplit_once('~').ok_or_else(not_ours)?;
        if until.parse::<i64>().map_err(|_| not_ours())? <= self.now().as_second() {
            return Err(refuse("This link has expired. Ask for a new one."));
        }
        match scope.split_once('~') {
            None if scope == "operator" => Ok(Actor::operator()),
            Some(("tenant", name)) => Ok(Actor::tenant(name.parse().map_err(|_| not_ours())?)),
            _ => Err(not_ours()),
        }
    }

    fn seal(&self, body: &str) -> Hmac<Sha256> {
        // HMAC pads a shorter key with zeros to the block of its hash.
        let mut block = [0u8; 64];
        block.iter_mut().zip(self.inner.secret.0).for_each(|(into, byte)| *into = byte);
        let mut seal = Hmac::<Sha256>::new(&block.into());
        seal.update(b"purvey link 1 ");
        seal.update(body.as_bytes());
        seal
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        use std::fmt::Write as _;
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    if !text.len().is_multiple_of(2) {
        return None;
    }
    text.as_bytes().chunks(2).map(byte).collect()
}
