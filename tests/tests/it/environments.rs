//! Tests the hosts that requests are sent to: those of the environment, and of single actions.

use serde_json::{Value, json};
use tencent_ess::Environment;
use tencent_runtime::client::credential::Credential;
use tencent_runtime::client::error::ApiError;
use tencent_runtime::client::{
    BuildError, CallOptions, ClientBuilder, Error, RetryPolicy, Transport, blocking,
};
use tencent_runtime::validate::Validate;
use tencent_runtime::wire::{Encode, Encoder};
use tencent_runtime::{Action, ActionInfo, EnvironmentInfo, Service, ServiceEnvironment};
use tests::clients::{Settings, each};
use tests::outcomes::serve;
use tests::server::{Reply, SECRET_ID, SECRET_KEY, Server};
use tests::test_actions::{Plain, answer};

const ENVIRONMENTS: &[EnvironmentInfo] = &[
    EnvironmentInfo::new("live", "live.example.com")
        .action_hosts(&[("Upload", "file.live.example.com")]),
    EnvironmentInfo::new("rehearsal", "re.example.com")
        .action_hosts(&[("Upload", "file.re.example.com")]),
];

static SERVICE: Service =
    Service::new("stage", "2020-01-01", "live.example.com").environments(ENVIRONMENTS);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Live,
    Rehearsal,
}

tencent_runtime::environments!(Stage of ENVIRONMENTS; Live, Rehearsal);

macro_rules! actions {
    ($($name:ident),*) => {$(
        #[derive(Clone, Copy, Debug)]
        struct $name;

        impl Encode for $name {
            fn encode(&self, encoder: &mut dyn Encoder) {
                encoder.encode_json(&json!({}));
            }
        }

        impl Validate for $name {}

        impl Action for $name {
            type Response = Value;
            const INFO: ActionInfo = ActionInfo::new(stringify!($name), &SERVICE);
        }
    )*};
}

// `Upload` has its own hosts, `Ask` has those of the environment.
actions!(Upload, Ask);

type Builder = ClientBuilder<blocking::Transport>;

fn builder(service: &'static Service) -> Builder {
    Builder::new(service).credential(Credential::new(SECRET_ID, SECRET_KEY))
}

/// Returns the addresses of `Upload` and `Ask`, and asserts that the header `Host` is the same host.
fn addresses(set: impl FnOnce(Builder) -> Builder) -> [String; 2] {
    let transport = set(builder(&SERVICE)).build().unwrap();
    let options = CallOptions::new();
    let prepared = [
        transport.prepare(&Upload, &options),
        transport.prepare(&Ask, &options),
    ];
    prepared.map(|prepared| {
        let prepared = prepared.unwrap();
        let headers = prepared.redacted_headers();
        let (_, host) = headers.iter().find(|(name, _)| *name == "Host").unwrap();
        let (_, address) = prepared
            .url()
            .split_once("://")
            .map(|(a, b)| (a.to_owned(), b.to_owned()))
            .unwrap();
        assert_eq!(address, format!("{host}/"));
        host.clone()
    })
}

#[test]
fn the_most_specific_setting_decides_the_host() {
    for (found, expected) in [
        (
            addresses(|it| it),
            ["file.live.example.com", "live.example.com"],
        ),
        (
            addresses(|it| it.environment(Stage::Live)),
            ["file.live.example.com", "live.example.com"],
        ),
        (
            addresses(|it| it.environment(Stage::Rehearsal)),
            ["file.re.example.com", "re.example.com"],
        ),
        (
            addresses(|it| it.endpoint("http://mock:80")),
            ["mock:80", "mock:80"],
        ),
        (
            addresses(|it| it.endpoint("mock").environment(Stage::Rehearsal)),
            ["mock", "mock"],
        ),
        (
            addresses(|it| {
                it.endpoint_for::<Upload>("files")
                    .environment(Stage::Rehearsal)
            }),
            ["files", "re.example.com"],
        ),
        (
            addresses(|it| {
                it.endpoint_for::<Ask>("asked")
                    .environment(Stage::Rehearsal)
            }),
            ["file.re.example.com", "asked"],
        ),
        (
            addresses(|it| it.endpoint_for::<Upload>("files").endpoint("mock")),
            ["files", "mock"],
        ),
        (
            addresses(|it| {
                it.endpoint_for::<Upload>("one")
                    .endpoint_for::<Upload>("two")
            }),
            ["two", "live.example.com"],
        ),
    ] {
        assert_eq!(found, expected);
    }
}

