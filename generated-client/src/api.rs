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
    /// How a request shows who sends it.
    pub(crate) authentication: Authentication,
    /// The environment variables in which the token is customarily kept; the first that is set and not empty counts.
    pub(crate) token_variables: &'static [&'static str],
    /// Headers that go with every request unless the client or the request sets them to something else.
    pub(crate) headers: &'static [(&'static str, &'static str)],
    /// The header that tells the version of the API, in requests and in answers.
    pub(crate) version_header: Option<&'static str>,
    /// Other names of versions: a server that is asked for the first may answer with the second, and the other way round.
    pub(crate) version_aliases: &'static [(&'static str, &'static str)],
    /// JSON pointers (RFC 6901) to an error's code in an error body; the first that leads somewhere counts.
    pub(crate) error_code: &'static [&'static str],
    /// JSON pointers to an error's message in an error body.
    pub(crate) error_message: &'static [&'static str],
    /// JSON pointers to the request's id in an error body; the header `x-request-id` comes before them.
    pub(crate) request_id: &'static [&'static str],
    /// The header of an answer with the calls that a window of time allows.
    pub(crate) rate_limit: Option<&'static str>,
    /// The header with the calls that are left in it.
    pub(crate) rate_limit_remaining: Option<&'static str>,
    /// The header with the moment at which the next one begins, in seconds since 1970.
    pub(crate) rate_limit_reset: Option<&'static str>,
}

/// How a request shows who sends it.
#[derive(Clone, Copy, Debug)]
#[allow(dead_code, reason = "a description uses one of them")]
pub(crate) enum Authentication {
    /// `Authorization: Bearer <token>` (RFC 6750).
    Bearer,
    /// `Authorization: Basic …` (RFC 7617); the token is `user:password`, or a user alone.
    Basic,
    /// The token is the value of a header.
    Header {
        /// The header's name.
        name: &'static str,
    },
    /// The token is the value of a query parameter.
    Query {
        /// The parameter's name.
        name: &'static str,
    },
    /// Nothing is sent; a token is not asked for.
    None,
}
