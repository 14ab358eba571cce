//! Opening and making ledgers: numbered migrations, read-only, busy and foreign files.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::LedgerError;
use crate::error::{LedgerErrorKind, Sql};

/// What `PRAGMA application_id` says of a ledger: the letters `Rptd`.
pub const APPLICATION_ID: i32 = i32::from_be_bytes(*b"Rptd");

/// The version of the schema that this program writes (`PRAGMA user_version`).
pub const SCHEMA_VERSION: u32 = MIGRATIONS.len() as u32;

/// Step `n` makes version `n + 1` out of version `n`.
const MIGRATIONS: &[&str] = &[include_str!("../schema/0001_ledger.sql")];

/// How long to wait for another writer.
const PATIENCE: Duration = Duration::from_secs(20);

/// A ledger in its file.
#[derive(Debug)]
pub struct Ledger {
    pub(crate) path: PathBuf,
    pub(crate) conn: Connection,
}

impl Ledger {
    /// Opens the ledger at `path`, or makes one where there is no file or an empty one.
    ///
    /// # Errors
    ///
    /// A file that is something else, a newer ledger, or one that cannot be written.
    pub fn open_or_create(path: &Path) -> Result<Ledger, LedgerError> {
        Ledger::write_to(path, OpenFlags::SQLITE_OPEN_CREATE)
    }

    /// Opens the ledger at `path` for reading and writing; older ones are brought up to date.
    ///
    /// # Errors
    ///
    /// As [`Ledger::open_or_create`], and where there is no file.
    pub fn open(path: &Path) -> Result<Ledger, LedgerError> {
        if !path.exists() {
            return Err(LedgerErrorKind::Missing.at(path));
        }
        Ledger::write_to(path, OpenFlags::empty())
    }

    /// Opens the ledger at `path` for reading, while others may write.
    ///
    /// # Errors
    ///
    /// A missing file, something else, a newer ledger, or an older one that has to be brought up to date first.
    pub fn open_read_only(path: &Path) -> Result<Ledger, LedgerError> {
        if !path.exists() {
            return Err(LedgerErrorKind::Missing.at(path));
        }
        let open = || -> Sql<Connection> {
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let conn = Connection::open_with_flags(path, flags)?;
            match settle(&conn).and_then(|()| check(&conn)) {
                // Whoever made the file was killed while it began: only somebody who writes can take that back.
                Err(LedgerErrorKind::ReadOnly) if beside(path, "-journal").exists() => {
                    check(&Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?)?;
                    settle(&conn)?;
                    Ok(conn)
                }
                // On a disk that cannot be written the log cannot be opened either; without one the file holds all.
                Err(LedgerErrorKind::ReadOnly | LedgerErrorKind::Other(_))
                    if !holds(&beside(path, "-wal")) =>
                {
                    let flags = flags | OpenFlags::SQLITE_OPEN_URI;
                    let conn = Connection::open_with_flags(frozen(path), flags)?;
                    settle(&conn)?;
                    check(&conn)?;
                    Ok(conn)
                }
                checked => checked.map(|_| conn),
            }
        };
        let conn = open().map_err(|kind| kind.at(path))?;
        let ledger = Ledger { path: path.to_owned(), conn };
        match ledger.version().map_err(|kind| kind.at(path))? {
            SCHEMA_VERSION => Ok(ledger),
            0 => Err(LedgerErrorKind::Empty.at(path)),
            // An older ledger is brought up to date, which needs writing.
            _ => Ledger::open(path),
        }
    }

    fn write_to(path: &Path, flags: OpenFlags) -> Result<Ledger, LedgerError> {
        let open = || -> Sql<Connection> {
            let flags = flags | OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let mut conn = Connection::open_with_flags(path, flags).map_err(|error| opening(path, error))?;
            settle(&conn)?;
            if check(&conn)? < SCHEMA_VERSION {
                migrate(&mut conn)?;
            }
            if conn.is_readonly("main")? {
                return Err(LedgerErrorKind::ReadOnly);
            }
            Ok(conn)
        };
        open().map(|conn| Ledger { path: path.to_owned(), conn }).map_err(|kind| kind.at(path))
    }

    fn version(&self) -> Sql<u32> {
        Ok(self.conn.pragma_query_value(None, "user_version", |row| row.get(0))?)
    }

