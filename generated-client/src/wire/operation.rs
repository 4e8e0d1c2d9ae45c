//! What an operation of an API is, to the runtime.

use http::Method;

use crate::api::Api;
use crate::wire::format::Decode;

/// An operation of the API: what its request is, and how its response is read. Generated code implements it.
pub trait Operation {
    /// The operation's id in the API's description.
    const ID: &'static str;

    /// The HTTP method.
    const METHOD: Method;

    /// The path after the base URL, with parameters in braces: `/pages/{id}`. A query that never changes follows it.
    const PATH: &'static str;

    /// Where the request goes unless the client has been given a base URL: nothing, if that is where all the others go.
    const SERVER: Option<&'static str> = None;

    /// The media types of the response, as the header `Accept` says them.
    const ACCEPT: &'static str = "application/json";

    /// Whether sending the request twice has the effect of sending it once (RFC 9110, 9.2.2): by its method, unless the
    /// description says otherwise. Only such a request is sent again after a failure that may have come too late.
    const IDEMPOTENT: bool = is_idempotent(Self::METHOD);

    /// The statuses of success (2xx) that the description names; none where it names no single one, and all are as it promises.
    /// Another one is read as they are, where anything is, and is among the [mismatches](crate::Response::mismatches).
    const STATUSES: &'static [u16] = &[200];

    /// Whether the description has a `default` of its own for all statuses that it does not name, successes among them: such
    /// a response is not what the method returns, and so an [`Error::Decode`](crate::Error::Decode).
    const HAS_DEFAULT: bool = false;

    /// The redirects (3xx) that are the success, where the description promises no other one: each is returned with its
    /// [`location`](crate::Response::location), and never followed.
    const REDIRECTS: &'static [u16] = &[];

    /// The credentials that a request carries: one of these alternatives, each the names of security schemes that go
    /// together. The first one counts that the client has credentials for. None at all is asked for where there is no
    /// alternative; where one of them is empty, the request goes out without a credential if the client has none.
    ///
    /// An operation that says nothing of its own asks for what the whole API asks for. That is the client's to know, so that
    /// this is only a mark then.
    const SECURITY: &'static [&'static [&'static str]] = &AS_THE_API;

    /// What a successful response carries.
    type Output;

    /// How a successful response is read.
    type Format: Decode<Self::Output>;
}

/// What a request can be sent to: an [`Operation`], or what only the app knows, [`Untyped`](crate::Untyped).
pub trait Endpoint {
    /// What a successful response carries.
    type Output;

    /// How a successful response is read.
    type Format: Decode<Self::Output>;

    /// The statuses of success, as [`Operation::STATUSES`].
    const STATUSES: &'static [u16] = &[];

    /// Whether something else comes with all others, as [`Operation::HAS_DEFAULT`].
    const HAS_DEFAULT: bool = false;
}

impl<O: Operation> Endpoint for O {
    type Output = <O as Operation>::Output;
    type Format = <O as Operation>::Format;

    const STATUSES: &'static [u16] = <O as Operation>::STATUSES;
    const HAS_DEFAULT: bool = <O as Operation>::HAS_DEFAULT;
}

/// Stands for what the whole API asks for; known by its address, as its name could be that of a scheme.
static AS_THE_API: [&[&str]; 1] = [&["as the whole API"]];

/// What an operation of an API asks for, as [`Operation::SECURITY`].
#[allow(dead_code, reason = "a description may have no operations")]
pub(crate) fn security<O: Operation>(api: &Api) -> &'static [&'static [&'static str]] {
    if std::ptr::eq(O::SECURITY, &AS_THE_API) { api.security } else { O::SECURITY }
}

/// Which operation a request is for, where its type is not known: in a transport, and in what observes calls.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct OperationName {
    /// The operation's id in the API's description, as [`Operation::ID`]; of an [`Untyped`](crate::Untyped) request, its path.
    pub id: &'static str,
    /// The path with its parameters in braces, as [`Operation::PATH`]: of one value for all calls of an operation.
    pub path: &'static str,
}

impl OperationName {
    pub(crate) const fn of<O: Operation>() -> Self {
        Self { id: O::ID, path: O::PATH }
    }

    /// That of a request whose path the app has written.
    pub(crate) const fn of_template(template: &'static str) -> Self {
        Self { id: template, path: template }
    }
}

const fn is_idempotent(method: Method) -> bool {
    let is_idempotent = matches!(
        method,
        Method::GET | Method::HEAD | Method::PUT | Method::DELETE | Method::OPTIONS | Method::TRACE | Method::QUERY
    );
    // A `Method` can own memory, and a constant cannot run destructors.
    std::mem::forget(method);
    is_idempotent
}
