//! Which credentials a request bears: those that its operation asks for, where the client may send them.

use http::header::COOKIE;
use http::{HeaderMap, HeaderValue};
use secrecy::{ExposeSecret, SecretString};
use url::{Origin, Url};

use crate::api::{Authentication, Scheme};
use crate::credentials::{Bears, Credential, Credentials, bears};
use crate::token_error::TokenError;

/// What a request asks for, and what there is for it.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    /// The id of its operation.
    pub(crate) operation: &'static str,
    /// The alternatives, each the names of schemes.
    pub(crate) alternatives: &'static [&'static [&'static str]],
    /// The client's credentials.
    pub(crate) credentials: &'a Credentials,
    /// The request's own token, instead of the client's.
    pub(crate) token: Option<&'a Credential>,
    /// The headers that the app has set for the client and for the request.
    pub(crate) headers: [&'a HeaderMap; 2],
}

impl<'a> Asked<'a> {
    /// The credential for a scheme: the request's own, else the client's.
    fn credential(&self, scheme: &str) -> Option<&'a Credential> {
        let own = self.token.filter(|_| self.credentials.is_token(scheme));
        own.or_else(|| self.credentials.get(scheme))
    }

    /// Whether the app has set the header or the parameter of a scheme itself.
    fn is_set_by_hand(&self, name: &str, url: &Url) -> bool {
        let has = |name: &str| self.headers.iter().any(|headers| headers.contains_key(name));
        self.credentials.scheme(name).is_some_and(|scheme| match scheme.kind {
            Authentication::Query(parameter) => url.query_pairs().any(|(name, _)| name == parameter),
            Authentication::Cookie(_) => has(COOKIE.as_str()),
            Authentication::Bearer | Authentication::Basic | Authentication::Header(_) => {
                scheme.header_name().is_some_and(has)
            }
        })
    }

    /// Chooses the first alternative that there are credentials for; an error says what is missing.
    pub(crate) fn choose(&self, url: &Url) -> Result<Bearing, String> {
        let has = |scheme: &str| self.credential(scheme).is_some() || self.is_set_by_hand(scheme, url);
        let is_complete = |schemes: &&&[&str]| !schemes.is_empty() && schemes.iter().all(|scheme| has(scheme));
        let is_optional = self.alternatives.is_empty() || self.alternatives.iter().any(|schemes| schemes.is_empty());
        let schemes = match self.alternatives.iter().find(is_complete) {
            Some(schemes) => *schemes,
            None if is_optional => &[],
            None => return Err(self.missing()),
        };
        for scheme in schemes {
            if let Some(Credential::Unfit(unfit)) = self.credential(scheme) {
                return Err(format!("the credential of the scheme `{scheme}` cannot be used: {}", unfit.reason()));
            }
        }
        Ok(Bearing { schemes, given: Vec::new(), is_foreign: false })
    }

    fn missing(&self) -> String {
        let asked = |scheme: &Scheme| {
            let setter = if self.credentials.is_token(scheme.name) { "token" } else { scheme.setter };
            format!("`{}` (`ClientBuilder::{setter}`)", scheme.name)
        };
        let together = |names: &&[&str]| {
            let schemes = names.iter().filter_map(|name| self.credentials.scheme(name));
            schemes.map(asked).collect::<Vec<_>>().join(" and ")
        };
        let alternatives: Vec<String> = self.alternatives.iter().map(together).collect();
        let operation = self.operation;
        let alternatives = alternatives.join(", or of ");
        format!("`{operation}` asks for a credential that the client does not have, of the scheme {alternatives}")
    }
}

/// The credentials of one call.
pub(crate) struct Bearing {
    /// The schemes that it bears a credential of.
    schemes: &'static [&'static str],
    /// What their sources gave, as far as they have any.
    given: Vec<Given>,
    /// Whether the request goes where no credential of the client's may go.
    is_foreign: bool,
}

/// What a source gave for a scheme.
struct Given {
    scheme: &'static str,
    token: SecretString,
    bears: Bears,
}