#[test]
fn invalid_hosts_are_errors_of_the_builder() {
    let message = |builder: Builder| -> String {
        let error: BuildError = builder.build().unwrap_err();
        error.to_string()
    };
    let error = message(builder(&SERVICE).endpoint_for::<Upload>("ftp://files"));
    assert!(
        error.contains("`ftp://files`") && error.contains("https://"),
        "{error}"
    );
    let error = message(builder(&SERVICE).endpoint_for::<Upload>("https://me:passw0rd@files"));
    assert!(!error.contains("passw0rd"), "{error}");
    let error = message(builder(&SERVICE).endpoint_for::<Plain>("files"));
    assert!(
        error.contains("endpoint_for: ") && error.contains("another service"),
        "{error}"
    );
    let error = message(builder(&SERVICE).environment(Environment::Test));
    assert!(error.contains("environment: "), "{error}");
}

/// Starts a server for each host of an environment, and returns a service with that environment.
fn on_this_machine(replies: &[Reply]) -> ([Server; 2], &'static Service) {
    let servers = [(); 2].map(|()| Server::start("stage", replies.to_vec()));
    let [upload, ask] = servers.each_ref().map(|server| &*server.url().leak());
    let environment =
        EnvironmentInfo::new("rehearsal", ask).action_hosts(vec![("Upload", upload)].leak());
    let environments = vec![EnvironmentInfo::new("live", "live.invalid"), environment];
    let service = Service::new("stage", "2020-01-01", "live.invalid");
    (
        servers,
        Box::leak(Box::new(service.environments(environments.leak()))),
    )
}

/// An environment of such a service.
#[derive(Clone, Copy, Debug)]
struct Started(&'static EnvironmentInfo);

impl ServiceEnvironment for Started {
    const ALL: &'static [Self] = &[];

    fn info(self) -> &'static EnvironmentInfo {
        self.0
    }
}

#[test]
fn each_request_is_sent_to_its_host_and_signed_for_it() {
    let ([upload, ask], service) = on_this_machine(&[Reply::json(&answer())]);
    let environment = Started(&service.environments[1]);
    let options = CallOptions::new();
    let client = builder(service).environment(environment).build().unwrap();
    client.call(&Upload, &options).unwrap();
    client.call(&Ask, &options).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let client = ClientBuilder::<Transport>::new(service)
            .credential(Credential::new(SECRET_ID, SECRET_KEY))
            .environment(environment);
        let client = client.build().unwrap();
        client.call(&Upload, &options).await.unwrap();
        client.call(&Ask, &options).await.unwrap();
    });
    for (server, action) in [(upload, "Upload"), (ask, "Ask")] {
        let seen = server.seen();
        assert_eq!(seen.len(), 2, "{action}");
        for seen in seen {
            assert_eq!(seen.headers["x-tc-action"], action);
            assert_eq!(
                seen.headers["host"],
                server.url().trim_start_matches("http://")
            );
            assert_eq!(seen.signature, Ok(()));
        }
    }
}

