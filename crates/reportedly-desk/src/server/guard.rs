//! Who may ask: names of this desk (DNS rebinding), origins, the session.

use std::net::{IpAddr, SocketAddr};

use axum::http::{HeaderMap, Method, header};
use sha2::{Digest, Sha256};

/// What a request must show.
#[derive(Debug)]
pub(super) struct Guard {
    port: u16,
    /// Names by which the desk may be called, in small letters.
    names: Vec<String>,
    /// Beyond loopback it may be called by any address: rebinding needs a name.
    any_address: bool,
    token: String,
    session: String,
    password: Option<[u8; 32]>,
}

/// Why a request is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    Host,
    Origin,
}

impl Guard {
    /// # Errors
    ///
    /// The system gives no random numbers.
    pub(super) fn new(listen: SocketAddr, names: &[String], password: Option<&str>) -> Result<Guard, String> {
        let mut names: Vec<String> = names.iter().map(|name| name.to_ascii_lowercase()).collect();
        names.push("localhost".to_owned());
        Ok(Guard {
            port: listen.port(),
            names,
            any_address: !listen.ip().is_loopback(),
            token: secret()?,
            session: secret()?,
            password: password.map(|words| Sha256::digest(words.as_bytes()).into()),
        })
    }

    /// The token of the printed address; none where a password is asked for.
    pub(super) fn token(&self) -> Option<&str> {
        self.password.is_none().then_some(self.token.as_str())
    }

    pub(super) fn is_token(&self, words: &str) -> bool {
        self.password.is_none() && same(words.as_bytes(), self.token.as_bytes())
    }

    pub(super) fn wants_password(&self) -> bool {
        self.password.is_some()
    }

    pub(super) fn is_password(&self, words: &str) -> bool {
        let given: [u8; 32] = Sha256::digest(words.as_bytes()).into();
        self.password.is_some_and(|password| same(&given, &password))
    }

    /// The cookie that opens the desk. Cookies do not keep ports apart, so the name does.
    pub(super) fn cookie(&self) -> String {
        format!("{}={}; Path=/; HttpOnly; SameSite=Strict", self.cookie_name(), self.session)
    }

    fn cookie_name(&self) -> String {
        format!("reportedly-{}", self.port)
    }

    /// Whether a request comes by a name of this desk and from its own pages.
    pub(super) fn check(&self, method: &Method, headers: &HeaderMap) -> Result<(), Refusal> {
        let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
        if headers.get_all(header::HOST).iter().count() != 1
            || !text(header::HOST).is_some_and(|host| self.is_host(host))
        {
            return Err(Refusal::Host);
        }
        let origin = text(header::ORIGIN);
        let own = origin.map(|origin| {
            origin
                .strip_prefix("http://")
                .or_else(|| origin.strip_prefix("https://"))
                .is_some_and(|host| self.is_host(host))
        });
        let reads = *method == Method::GET || *method == Method::HEAD;
        match own {
            Some(false) => Err(Refusal::Origin),
            // What writes must say where it comes from.
            None if !reads => Err(Refusal::Origin),
            _ => Ok(()),
        }
    }

    fn is_host(&self, host: &str) -> bool {
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if !port.contains(']') => (name, port.parse::<u16>().ok()),
            _ => (host, Some(80)),
        };
        // Behind a proxy that the user named, the port is the proxy's.
        let name = name.to_ascii_lowercase();
        if name != "localhost" && self.names.contains(&name) {
            return true;
        }
        if port != Some(self.port) {
            return false;
        }
        let bare = name.trim_start_matches('[').trim_end_matches(']');
        match bare.parse::<IpAddr>() {
            Ok(address) => address.is_loopback() || self.any_address,
            Err(_) => self.names.contains(&name),
        }
    }

    pub(super) fn has_session(&self, headers: &HeaderMap) -> bool {
        cookie(headers, &self.cookie_name())
            .is_some_and(|value| same(value.as_bytes(), self.session.as_bytes()))
    }
}

/// The value of a cookie.
pub(super) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, _)| *found == name)
        .map(|(_, value)| value)
}

/// Compares in a time that does not tell where they differ.
fn same(one: &[u8], two: &[u8]) -> bool {
    one.len() == two.len() && one.iter().zip(two).fold(0, |differ, (a, b)| differ | (a ^ b)) == 0
}

fn secret() -> Result<String, String> {
    let mut bytes = [0_u8; 20];
    getrandom::fill(&mut bytes).map_err(|error| format!("the system gives no random numbers: {error}"))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guard(listen: &str, names: &[&str], password: Option<&str>) -> Guard {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        Guard::new(listen.parse().unwrap(), &names, password).unwrap()
    }

    fn asked(guard: &Guard, method: Method, host: &str, origin: Option<&str>) -> Result<(), Refusal> {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, host.parse().unwrap());
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, origin.parse().unwrap());
        }
        guard.check(&method, &headers)
    }

    #[test]
    fn only_names_of_this_desk() {
        let here = guard("127.0.0.1:8300", &[], None);
        for host in ["127.0.0.1:8300", "localhost:8300", "LOCALHOST:8300", "[::1]:8300"] {
            assert_eq!(asked(&here, Method::GET, host, None), Ok(()), "{host}");
        }
        for host in [
            "evil.example",
            "evil.example:8300",
            "127.0.0.1",
            "127.0.0.1:80",
            "10.0.0.7:8300",
            "",
            "localhost.evil.example:8300",
        ] {
            assert_eq!(asked(&here, Method::GET, host, None), Err(Refusal::Host), "{host}");
        }
        let open = guard("0.0.0.0:8300", &["desk.example"], Some("words"));
        for host in ["10.0.0.7:8300", "desk.example", "desk.example:443"] {
            assert_eq!(asked(&open, Method::GET, host, None), Ok(()), "{host}");
        }
        assert_eq!(asked(&open, Method::GET, "evil.example:8300", None), Err(Refusal::Host));
    }

    #[test]
    fn writing_needs_an_own_origin() {
        let here = guard("127.0.0.1:8300", &[], None);
        let from = |method, origin| asked(&here, method, "127.0.0.1:8300", origin);
        assert_eq!(from(Method::POST, Some("http://127.0.0.1:8300")), Ok(()));
        for origin in [None, Some("null"), Some("http://evil.example"), Some("http://127.0.0.1:8301")] {
            assert_eq!(from(Method::POST, origin), Err(Refusal::Origin), "{origin:?}");
        }
        assert_eq!(from(Method::GET, Some("http://evil.example")), Err(Refusal::Origin));
        assert_eq!(from(Method::GET, None), Ok(()));
    }

    #[test]
    fn sessions_and_passwords() {
        let here = guard("127.0.0.1:8300", &[], None);
        let mut headers = HeaderMap::new();
        assert!(!here.has_session(&headers));
        let cookie = here.cookie();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"));
        headers
            .insert(header::COOKIE, format!("a=b; {}", cookie.split(';').next().unwrap()).parse().unwrap());
        assert!(here.has_session(&headers));
        assert!(!here.is_password(""));
        let open = guard("0.0.0.0:8300", &[], Some("correct horse"));
        assert!(open.token().is_none() && !open.is_token(&open.token));
        assert!(open.is_password("correct horse") && !open.is_password("correct"));
    }
}
