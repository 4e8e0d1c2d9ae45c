//! Shows the request that lists the cats of the store, and sends nothing.

use petstore::{Client, Error};

fn main() -> Result<(), Error> {
    let client = Client::builder().base_url("https://petstore.example.com/v1").build()?;
    println!("{}", client.pets().list().species("cat").dry_run()?);
    Ok(())
}
