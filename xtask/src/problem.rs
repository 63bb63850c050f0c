//! What can go wrong outside the description itself.

use std::path::PathBuf;

use miette::Diagnostic;
use thiserror::Error;

/// Why a command came to no end.
#[derive(Debug, Error, Diagnostic)]
pub(crate) enum Problem {
    #[error("no folder `schema` here or above {from}")]
    #[diagnostic(help(
        "run the command inside the project, or name the folders with --schema and --out"
    ))]
    NoProject { from: PathBuf },

    #[error("{folder} holds no description of a service")]
    #[diagnostic(help("a service's folder holds upstream.json; name it with --schema"))]
    NoService { folder: PathBuf },

    #[error("{folder} holds the descriptions of several services: {}", .found.join(", "))]
    #[diagnostic(help("name one of them with --schema"))]
    SeveralServices { folder: PathBuf, found: Vec<String> },

    #[error("{path} is a file, and --schema takes a folder")]
    #[diagnostic(help("name the folder of the service, which holds upstream.json"))]
    FileForFolder { path: PathBuf },

    #[error("{path} is {what}, and a file is read there")]
    #[diagnostic(help("nothing was changed; put the file itself there, or move this away"))]
    NotAFile { path: PathBuf, what: &'static str },

    #[error("{path} is {what}, and the overlay is a folder")]
    #[diagnostic(help("nothing was changed; put the folder itself there, or move this away"))]
    NoOverlayFolder { path: PathBuf, what: &'static str },

    #[error("nothing reads {}", .found.join(", "))]
    #[diagnostic(help(
        "a service's folder holds {known}; rename it or move it away (hidden files may stay)"
    ))]
    Strangers { found: Vec<String>, known: String },

    #[error("{path} is no overlay file")]
    #[diagnostic(help(
        "an overlay folder holds files that end in .json; rename it or move it away"
    ))]
    NoOverlay { path: PathBuf },

    #[error("{folder} holds files, and none of them says that it was generated")]
    #[diagnostic(help("name a new or an empty folder with --out"))]
    ForeignFolder { folder: PathBuf },

    #[error("{folder} is inside of the project {project}")]
    #[diagnostic(help(
        "a workspace of crates stands outside of it: name another folder, such as --out ../sdk; nothing was written"
    ))]
    InsideProject { folder: PathBuf, project: PathBuf },

    #[error("{folder} is not a folder")]
    #[diagnostic(help("name a folder with --out, or move the file away"))]
    NoFolder { folder: PathBuf },

    #[error("the generator would write where something else stands: {}", .paths.join(", "))]
    #[diagnostic(help("nothing was written; move these away and run the command again"))]
    Occupied { paths: Vec<String> },

    #[error("something else is mounted at {path}, and would be emptied with the old crate")]
    #[diagnostic(help(
        "unmount it, or mount it outside the crate's folder, then run the command again; nothing there was touched"
    ))]
    Mounted { path: PathBuf },

    #[error("{folder} is what an earlier command left, and cannot be removed: {cause}")]
    #[diagnostic(help(
        "nothing in it is needed: remove that folder by hand and run the command again"
    ))]
    Leftover {
        folder: PathBuf,
        cause: std::io::Error,
    },

    #[error("{path} is neither a file, a folder nor a symbolic link, and cannot be kept")]
    #[diagnostic(help("nothing was written; move it away and run the command again"))]
    StrangeEntry { path: PathBuf },

    #[error("there is nothing at {path}")]
    #[diagnostic(help(
        "--from takes a tccli wheel, an unpacked tree or checkout, a `services` folder, or one api.json"
    ))]
    NoSource { path: PathBuf },

    #[error("{path} is {what}, and descriptions stand in a file or a folder")]
    #[diagnostic(help(
        "--from takes a tccli wheel, an unpacked tree or checkout, a `services` folder, or one api.json"
    ))]
    StrangeSource { path: PathBuf, what: &'static str },

    #[error("{path} holds no descriptions: no file api.json in a folder like ess/v20201111")]
    #[diagnostic(help(
        "name a tccli wheel, an unpacked tree or checkout, a `services` folder, or one api.json"
    ))]
    NoDescriptions { path: PathBuf },

    #[error("{service} is described twice, in {one} and in {other}")]
    #[diagnostic(help("name the one that is meant, or remove the other; nothing was changed"))]
    DescribedTwice {
        service: String,
        one: String,
        other: String,
    },

    #[error("{path} is of tccli {release}, and --tccli says {named}")]
    #[diagnostic(help(
        "leave --tccli out, or name the source of that release; nothing was changed"
    ))]
    OtherRelease {
        path: PathBuf,
        release: String,
        named: String,
    },

    #[error("`{}` is no release of tccli", .named.escape_debug())]
    #[diagnostic(help("a release is numbers with dots between them, such as `3.1.189.1`"))]
    NoRelease { named: String },

    #[error("{path} does not say which release of tccli it is from")]
    #[diagnostic(help(
        "name the release with --tccli, such as `3.1.189.1`: the facts record it; nothing was changed"
    ))]
    UnknownRelease { path: PathBuf },

    #[error("it holds the descriptions of many services, and none is named")]
    #[diagnostic(help("name one with --service, such as `ess` or `ess@2020-11-11`"))]
    WhichService,

    #[error("{path} is no description of a service: {reason}")]
    #[diagnostic(help("make sure that it comes from where it should; nothing was changed"))]
    NoDescription { path: PathBuf, reason: String },

    #[error("{path} holds no documented calls: {reason}")]
    #[diagnostic(help("make sure that it comes from where it should"))]
    NoExamples { path: PathBuf, reason: String },

    #[error("the checker in {folder} could not be compiled; cargo's messages stand above")]
    #[diagnostic(help("a generated crate that does not compile is a bug in the generator"))]
    NotBuilt { folder: PathBuf },

    #[error("there is no service {service}")]
    #[diagnostic(help("{advice}"))]
    UnknownService { service: String, advice: String },

    #[error("no action is called {} in {}", .actions.join(", "), .services.join(", "))]
    #[diagnostic(help("nothing was changed; name actions as upstream writes them"))]
    UnknownActions {
        actions: Vec<String>,
        services: Vec<String>,
    },

    #[error("none of the actions {} is one of {}", .actions.join(", "), .services.join(", "))]
    #[diagnostic(help(
        "nothing was changed; leave it out, name the version that has them, or name one of its actions too"
    ))]
    NoneOfTheActions {
        services: Vec<String>,
        actions: Vec<String>,
    },

    #[error("{failed} of {all} crates could not be made; the reasons stand above")]
    #[diagnostic(help("the other crates are as they should be"))]
    SomeFailed { failed: usize, all: usize },

    #[error(
        "{path}{} describes no service {service}",
        .release.as_ref().map(|release| format!(", release {release},")).unwrap_or_default()
    )]
    #[diagnostic(help("the name is the first label of the service's host, such as `cvm`"))]
    NotDescribed {
        service: String,
        path: PathBuf,
        release: Option<String>,
    },

    #[error("{path} describes {}, not {wanted}", .found.escape_debug())]
    #[diagnostic(help("name a description of {wanted}, or another --schema"))]
    OtherService {
        path: PathBuf,
        wanted: String,
        found: String,
    },

    #[error("{path} cannot be read as a zip archive: {reason}")]
    #[diagnostic(help(
        "fetch it again, or remove it where it stands in the cache; nothing was changed"
    ))]
    BrokenArchive { path: PathBuf, reason: String },

    #[error("{path} is larger than {limit} bytes, which no description is")]
    #[diagnostic(help("make sure that it comes from where it should; nothing was changed"))]
    TooLarge { path: PathBuf, limit: u64 },

    #[error("pip is not installed, so upstream's package cannot be fetched")]
    #[diagnostic(help(
        "install pip, or fetch the wheel of `tccli` by other means and name it with --from"
    ))]
    NoPip,

    #[error("pip could not fetch {what}; its own message stands above")]
    #[diagnostic(help(
        "without a network, name a wheel, a tree or an api.json of tccli with --from; nothing was changed"
    ))]
    NotDownloaded { what: String },

    #[error("an update of {folder} was interrupted, and stands half way")]
    #[diagnostic(help("run `cargo xtask codegen`: it finishes what was begun"))]
    Interrupted { folder: PathBuf },

    #[error("the update could not be finished: {cause}")]
    #[diagnostic(help("mend the cause and run `cargo xtask codegen`: it finishes what was begun"))]
    HalfWay { cause: String },

    #[error("an update was interrupted, and what it would write over changed since: {}", .paths.join(", "))]
    #[diagnostic(help(
        "nothing was changed; to finish the update, keep your text elsewhere, restore these files from \
         version control, and run `cargo xtask codegen`; to give it up, remove {journal}, restore facts, \
         release and changelog, and run `cargo xtask codegen`",
        journal = .journal.display()
    ))]
    EditedSince {
        paths: Vec<String>,
        journal: PathBuf,
    },

    #[error("{path} is not what `update` left there: {reason}")]
    #[diagnostic(help(
        "it tells how to finish an interrupted update; restore the files from version control and remove it"
    ))]
    Journal { path: PathBuf, reason: String },

    #[error("the name of {path} is no Unicode text, and cannot be noted")]
    #[diagnostic(help("nothing was changed; rename it and run the command again"))]
    NoUnicode { path: PathBuf },

    #[error("something is mounted at {path}, and a file that is mounted cannot be replaced")]
    #[diagnostic(help(
        "nothing was changed; unmount it, or mount the folder that holds it, then run the command again"
    ))]
    MountedFile { path: PathBuf },

    #[error("what was found cannot be written as JSON: {cause}")]
    #[diagnostic(help("nothing was changed; this is a bug in xtask"))]
    NoJson { cause: serde_json::Error },

    #[error("the selection holds no action `{action}`")]
    #[diagnostic(help("{}", match .meant {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("it holds {}", .selected.join(", ")),
    }))]
    NotSelected {
        action: String,
        meant: Option<String>,
        selected: Vec<String>,
    },

    #[error("neither side has an action `{action}`")]
    #[diagnostic(help("{}", match .meant {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "actions are named as upstream names them; nothing was compared".to_owned(),
    }))]
    UnknownAction {
        action: String,
        meant: Option<String>,
    },

    #[error("neither side has one of the selected actions, so nothing was compared")]
    #[diagnostic(help("name actions with --action, or compare all with --all-actions"))]
    NothingCompared,

    #[error("removing {} would leave no action", .actions.join(", "))]
    #[diagnostic(help("remove the folder of the service instead, or add another action first"))]
    NothingLeft { actions: Vec<String> },

    #[error("nothing open is called {}", .paths.join(", "))]
    #[diagnostic(help("`cargo xtask review` lists what is open"))]
    NothingOpen { paths: Vec<String> },

    #[error("the version `{version}` of the crate is not one of three numbers that can be raised")]
    #[diagnostic(help("mend release.json beside upstream.json"))]
    Version { version: String },

    #[error("what was found could not be shown: {cause}")]
    #[diagnostic(help(
        "nothing was written; run the command again where standard output can be written"
    ))]
    Unheard { cause: std::io::Error },

    #[error("all is written, but what was done could not be shown: {cause}")]
    #[diagnostic(help(
        "there is nothing to mend; `cargo xtask codegen --check` tells whether all is in step"
    ))]
    UnheardWriting { cause: std::io::Error },

    // The cause tells all in one line; as a source, it would be told twice.
    #[error("{action}: {cause}")]
    #[diagnostic(help("mend the cause and run the command again"))]
    Files {
        action: &'static str,
        cause: std::io::Error,
    },

    #[error("{action}: {cause}")]
    #[diagnostic(help("nothing was changed; mend the cause and run the command again"))]
    Unwritten {
        action: &'static str,
        cause: std::io::Error,
    },
}

impl Problem {
    /// The same, met before anything was changed.
    pub(crate) fn unwritten(self) -> Self {
        match self {
            Self::Files { action, cause } => Self::Unwritten { action, cause },
            other => other,
        }
    }
}

/// Says what was being done when a file could not be read or written.
pub(crate) fn while_doing(action: &'static str) -> impl FnOnce(std::io::Error) -> Problem {
    move |cause| Problem::Files { action, cause }
}