    /// The ledger's file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The connection, for questions. Only this crate holds SQL that writes.
    pub fn connection(&self) -> &Connection {
        &self.conn
    }

    /// Limits the file to `pages` pages of 2048 bytes: for tests of a full disk.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn limit_pages(&self, pages: u32) -> Result<(), LedgerError> {
        let set = self.conn.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()));
        set.map_err(|error| self.fault(error))
    }

    /// Looks through the whole file for damage.
    ///
    /// # Errors
    ///
    /// The first faults that were found.
    pub fn check(&self) -> Result<(), LedgerError> {
        let look = || -> Sql<()> {
            let mut statement = self.conn.prepare("PRAGMA integrity_check(5)")?;
            let found: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
            if found.iter().any(|line| line != "ok") {
                return Err(LedgerErrorKind::Damaged(found.join("; ").replace('\n', " ")));
            }
            let broken: i64 =
                self.conn.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0))?;
            if broken > 0 {
                return Err(LedgerErrorKind::Damaged(format!("{broken} rows point nowhere")));
            }
            Ok(())
        };
        look().map_err(|kind| kind.at(&self.path))
    }

    pub(crate) fn fault(&self, error: impl Into<LedgerErrorKind>) -> LedgerError {
        error.into().at(&self.path)
    }
}

/// Whether a file is there and not empty.
fn holds(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|file| file.len() > 0)
}

/// The log or the journal beside the file.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// The address of a file that nobody changes.
fn frozen(path: &Path) -> String {
    let mut address = String::from("file:");
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'?' | b'#' | b'%' => address.push_str(&format!("%{byte:02X}")),
            byte if byte.is_ascii() => address.push(char::from(*byte)),
            byte => address.push_str(&format!("%{byte:02X}")),
        }
    }
    address + "?immutable=1"
}

fn opening(path: &Path, error: rusqlite::Error) -> LedgerErrorKind {
    if path.is_dir() {
        return LedgerErrorKind::Other("is a folder (name a file for the ledger)".to_owned());
    }
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() && !parent.exists() => {
            LedgerErrorKind::Other(format!("the folder {} does not exist (make it first)", parent.display()))
        }
        _ => match error.into() {
            LedgerErrorKind::Other(_) => LedgerErrorKind::ReadOnly,
            kind => kind,
        },
    }
}

fn settle(conn: &Connection) -> Sql<()> {
    conn.busy_timeout(PATIENCE)?;
    conn.set_prepared_statement_cache_capacity(128);
    conn.pragma_update(None, "foreign_keys", true)?;
    // A statement is planned once, and not anew for each value.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // So many kilobytes of pages at most, so that a large ledger takes no more memory than a small one; the system keeps
    // more. Temporary tables are in memory.
    conn.pragma_update(None, "cache_size", -8_000)?;
    conn.pragma_update(None, "temp_store", "memory")?;
    Ok(())
}

/// The version of the file's schema; 0 for a file in which nothing is yet.
fn check(conn: &Connection) -> Sql<u32> {
    let number = |name: &str| conn.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let (application, version) = (number("application_id")?, number("user_version")?);
    if application != APPLICATION_ID {
        let tables: i64 = conn.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        return if application == 0 && version == 0 && tables == 0 {
            Ok(0)
        } else {
            Err(LedgerErrorKind::NotALedger)
        };
    }
    match u32::try_from(version) {
        Ok(version) if version <= SCHEMA_VERSION => Ok(version),
        newer => Err(LedgerErrorKind::Newer(newer.unwrap_or(u32::MAX))),
    }
}

/// Brings the file to the newest version, or leaves it as it is.
fn migrate(conn: &mut Connection) -> Sql<()> {
    // Small pages: what spills over from a row is rounded up to whole ones. Only an empty file takes another size.
    conn.pragma_update(None, "page_size", 2048)?;
    // So that what merging leaves empty can be cut off the end.
    conn.pragma_update(None, "auto_vacuum", "incremental")?;
    // Readers go on reading while one process writes.
    conn.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
    let transaction = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Somebody else may have been faster.
    let version = check(&transaction)?;
    for step in MIGRATIONS.iter().skip(version as usize) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", SCHEMA_VERSION)?;
    transaction.commit()?;
    Ok(())
}