impl Bearing {
    /// Checks that the credentials may go where a request goes that has a server of its own; an error says how they may.
    pub(crate) fn check_origin(&mut self, asked: &Asked<'_>, url: &Url, origins: &[Origin]) -> Result<(), String> {
        let origin = url.origin();
        self.is_foreign = !origins.contains(&origin);
        let has = |scheme: &&str| asked.credential(scheme).is_some();
        if !self.is_foreign || !self.schemes.iter().any(has) {
            return Ok(());
        }
        let home = origins.first().map(Origin::ascii_serialization).unwrap_or_default();
        let (origin, operation) = (origin.ascii_serialization(), asked.operation);
        Err(format!(
            "`{operation}` asks for a credential and goes to {origin}, but the client's credentials go to {home}: where \
             {origin} may have them, say so with `ClientBuilder::credentials_for(\"{origin}\")`, or for all apps with \
             `credential-origins = [\"{origin}\"]` under `[client]` of codegen.toml"
        ))
    }

    /// Whether a source gave something that is borne.
    pub(crate) fn has_given(&self) -> bool {
        !self.given.is_empty()
    }

    /// Whether a header of the client's may go where the request goes: one that bears a credential may not go anywhere.
    pub(crate) fn admits(&self, value: &HeaderValue) -> bool {
        !(self.is_foreign && value.is_sensitive())
    }

    /// How many headers it adds at most.
    pub(crate) fn len(&self) -> usize {
        self.schemes.len()
    }

    /// Whether there is a source to ask.
    pub(crate) fn has_sources(&self, asked: &Asked<'_>) -> bool {
        self.schemes.iter().any(|scheme| matches!(asked.credential(scheme), Some(Credential::Source(_))))
    }

    /// Asks the sources.
    pub(crate) async fn ask(&mut self, asked: &Asked<'_>) -> Result<(), TokenError> {
        self.given = self.answers(asked, false).await?;
        Ok(())
    }

    /// Asks the sources for others than those that the server has refused; false where they give the same.
    pub(crate) async fn renew(&mut self, asked: &Asked<'_>) -> Result<bool, TokenError> {
        let renewed = self.answers(asked, true).await?;
        let is_same = |(one, other): (&Given, &Given)| one.token.expose_secret() == other.token.expose_secret();
        let is_other = !renewed.iter().zip(&self.given).all(is_same);
        self.given = renewed;
        Ok(is_other)
    }

    async fn answers(&self, asked: &Asked<'_>, are_refused: bool) -> Result<Vec<Given>, TokenError> {
        let mut answers = Vec::new();
        for name in self.schemes {
            let (Some(Credential::Source(source)), Some(scheme)) =
                (asked.credential(name), asked.credentials.scheme(name))
            else {
                continue;
            };
            let refused = self.given.iter().find(|given| are_refused && given.scheme == *name);
            let token = source.ask(refused.map(|given| &given.token)).await?;
            let bears = bears(scheme, token.expose_secret());
            let unfit = |reason| TokenError::new(format!("what its source gave cannot be used: {reason}"));
            answers.push(Given { scheme: name, bears: bears.map_err(|reason| unfit(reason.reason()))?, token });
        }
        Ok(answers)
    }

    /// Puts the credentials into a request that has the client's headers, and not yet its own, which go before.
    pub(crate) fn bear(&self, asked: &Asked<'_>, url: &mut Url, headers: &mut HeaderMap) {
        for name in self.schemes {
            match self.borne(asked, name) {
                Some(Bears::Header(name, value)) => drop(headers.insert(name.clone(), value.clone())),
                Some(Bears::Query(pair)) => Bears::add_to_query(pair, url),
                Some(Bears::Cookie(_)) | None => {}
            }
        }
    }

    /// Adds the credentials that are cookies to those of the request.
    pub(crate) fn bear_cookies(&self, asked: &Asked<'_>, headers: &mut HeaderMap) {
        for name in self.schemes {
            let Some(Bears::Cookie(cookie)) = self.borne(asked, name) else { continue };
            if let Some(cookies) = Bears::add_to_cookies(cookie, headers.get(COOKIE)) {
                headers.insert(COOKIE, cookies);
            }
        }
    }

    fn borne<'a>(&'a self, asked: &Asked<'a>, name: &str) -> Option<&'a Bears> {
        if let Some(given) = self.given.iter().find(|given| given.scheme == name) {
            return Some(&given.bears);
        }
        match asked.credential(name)? {
            Credential::Fixed(bears) => Some(bears),
            Credential::Source(_) | Credential::Unfit(_) => None,
        }
    }
}
