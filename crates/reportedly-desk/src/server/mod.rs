//! The server: connections, who may ask, from requests to pages.

mod answer;
mod guard;
mod readers;
mod write;

use std::convert::Infallible;
use std::fmt;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::{Arc, Weak};
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use reportedly::Scorer;
use reportedly_ledger::Ledger;
use tokio::sync::Semaphore;

use crate::pages;
pub(crate) use answer::{Answer, Asked, Fault};
use guard::Guard;
pub(crate) use readers::Readers;

/// Connections at a time: more wait.
const CONNECTIONS: usize = 256;
/// Pages made at a time.
const READERS: usize = 4;
/// How long a request's head may take.
const HEAD: Duration = Duration::from_secs(15);
/// How long a connection may last, so that a reader who never reads holds nothing for good.
const CONNECTION: Duration = Duration::from_secs(600);
/// Bytes of a form.
const FORM: usize = 64 * 1024;

/// Makes the network when the first report comes that needs it.
pub type Loader = Arc<dyn Fn() -> Result<Box<dyn Scorer>, String> + Send + Sync>;

/// What a desk is opened with.
#[derive(Clone)]
pub struct Options {
    /// The ledger's file.
    pub ledger: PathBuf,
    /// Where to listen; port 0 takes any that is free.
    pub listen: SocketAddr,
    /// Asked for instead of the printed token; beyond loopback there must be one.
    pub password: Option<String>,
    /// Other names by which the desk is called (`desk.example`).
    pub names: Vec<String>,
    /// The network.
    pub loader: Loader,
    /// The time, as the ledger keeps it.
    pub now: fn() -> String,
}

/// Why a desk cannot be opened.
#[derive(Debug)]
#[non_exhaustive]
pub enum DeskError {
    /// The ledger cannot be read.
    Ledger(reportedly_ledger::LedgerError),
    /// Beyond loopback without a password, or with a short one.
    Password,
    /// It cannot listen there; the system's words.
    Listen(SocketAddr, String),
    /// The system gives no thread or no random numbers.
    System(String),
}

impl fmt::Display for DeskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DeskError::Ledger(error) => error.fmt(f),
            DeskError::Password => write!(
                f,
                "--listen: beyond this machine a password of at least {SHORTEST} characters is needed (put it into a file and name it with --password-file)"
            ),
            DeskError::Listen(address, what) => {
                write!(f, "{address}: cannot listen there: {what} (name another port with --listen)")
            }
            DeskError::System(what) => write!(f, "{what}"),
        }
    }
}

impl std::error::Error for DeskError {}

/// Characters of a password.
const SHORTEST: usize = 10;

/// What every page is made with.
pub(crate) struct App {
    pub(crate) readers: Readers,
    pub(crate) adding: Arc<pages::add::Adding>,
    pub(crate) cached: pages::cached::Cached,
    pub(crate) now: fn() -> String,
    guard: Guard,
    turns: Semaphore,
    logins: tokio::sync::Mutex<()>,
}

/// A desk that listens.
pub struct Desk {
    app: Arc<App>,
    listener: TcpListener,
    address: SocketAddr,
}

