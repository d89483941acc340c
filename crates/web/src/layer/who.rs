//! Who asks: an API key on `/v1`, a signed link's cookie on pages.

use std::sync::Arc;

use axum::{
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, header, request::Parts},
    middleware::Next,
    response::Response,
};
use kernel::{
    Kind, Role,
    access::{Actor, Ask, Can},
    error::Failure,
    id::TenantName,
};

use crate::{path::OfTenant, problem::Problem, state::Web};

/// What was found out about the one who asks: recognised, or why not.
#[derive(Clone)]
struct Who(Arc<Result<Actor, Problem>>);

/// Proof that whoever asks was recognised and may do `A`. Before the body is read: who may not, is not told what is
/// wrong with it.
pub struct May<A>(pub Can<A>);

/// The same about the `{tenant}` of the path.
pub struct MayAbout<A>(pub Can<A>, pub TenantName);

/// Which links' cookies open a page. Following a client's link does not sign the operator out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Realm {
    Operator,
    Client,
}

impl Realm {
    fn of(path: &str) -> Option<Self> {
        let under = |root: &str| path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        if under("/operator") {
            Some(Self::Operator)
        } else if under("/t") {
            Some(Self::Client)
        } else {
            None
        }
    }

    /// The cookie's name. Over TLS its prefix binds it to this host.
    pub fn cookie(self, over_tls: bool) -> &'static str {
        match (self, over_tls) {
            (Self::Operator, false) => "purvey_operator",
            (Self::Client, false) => "purvey_client",
            (Self::Operator, true) => "__Host-purvey_operator",
            (Self::Client, true) => "__Host-purvey_client",
        }
    }
}

pub async fn recognise(State(web): State<Web>, mut request: Request, next: Next) -> Response {
    let found = match Realm::of(request.uri().path()) {
        Some(realm) => by_link(&web, realm, request.headers()),
        None => by_key(&web, request.headers()).await,
    };
    if let Some(found) = found {
        request.extensions_mut().insert(Who(Arc::new(found.map_err(Problem::from))));
    }
    next.run(request).await
}

async fn by_key(web: &Web, headers: &HeaderMap) -> Option<Result<Actor, Failure>> {
    let text = headers.get(header::AUTHORIZATION)?;
    let key = text
        .to_str()
        .ok()
        .and_then(|text| text.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    let Some((_, key)) = key else {
        let how = "The Authorization header must be: Bearer, a space, and an API key.";
        return Some(Err(Failure::new(Kind::Unauthenticated, how)));
    };
    Some(web.app.recognise(key.trim()).await)
}

/// On a client's page the client's own link counts first; the operator may look, too.
fn by_link(web: &Web, realm: Realm, headers: &HeaderMap) -> Option<Result<Actor, Failure>> {
    let open = |realm: Realm| {
        let token = cookie(headers, realm.cookie(web.settings.over_tls()))?;
        Some(web.app.open_link(token))
    };
    match realm {
        Realm::Operator => open(Realm::Operator),
        Realm::Client => match (open(Realm::Client), open(Realm::Operator)) {
            (_, Some(Ok(operator))) => Some(Ok(operator)),
            (client, operator) => client.or(operator),
        },
    }
}

fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, _)| *found == name)
        .map(|(_, value)| value)
}

/// Whether what goes out may be read by a client: then no confidential word may be in it.
pub fn client_facing(request: &Request) -> bool {
    let tenant = request
        .extensions()
        .get::<Who>()
        .is_some_and(|who| matches!(&*who.0, Ok(actor) if actor.role() == Role::Tenant));
    tenant || Realm::of(request.uri().path()) == Some(Realm::Client)
}

/// The actor of a request, if it was recognised.
pub fn actor(request: &Request) -> Option<&Actor> {
    request.extensions().get::<Who>().and_then(|who| who.0.as_ref().as_ref().ok())
}

impl<A: Ask, S: Sync> FromRequestParts<S> for May<A> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Ok(Self(recognised(parts)?.can()?))
    }
}

impl<A: Ask, S: Send + Sync> FromRequestParts<S> for MayAbout<A> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let actor = recognised(parts)?;
        actor.can::<A>()?;
        let OfTenant(tenant) = OfTenant::from_request_parts(parts, state).await?;
        Ok(Self(actor.can_about(&tenant)?, tenant))
    }
}

fn recognised(parts: &Parts) -> Result<Actor, Problem> {
    match parts.extensions.get::<Who>() {
        Some(who) => Result::clone(&who.0),
        None => {
            let how = match Realm::of(parts.uri.path()) {
                Some(_) => "This page opens by a link that you are given.",
                None => "Send an API key: Authorization: Bearer pk_…",
            };
            Err(Failure::new(Kind::Unauthenticated, how).into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn realms_are_whole_path_segments() {
        assert_eq!(Realm::of("/operator"), Some(Realm::Operator));
        assert_eq!(Realm::of("/operator/tenants/x"), Some(Realm::Operator));
        assert_eq!(Realm::of("/t/abc"), Some(Realm::Client));
        for neither in ["/", "/tea", "/operators", "/v1/tenants", "/assets/t/x"] {
            assert_eq!(Realm::of(neither), None, "{neither}");
        }
    }

    #[test]
    fn a_cookie_is_found_among_others_by_its_whole_name() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, "a=1; xpurvey_client=no; purvey_client=tenant~abc~9~ff".parse().unwrap());
        headers.append(header::COOKIE, "purvey_operator=x".parse().unwrap());
        assert_eq!(cookie(&headers, "purvey_client"), Some("tenant~abc~9~ff"));
        assert_eq!(cookie(&headers, "purvey_operator"), Some("x"));
        assert_eq!(cookie(&headers, "purvey"), None);
    }
}
