//! A client can be cloned and shared between threads, as can models, requests and responses.

use intercom_client::{Client, ClientBuilder, Request, Response, models, operations::CreateMessage};

fn is_shared<T: Clone + Send + Sync + 'static>() {}

fn main() {
    is_shared::<Client>();
    is_shared::<ClientBuilder>();
    is_shared::<Request<CreateMessage>>();
    is_shared::<Response<models::Message>>();
    is_shared::<models::CreateMessageRequest>();
    is_shared::<models::builders::CreateMessageRequestEmailBuilder>();
}
