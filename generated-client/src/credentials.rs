//! Where a request bears its token.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::AUTHORIZATION;
use http::{HeaderName, HeaderValue};
use secrecy::SecretString;

use crate::api::Authentication;
use crate::config::{ConfigError, header, sensitive};

/// Where a token goes.
pub(crate) enum Credentials {
    /// Among the headers.
    Header(HeaderName, HeaderValue),
    /// In the query, under this name.
    Query(&'static str, SecretString),
    /// Nowhere.
    None,
}

/// Puts a token where the API wants it.
pub(crate) fn credentials(authentication: Authentication, token: Option<&str>) -> Result<Credentials, ConfigError> {
    let token = token.filter(|token| !token.trim().is_empty()).ok_or(ConfigError::MissingToken);
    let value = |text: &str| sensitive(text).ok_or(ConfigError::InvalidToken);
    Ok(match authentication {
        Authentication::Bearer => Credentials::Header(AUTHORIZATION, value(&format!("Bearer {}", token?))?),
        Authentication::Basic => Credentials::Header(AUTHORIZATION, basic(token?)?),
        Authentication::Header { name } => {
            let text = token?;
            let (name, _) = header(name, "")?;
            Credentials::Header(name, value(text)?)
        }
        Authentication::Query { name } => Credentials::Query(name, token?.into()),
        Authentication::None => Credentials::None,
    })
}

/// The value of `Authorization` for `user:password`, or for a user alone (RFC 7617).
fn basic(token: &str) -> Result<HeaderValue, ConfigError> {
    let (user, password) = token.split_once(':').unwrap_or((token, ""));
    let encoded = STANDARD.encode(format!("{user}:{password}"));
    sensitive(&format!("Basic {encoded}")).ok_or(ConfigError::InvalidToken)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn authorization(authentication: Authentication, token: &str) -> String {
        match credentials(authentication, Some(token)) {
            Ok(Credentials::Header(name, value)) => {
                assert!(value.is_sensitive());
                format!("{name}: {}", value.to_str().expect("it is text"))
            }
            Ok(Credentials::Query(name, _)) => format!("?{name}"),
            Ok(Credentials::None) => String::new(),
            Err(problem) => problem.to_string(),
        }
    }

    #[test]
    fn a_token_goes_where_the_description_says() {
        assert_eq!(authorization(Authentication::Bearer, "t"), "authorization: Bearer t");
        assert_eq!(authorization(Authentication::Basic, "me:secret"), "authorization: Basic bWU6c2VjcmV0");
        assert_eq!(authorization(Authentication::Basic, "me"), "authorization: Basic bWU6");
        assert_eq!(authorization(Authentication::Header { name: "X-Key" }, "t"), "x-key: t");
        assert_eq!(authorization(Authentication::Query { name: "key" }, "t"), "?key");
        assert_eq!(authorization(Authentication::None, "t"), "");
    }

    #[test]
    fn a_token_that_a_header_cannot_carry_is_refused_without_showing_it() {
        assert_eq!(
            authorization(Authentication::Bearer, "secret\n"),
            "the token holds a character that a header cannot carry, such as a line break"
        );
    }
}
