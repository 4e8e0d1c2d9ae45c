//! Where a token comes from that changes: a function that is asked for it, or a type of the app's own.
//!
//! ```no_run
#![doc = concat!("use ", env!("CARGO_CRATE_NAME"), "::{Client, Error, token_source};")]
//!
//! # fn main() -> Result<(), Error> {
//! // A file commonly ends in a line break, which no token has.
//! let read = || std::fs::read_to_string("/run/secrets/token").map(|token| token.trim().to_owned());
//! let client = Client::builder().token_source(token_source::from_fn(read)).build()?;
//! # Ok(())
//! # }
//! ```

use std::error::Error as StdError;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use secrecy::SecretString;

use crate::credentials::token_error::TokenError;

/// What a [`TokenSource`] returns: a boxed future.
pub type TokenFuture<'a> = Pin<Box<dyn Future<Output = Result<SecretString, TokenError>> + Send + 'a>>;

/// Returns the token that a request carries, each time that one is sent.
///
/// [`from_fn`] and [`from_async_fn`] make one of a function; a type of your own can also use what the server has refused.
/// It keeps its token itself, for as long as that is valid, since it is asked at each try of each call. Calls that ask
/// while it is being asked wait, and share what it returns. What it takes counts as time of the call.
///
/// It may call the API with the same client, where the operation asks for no token. It must not make a blocking call
/// (`send_blocking`): that is an [`Error::InvalidRequest`](crate::Error::InvalidRequest). A call that asks for the token, made
/// in a task or a thread that the source starts, waits for the source, which waits for it: after 20 seconds it is an
/// [`Error::Credentials`](crate::Error::Credentials) that says so. Any other call that waits for the source as long is one,
/// too, as nobody knows which of the two it is; it is [retryable](TokenError::is_retryable), but only the app sends it again.
pub trait TokenSource: Send + Sync + 'static {
    /// The token, without `Bearer`; as the source of a single security scheme, what that scheme's own setter takes, a user
    /// and a password as `user:password`.
    ///
    /// Where the server responded with 401, it is asked once more, with the token that was `refused`: where it returns another
    /// one, the call is sent again, whatever its method.
    fn token<'a>(&'a self, refused: Option<&'a SecretString>) -> TokenFuture<'a>;
}

impl<S: TokenSource + ?Sized> TokenSource for Arc<S> {
    fn token<'a>(&'a self, refused: Option<&'a SecretString>) -> TokenFuture<'a> {
        (**self).token(refused)
    }
}

impl<S: TokenSource + ?Sized> TokenSource for Box<S> {
    fn token<'a>(&'a self, refused: Option<&'a SecretString>) -> TokenFuture<'a> {
        (**self).token(refused)
    }
}

/// A source that calls a function, which should not block for long: it holds up the thread that sends.
///
/// Any error will do; a [`TokenError`] also says whether to try again. An [`Error`](crate::Error) of a client becomes one
/// with `?`.
pub fn from_fn<F, T, E>(function: F) -> impl TokenSource
where
    F: Fn() -> Result<T, E> + Send + Sync + 'static,
    T: Into<String> + 'static,
    E: Into<Box<dyn StdError + Send + Sync>> + 'static,
{
    Function(move || std::future::ready(normal(function())))
}

/// A source that calls an async function.
///
/// Any error will do; a [`TokenError`] also says whether to try again. An [`Error`](crate::Error) of a client becomes one
/// with `?`.
pub fn from_async_fn<F, A, T, E>(function: F) -> impl TokenSource
where
    F: Fn() -> A + Send + Sync + 'static,
    A: Future<Output = Result<T, E>> + Send + 'static,
    T: Into<String> + 'static,
    E: Into<Box<dyn StdError + Send + Sync>> + 'static,
{
    Function(move || {
        let future = function();
        async move { normal(future.await) }
    })
}

/// A source that is a function.
struct Function<F>(F);

impl<F, A> TokenSource for Function<F>
where
    F: Fn() -> A + Send + Sync + 'static,
    A: Future<Output = Result<SecretString, TokenError>> + Send + 'static,
{
    fn token<'a>(&'a self, _refused: Option<&'a SecretString>) -> TokenFuture<'a> {
        Box::pin((self.0)())
    }
}

/// What a function returned, as a source returns it. A [`TokenError`] stays what it is.
fn normal<T, E>(returned: Result<T, E>) -> Result<SecretString, TokenError>
where
    T: Into<String>,
    E: Into<Box<dyn StdError + Send + Sync>>,
{
    let token = returned.map(|token| SecretString::from(token.into()));
    token.map_err(|error| error.into().downcast::<TokenError>().map_or_else(TokenError::new, |error| *error))
}