#[test]
fn one_endpoint_for_all_actions_has_one_connection() {
    let server = Server::start("stage", vec![Reply::json(&answer())]);
    let client = builder(&SERVICE)
        .endpoint(server.url())
        .endpoint_for::<Ask>(server.url());
    let client = client.build().unwrap();
    for _ in 0..2 {
        client.call(&Upload, &CallOptions::new()).unwrap();
        // A connection returns to the pool shortly after its response was read.
        std::thread::sleep(std::time::Duration::from_millis(100));
        client.call(&Ask, &CallOptions::new()).unwrap();
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    assert!(server.seen().iter().all(|seen| seen.connection == 0));
}

#[test]
fn debug_shows_all_hosts() {
    let transport = builder(&SERVICE)
        .environment(Stage::Rehearsal)
        .build()
        .unwrap();
    let shown = format!("{transport:?}");
    assert!(
        shown.contains("re.example.com") && shown.contains("file.re.example.com"),
        "{shown}"
    );
    let endpoint = "https://me:passw0rd@files";
    let builder = builder(&SERVICE)
        .environment(Stage::Rehearsal)
        .endpoint_for::<Upload>(endpoint);
    let shown = format!("{builder:?}");
    assert!(
        shown.contains("rehearsal") && shown.contains("files"),
        "{shown}"
    );
    assert!(!shown.contains("passw0rd"), "{shown}");
}

/// Codes of a key that the server does not know, or whose signature it does not accept.
const REFUSED: [&str; 6] = [
    "AuthFailure",
    "AuthFailure.SecretIdNotFound",
    "AuthFailure.SignatureFailure",
    "AuthFailure.InvalidSecretId",
    "AuthFailure.TokenFailure",
    "AuthFailure.UnauthorizedOperation",
];

#[test]
fn the_error_of_a_refused_credential_names_environment_and_host() {
    for code in REFUSED {
        let ([upload, ask], service) = on_this_machine(&[Reply::error(code, "no such key")]);
        let client = builder(service).environment(Started(&service.environments[1]));
        let client = client.build().unwrap();
        let options = CallOptions::new();
        let errors = [client.call(&Upload, &options), client.call(&Ask, &options)];
        for (error, server) in errors.into_iter().zip([upload, ask]) {
            let error = error.unwrap_err();
            let host = server.url();
            let host = host.trim_start_matches("http://");
            for text in [error.to_string(), format!("{error:?}")] {
                assert!(text.contains("rehearsal") && text.contains(host), "{text}");
                assert!(
                    !text.contains(SECRET_ID) && !text.contains(SECRET_KEY),
                    "{text}"
                );
            }
            assert!(
                error.to_string().contains("one environment only"),
                "{error}"
            );
        }
    }
}

#[test]
fn a_default_environment_and_another_endpoint_are_named_too() {
    each(|open| {
        let server = serve(vec![Reply::error(REFUSED[1], "no such key")]);
        let settings = Settings {
            retry: RetryPolicy::never(),
            ..Settings::to(&server)
        };
        let error = open(&settings).example().unwrap_err().to_string();
        let host = server.url();
        assert!(error.contains("production"), "{error}");
        assert!(
            error.contains(host.trim_start_matches("http://")),
            "{error}"
        );
    });
}

#[test]
fn other_errors_do_not_name_the_environment() {
    for code in [
        "AuthFailure.SignatureExpire",
        "UnauthorizedOperation",
        "FailedOperation",
    ] {
        let (_servers, service) = on_this_machine(&[Reply::error(code, "no")]);
        let client = builder(service).environment(Started(&service.environments[1]));
        let client = client.retry(RetryPolicy::never()).build().unwrap();
        let error = client
            .call(&Ask, &CallOptions::new())
            .unwrap_err()
            .to_string();
        assert!(!error.contains("environment"), "{error}");
    }
    // A service without environments.
    static SINGLE: Service = Service::new("single", "2020-01-01", "single.example.com");
    let server = Server::start("single", vec![Reply::error(REFUSED[1], "no")]);
    let client = builder(&SINGLE).endpoint(server.url()).build().unwrap();
    let error = client
        .call(&Ask, &CallOptions::new())
        .unwrap_err()
        .to_string();
    assert!(!error.contains("environment"), "{error}");
}

#[test]
fn a_stub_can_return_the_error_of_a_refused_credential() {
    let error = |stage: Stage, code: &str| {
        let error = ApiError::new(&Upload, code, "no such key").with_environment(stage);
        Error::from(error).to_string()
    };
    let refused = error(Stage::Rehearsal, REFUSED[1]);
    assert!(
        refused.contains("environment rehearsal (file.re.example.com)"),
        "{refused}"
    );
    let other = error(Stage::Rehearsal, "FailedOperation");
    assert!(!other.contains("rehearsal"), "{other}");
}

#[test]
fn an_environment_is_written_and_read_by_its_name() {
    for (stage, name) in [(Stage::Live, "live"), (Stage::Rehearsal, "rehearsal")] {
        assert_eq!(stage.to_string(), name);
        assert_eq!(name.parse(), Ok(stage));
        assert_eq!(name.to_uppercase().parse(), Ok(stage));
    }
    for text in ["", "stage", "live ", "1"] {
        let error = text.parse::<Stage>().unwrap_err().to_string();
        assert!(error.contains("live or rehearsal"), "{error}");
    }
}

#[test]
fn the_first_environment_is_the_default() {
    assert_eq!(Environment::ALL[0], Environment::default());
    for service in [tencent_ess::SERVICE, SERVICE] {
        assert_eq!(service.host, service.environments[0].host);
    }
    for environment in Environment::ALL {
        let name = environment.to_string();
        assert_eq!(name.parse(), Ok(*environment));
    }
}

#[test]
fn the_limit_of_a_body_belongs_to_the_action() {
    /// A request with a body of 2,002 bytes.
    #[derive(Debug)]
    struct Large;

    impl Encode for Large {
        fn encode(&self, encoder: &mut dyn Encoder) {
            encoder.encode_str(&"x".repeat(2000));
        }
    }

    impl Validate for Large {}

    impl Action for Large {
        type Response = Value;
        const INFO: ActionInfo = ActionInfo::new("Large", &SERVICE).max_request_bytes(2001);
    }

    let server = Server::start("stage", vec![Reply::json(&answer())]);
    let limit = |error: Result<Value, Error>| error.unwrap_err().to_string();
    let small = builder(&SERVICE).endpoint(server.url()).build().unwrap();
    let error = limit(small.call(&Large, &CallOptions::new()));
    assert!(error.contains("the limit is 2001"), "{error}");
    let raised = CallOptions::new().max_request_bytes(2002);
    small.call(&Large, &raised).unwrap();
    let large = builder(&SERVICE)
        .endpoint(server.url())
        .max_request_bytes(5000)
        .build()
        .unwrap();
    large.call(&Large, &CallOptions::new()).unwrap();
    let lowered = CallOptions::new().max_request_bytes(10);
    let error = limit(large.call(&Large, &lowered));
    assert!(error.contains("the limit is 10"), "{error}");
    assert_eq!(server.seen().len(), 2);
}
