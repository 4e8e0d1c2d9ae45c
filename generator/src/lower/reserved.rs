//! Names that generated code uses otherwise, each list for one namespace.

/// Names that generated code uses for other things: a model called so would hide them.
pub(super) const MODEL_TYPES: &str = "\
    Api BTreeMap Box BuilderParts Clone Complete Copy Debug Default Deserialize Display Drop Eq Err FieldIndex From Hash \
    Into Iterator MissingFields None Nullable Ok OneOrMany Option OtherFields PartialEq Request Result Self Send \
    Serialize Some String StringOrInteger Sync ToString UnixTime Value Vec";

/// Functions of a model that clippy expects to return the model itself: no way to build one can be called so.
pub(super) const CONSTRUCTORS: &str = "default new";

/// Names at the root of the generated crate, and what its files import: no tag and no operation can be called so, since an app
/// imports them side by side.
pub(super) const ROOT_TYPES: &str = "\
    Api ApiError Authentication BaseUrlProblem Binary Blocking ByStatus Bytes Client ClientBuilder Clone \
    ConfigError Copy Debug Decode DecodeByStatus DecodeError DecodeFailure DecodePolicy Default Display Download DryRun Empty Encode EncodeByStatus Endpoint Eq EventData EventFrame EventText Events \
    Error ErrorBody Expansion ExposeSecret FieldStyle File Finite FormData From Hash HeaderMap HeaderName HeaderValue IntoIterator InvalidRequest Items Json JsonLines JsonSequence ListStyle \
    Method Mismatch MockResponse Nullable ObjectStyle OneOrMany Operation OperationName ObservedCall Observer Option Ord Outcome PageParameter Pages \
    Paginated Pagination PaginationError PartialEq PartialOrd Progress RateLimit RateLimitError RateLimiter Request Response ResponseBody Result Retry \
    Scheme SecretString Server StatusCode Streamed String StringOrInteger Text TimeOutOfRange TimeoutError TokenError TokenFuture TokenSource TraceContext Transport TransportBody TransportError \
    TransportFuture TransportPieces TransportRequest TransportResponse UnixTime Untyped Upload UploadBody UploadPieces Url Value Vec";

/// Functions of the client, and of traits of the prelude that take it by value, which rustc would call: no tag's accessor can be called so.
pub(super) const CLIENT_FUNCTIONS: &str = "\
    base_url builder clone default from_env headers http into new query_token request response_limit timeout try_into with_credential \
    with_token with_token_source";

/// Functions of the client's builder, and endings of `with_…` options: no header's setter can be called so.
pub(super) const BUILDER_FUNCTIONS: &str = "\
    at base_url body_field build check_settings clone connect_timeout credential credential_source \
    credentials_for danger_allow_http decode_policy default_header file header http_client idempotent json \
    mock_transport new observer path query rate_limiter response_limit retry retry_on server timeout token token_from_env token_source transport \
    user_agent user_and_password";

/// Functions of every tag, of traits that clippy would take for them, and of traits of the prelude that take it by value, which rustc would
/// call: no operation can be called so.
pub(super) const GROUP_FUNCTIONS: &str = "as_ref borrow clone cmp deref eq hash index into new try_into";

/// What else stands in the folders of the tags' files, and these folders themselves: no tag's file can be called so.
pub(super) const TAG_MODULES: &str = "groups mock r#mod operations shared";

/// Modules among the models: no schema's file can be called so.
pub(super) const MODEL_MODULES: &str = "mock r#mod models required";

/// Functions of every request, those of traits that clippy would take for them, and names that stand for nothing: no
/// parameter's setter can be called so.
pub(super) const REQUEST_FUNCTIONS: &str = "\
    add answer baz bitand bitor bitxor body bytes_body call changed clone complete content_type div dry_run foo \
    form_body form_body_of form_data items json_body json_body_of keep_problem mul new of_parts pages \
    put_content_type put_declared_header put_query put_query_list put_query_object quux read_recorded rem send \
    send_blocking send_events send_events_blocking send_raw send_raw_blocking send_stream send_stream_blocking set_cookie set_file set_files \
    set_header set_header_json set_header_list set_header_object set_idempotency_key set_part set_part_header \
    set_part_json set_part_json_list set_part_list set_part_text set_path set_path_list set_path_object \
    set_path_word set_query set_query_json set_query_list set_query_list_reserved set_query_object \
    set_query_object_reserved set_query_reserved shl shr sub text_body to_http with_body_field with_file \
    with_header with_idempotent with_json with_part with_path with_query with_retry with_retry_on with_timeout \
    with_token with_upload";

/// Functions of the mock, and of traits that clippy would take for them: no operation's expectation can be called so.
pub(super) const MOCK_FUNCTIONS: &str = "\
    as_ref borrow calls client client_builder clone cmp default deref drop eq fmt hash index new request verify";

/// Features of every generated crate, and its dependencies, which share a namespace with them: no tag's feature can be
/// called so.
pub(super) const FEATURES: &str = "\
    anyhow backon base64 blocking bytes chrono default encoding_rs fastrand flate2 futures-core gzip http http-body http2 httpdate \
    jiff middleware mock native-tls percent-encoding reqwest reqwest-middleware rustls rustls-no-provider secrecy serde \
    serde_json serde_path_to_error thiserror time tokio tracing url uuid";
