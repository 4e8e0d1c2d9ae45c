//! Errors go through `?` into a boxed error, and from one thread to another.

use std::error::Error as StdError;

use intercom_client::{
    ApiError, Client, ConfigError, DecodeFailure, Error, InvalidRequest, TimeoutError, TransportError,
};

fn is_error<E: StdError + Send + Sync + 'static>() {}

async fn boxed(client: &Client) -> Result<String, Box<dyn StdError>> {
    Ok(client.ai_content().get_external_page("5017690").send().await?.into_inner().title)
}

async fn boxed_for_threads(client: &Client) -> Result<(), Box<dyn StdError + Send + Sync>> {
    match client.ai_content().delete_external_page("5017690").send().await {
        Ok(_) => Ok(()),
        Err(error) if error.status().is_some_and(|status| status == 404) => Ok(()),
        Err(Error::Timeout(timeout)) => Err(format!("no response within {:?}", timeout.after()).into()),
        Err(error) => Err(error.into()),
    }
}

fn main() -> Result<(), Error> {
    is_error::<Error>();
    is_error::<ApiError>();
    is_error::<ConfigError>();
    is_error::<DecodeFailure>();
    is_error::<InvalidRequest>();
    is_error::<TimeoutError>();
    is_error::<TransportError>();
    let client = Client::builder().token("token").build()?;
    let _ = (boxed(&client), boxed_for_threads(&client));
    Ok(())
}
