//! Web addresses: only `http` and `https`, made absolute.

/// The address that `href` means on the page `base`; none where it is no web address or the page's is not known.
pub(crate) fn absolute(href: &str, base: Option<&str>) -> Option<String> {
    let href: String = href.trim().chars().filter(|c| !matches!(c, '\n' | '\r' | '\t')).collect();
    if href.is_empty() || href.starts_with('#') || href.len() > 2000 {
        return None;
    }
    let encoded = || href.replace(' ', "%20");
    if is_web(&href) {
        let (scheme, rest) = href.split_once("://")?;
        return Some(format!("{}://{}", scheme.to_ascii_lowercase(), rest.replace(' ', "%20")));
    }
    let (scheme, rest) = base.filter(|base| is_web(base))?.split_once("://")?;
    if href.starts_with("//") {
        return Some(format!("{}:{}", scheme.to_ascii_lowercase(), encoded()));
    }
    // another scheme: mailto, javascript, data
    let before_colon = href.split([':']).next().unwrap_or("");
    if href.contains(':') && before_colon.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c)) {
        return None;
    }
    let (host, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let path = path.split(['?', '#']).next().unwrap_or("");
    let joined = match href.chars().next() {
        Some('/') => encoded(),
        Some('?') => format!("{}{}", if path.is_empty() { "/" } else { path }, encoded()),
        _ => format!("{}/{}", path.rsplit_once('/').map_or("", |(folder, _)| folder), encoded()),
    };
    Some(format!("{}://{host}{}", scheme.to_ascii_lowercase(), without_dots(&joined)))
}

/// Whether it starts with `http://` or `https://` and has a host.
pub(crate) fn is_web(address: &str) -> bool {
    let lower = crate::head(address, 8).to_ascii_lowercase();
    let prefix = ["http://", "https://"].into_iter().find(|scheme| lower.starts_with(scheme));
    prefix.is_some_and(|scheme| address.len() > scheme.len() && !address.contains(char::is_control))
}

/// `/a/../b/./c` as `/b/c`.
fn without_dots(path: &str) -> String {
    let (path, query) = path.split_at(path.find(['?', '#']).unwrap_or(path.len()));
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/').skip(1) {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    format!("/{}{query}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_made_absolute() {
        let base = Some("https://news.example/2026/03/a.html?x=1");
        for (href, meant) in [
            ("https://other.example/b", Some("https://other.example/b")),
            ("Https://Other.example/B", Some("https://Other.example/B")),
            ("//cdn.example/b", Some("https://cdn.example/b")),
            ("/b?c=d", Some("https://news.example/b?c=d")),
            ("b.html", Some("https://news.example/2026/03/b.html")),
            ("../b.html", Some("https://news.example/2026/b.html")),
            ("?page=2", Some("https://news.example/2026/03/a.html?page=2")),
            ("#top", None),
            ("mailto:a@b.example", None),
            ("javascript:alert(1)", None),
            ("JAVASCRIPT:alert(1)", None),
            ("data:text/html,x", None),
            ("", None),
        ] {
            assert_eq!(absolute(href, base).as_deref(), meant, "{href}");
        }
        assert_eq!(absolute("/b", None), None);
    }
}
