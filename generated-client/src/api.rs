//! What the runtime has to know of one API: the facts that its description gives.

/// The facts of an API's description that the runtime works with; generated code holds one, `API`.
pub(crate) struct Api {
    /// The API's name, for people.
    pub(crate) title: &'static str,
    /// The version of the API that the description describes.
    pub(crate) version: &'static str,
    /// Where requests go unless the caller says otherwise; empty where the description names no server.
    pub(crate) base_url: &'static str,
    /// The servers of the description, each with its variant of `Server` and its address.
    pub(crate) servers: &'static [(&'static str, &'static str)],
    /// The security schemes that requests can carry a credential of. The first one is that of the token.
    pub(crate) schemes: &'static [Scheme],
    /// What an operation asks for that says nothing of its own, as [`Operation::SECURITY`](crate::Operation::SECURITY).
    pub(crate) security: &'static [&'static [&'static str]],
    /// Whether there is no operation that could be called without a credential.
    pub(crate) always_asks: bool,
    /// Where credentials go besides the server that a client is built for.
    pub(crate) credential_origins: &'static [&'static str],
    /// The environment variables in which the token is customarily kept; the first that is set and not empty counts.
    pub(crate) token_variables: &'static [&'static str],
    /// Headers that go with every request unless the client or the request sets them to something else.
    pub(crate) headers: &'static [(&'static str, &'static str)],
    /// The header that names the version of the API, in requests and in responses.
    pub(crate) version_header: Option<&'static str>,
    /// Other names of versions: a server that is asked for the first may respond with the second, and the other way round.
    pub(crate) version_aliases: &'static [(&'static str, &'static str)],
    /// JSON pointers (RFC 6901) to an error's code in an error body; the first that leads somewhere counts.
    pub(crate) error_code: &'static [&'static str],
    /// JSON pointers to an error's message in an error body.
    pub(crate) error_message: &'static [&'static str],
    /// JSON pointers to the request's id in an error body; the header `x-request-id` comes before them.
    pub(crate) request_id: &'static [&'static str],
    /// Whether something in an error body is not to be shown.
    pub(crate) hides_errors: bool,
    /// JSON pointers to what no message and no `Debug` shows, of those to a code, a message and an id, and of what a problem has.
    pub(crate) hidden_in_errors: &'static [&'static str],
    /// The header of a response with the calls that a window of time allows.
    pub(crate) rate_limit: Option<&'static str>,
    /// The header with the calls that are left in it.
    pub(crate) rate_limit_remaining: Option<&'static str>,
    /// The header with the timestamp at which the next one begins, in seconds since 1970.
    pub(crate) rate_limit_reset: Option<&'static str>,
}

#[cfg(test)]
impl Api {
    /// An API of which nothing is known.
    pub(crate) const NAMELESS: Self = Self {
        title: "",
        version: "",
        base_url: "",
        servers: &[],
        schemes: &[],
        security: &[],
        always_asks: false,
        credential_origins: &[],
        token_variables: &[],
        headers: &[],
        version_header: None,
        version_aliases: &[],
        error_code: &[],
        error_message: &[],
        request_id: &[],
        hides_errors: false,
        hidden_in_errors: &[],
        rate_limit: None,
        rate_limit_remaining: None,
        rate_limit_reset: None,
    };
}

/// A security scheme of the description.
#[derive(Debug)]
pub(crate) struct Scheme {
    /// Its name in the description.
    pub(crate) name: &'static str,
    /// The function of the client's builder that takes its credential.
    pub(crate) setter: &'static str,
    /// How a request carries that.
    pub(crate) kind: Authentication,
}

#[allow(dead_code, reason = "a description uses some of them")]
impl Scheme {
    /// The header that its credential has for itself.
    pub(crate) const fn header_name(&self) -> Option<&'static str> {
        match self.kind {
            Authentication::Bearer | Authentication::Basic => Some("authorization"),
            Authentication::Header(name) => Some(name),
            Authentication::Query(_) | Authentication::Cookie(_) => None,
        }
    }

    /// A token in `Authorization`.
    pub(crate) const fn bearer(name: &'static str, setter: &'static str) -> Self {
        Self { name, setter, kind: Authentication::Bearer }
    }

    /// A user and a password in `Authorization`.
    pub(crate) const fn basic(name: &'static str, setter: &'static str) -> Self {
        Self { name, setter, kind: Authentication::Basic }
    }

    /// A key in a header.
    pub(crate) const fn header(name: &'static str, setter: &'static str, header: &'static str) -> Self {
        Self { name, setter, kind: Authentication::Header(header) }
    }

    /// A key in a query parameter.
    pub(crate) const fn query(name: &'static str, setter: &'static str, parameter: &'static str) -> Self {
        Self { name, setter, kind: Authentication::Query(parameter) }
    }

    /// A key in a cookie.
    pub(crate) const fn cookie(name: &'static str, setter: &'static str, cookie: &'static str) -> Self {
        Self { name, setter, kind: Authentication::Cookie(cookie) }
    }
}

/// How a request shows who sends it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Authentication {
    /// `Authorization: Bearer <token>` (RFC 6750).
    Bearer,
    /// `Authorization: Basic …` (RFC 7617); the credential is `user:password`, or a user alone.
    Basic,
    /// The credential is the value of a header.
    Header(&'static str),
    /// The credential is the value of a query parameter.
    Query(&'static str),
    /// The credential is the value of a cookie.
    Cookie(&'static str),
}