impl Desk {
    /// Opens the desk; nobody is answered before [`Desk::run`].
    ///
    /// # Errors
    ///
    /// A ledger that cannot be read, an address that cannot be had, no password where one is needed.
    pub fn open(options: &Options) -> Result<Desk, DeskError> {
        if let Some(password) = &options.password
            && password.chars().count() < SHORTEST
        {
            return Err(DeskError::Password);
        }
        if !options.listen.ip().is_loopback() && options.password.is_none() {
            return Err(DeskError::Password);
        }
        // The ledger is looked at first: a wrong name should be said before anything else.
        Ledger::open_read_only(&options.ledger).map_err(DeskError::Ledger)?;
        let failed = |error: std::io::Error| DeskError::Listen(options.listen, error.to_string());
        let listener = TcpListener::bind(options.listen).map_err(failed)?;
        listener.set_nonblocking(true).map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let guard =
            Guard::new(address, &options.names, options.password.as_deref()).map_err(DeskError::System)?;
        let adding = pages::add::Adding::start(&options.ledger, options.loader.clone(), options.now)
            .map_err(|error| DeskError::System(format!("cannot start a thread: {error}")))?;
        let app = Arc::new(App {
            readers: Readers::new(&options.ledger),
            adding,
            cached: pages::cached::Cached::default(),
            now: options.now,
            guard,
            turns: Semaphore::new(READERS),
            logins: tokio::sync::Mutex::new(()),
        });
        Ok(Desk { app, listener, address })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address to open: with the token, unless a password is asked for.
    pub fn url(&self) -> String {
        let host =
            if self.address.ip().is_unspecified() { "localhost".to_owned() } else { bracketed(self.address) };
        match self.app.guard.token() {
            Some(token) => format!("http://{host}:{}/?token={token}", self.address.port()),
            None => format!("http://{host}:{}/", self.address.port()),
        }
    }

    /// The desk as a service, for tests in process.
    pub fn router(&self) -> Router {
        router(&self.app)
    }

    /// Answers until the process ends.
    ///
    /// # Errors
    ///
    /// The system gives no thread, or the address is lost.
    pub fn run(self) -> Result<(), DeskError> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .max_blocking_threads(READERS + 1)
            .build()
            .map_err(|error| DeskError::System(format!("cannot start: {error}")))?;
        let router = router(&self.app);
        let held = Arc::downgrade(&self.app);
        std::thread::Builder::new()
            .name("counting".to_owned())
            .spawn(move || renew(&held))
            .map_err(|error| DeskError::System(format!("cannot start a thread: {error}")))?;
        runtime.block_on(async move {
            let listener = tokio::net::TcpListener::from_std(self.listener)
                .map_err(|error| DeskError::Listen(self.address, error.to_string()))?;
            match accept(listener, router).await {
                Ok(never) => match never {},
                Err(error) => Err(DeskError::Listen(self.address, error)),
            }
        })
    }
}

/// Counts lists over the whole ledger anew when it grew, so that nobody waits for them.
fn renew(app: &Weak<App>) {
    while let Some(app) = app.upgrade() {
        // What is wrong with the ledger the pages say.
        let _ = app.readers.ask(|ledger| app.cached.renew(ledger));
        drop(app);
        std::thread::sleep(Duration::from_secs(1));
    }
}

fn bracketed(address: SocketAddr) -> String {
    if address.is_ipv6() { format!("[{}]", address.ip()) } else { address.ip().to_string() }
}

async fn accept(listener: tokio::net::TcpListener, router: Router) -> Result<Infallible, String> {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let place = Arc::clone(&places).acquire_owned().await.map_err(|error| error.to_string())?;
        let Ok((stream, _)) = listener.accept().await else {
            // Too many open files, or a connection that was gone at once: others will come.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let service = TowerToHyperService::new(router.clone());
        tokio::spawn(async move {
            let mut http = hyper::server::conn::http1::Builder::new();
            http.timer(TokioTimer::new()).header_read_timeout(HEAD).max_buf_size(64 * 1024);
            // A connection that breaks is the other side's matter.
            let _ =
                tokio::time::timeout(CONNECTION, http.serve_connection(TokioIo::new(stream), service)).await;
            drop(place);
        });
    }
}

fn router(app: &Arc<App>) -> Router {
    let mut router = Router::new();
    for &(path, twin, ask) in pages::PAGES {
        let page =
            |json: bool| get(move |app, query, headers| answer::page(app, query, headers, (path, ask), json));
        router = router.route(path, page(false)).route(twin, page(true));
    }
    router
        .route("/focus", get(answer::focus))
        .route("/judge", post(write::judge))
        .route("/undo", post(write::undo))
        .route("/name", post(write::name))
        .route("/login", post(write::login))
        .route("/add/now", post(write::add).layer(DefaultBodyLimit::disable()))
        .route("/desk.css", get(answer::style))
        .route("/desk.js", get(answer::script))
        .route("/icon.svg", get(answer::icon))
        .fallback(answer::nothing)
        .layer(DefaultBodyLimit::max(FORM))
        .layer(axum::middleware::from_fn_with_state(Arc::clone(app), answer::guarded))
        .with_state(Arc::clone(app))
}
