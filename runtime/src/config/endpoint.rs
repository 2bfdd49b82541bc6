//! Where requests go.

use std::net::Ipv4Addr;

use http::Uri;
use http::uri::{Authority, Parts, PathAndQuery, Scheme};

/// Where a service's requests go: a scheme, an authority and perhaps a path before every operation's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    scheme: Scheme,
    authority: Authority,
    /// Without a slash at its end; mostly empty.
    path: String,
}

impl Endpoint {
    /// An endpoint from its URL, e.g. `http://localhost:5000` or `https://proxy.example/aws`.
    ///
    /// # Errors
    /// What is wrong with the URL, as the end of a sentence that begins with its setting: it is no URL,
    /// its scheme is neither `http` nor `https`, or it has a user, a query or a fragment.
    pub fn parse(url: &str) -> Result<Self, &'static str> {
        if url.contains('#') {
            return Err("is a URL with a fragment, which an endpoint hasn't");
        }
        let parts = url.trim().parse::<Uri>().map_err(|_| "is no URL")?.into_parts();
        let (Some(scheme), Some(authority)) = (parts.scheme, parts.authority) else {
            return Err("is no absolute URL");
        };
        if scheme != Scheme::HTTP && scheme != Scheme::HTTPS {
            return Err("is a URL of another scheme than http and https");
        }
        if authority.as_str().contains('@') {
            return Err("is a URL with a user, which an endpoint hasn't");
        }
        let path = parts.path_and_query;
        if path.as_ref().is_some_and(|path| path.query().is_some()) {
            return Err("is a URL with a query, which an endpoint hasn't");
        }
        let path = path.as_ref().map_or("", PathAndQuery::path);
        Ok(Self { scheme, authority, path: path.trim_end_matches('/').to_owned() })
    }

    /// The endpoint of a service in a region, `https://{prefix}.{region}.{suffix of the partition}`.
    ///
    /// # Errors
    /// When that is no URL, which only an odd prefix can bring about: [`is_region`] has seen the region.
    pub(super) fn of_service(prefix: &str, region: &str) -> Result<Self, &'static str> {
        Self::parse(&format!("https://{prefix}.{region}.{}", dns_suffix(region)))
    }

    /// What stands in the `host` header: the port only when it isn't the scheme's own.
    pub fn host(&self) -> String {
        let default = if self.scheme == Scheme::HTTPS { 443 } else { 80 };
        match self.authority.port_u16() {
            Some(port) if port != default => format!("{}:{port}", self.authority.host()),
            _ => self.authority.host().to_owned(),
        }
    }

    /// This endpoint with a prefix of the host name, such as `data.`. An address has no labels, and
    /// stays as it is.
    ///
    /// # Errors
    /// When the two together are no host name.
    pub fn prefixed(mut self, prefix: &str) -> Result<Self, http::Error> {
        if !self.is_named() {
            return Ok(self);
        }
        self.authority = format!("{prefix}{}", self.authority).parse()?;
        Ok(self)
    }

    /// Whether the host has a name, and is no address.
    pub fn is_named(&self) -> bool {
        let host = self.authority.host();
        !host.starts_with('[') && host.parse::<Ipv4Addr>().is_err()
    }

    /// This endpoint at another host.
    #[cfg(feature = "sign")]
    pub(crate) fn with_host(&self, host: &str) -> Result<Self, http::Error> {
        Ok(Self { authority: host.parse()?, ..self.clone() })
    }

    /// The absolute form of a URI that has only a path and a query.
    ///
    /// # Errors
    /// When the two together are no URI any more: it is too long.
    pub fn join(&self, relative: &Uri) -> Result<Uri, http::Error> {
        let operation = relative.path_and_query().map_or("/", PathAndQuery::as_str);
        let slash = if operation.starts_with('/') { "" } else { "/" };
        let mut parts = Parts::default();
        parts.scheme = Some(self.scheme.clone());
        parts.authority = Some(self.authority.clone());
        parts.path_and_query = Some(format!("{}{slash}{operation}", self.path).parse()?);
        Ok(Uri::from_parts(parts)?)
    }
}

/// Whether a region's name can be part of a host name: one label, so that a name from outside cannot
/// lead to another host.
pub(super) fn is_region(name: &str) -> bool {
    let inner = |c: char| c.is_ascii_alphanumeric() || c == '-';
    (1..=63).contains(&name.len())
        && name.chars().all(inner)
        && !name.starts_with('-')
        && !name.ends_with('-')
}

/// The domain of the partition that a region belongs to, by the region's prefix. From botocore's
/// `partitions.json`; a region of an unknown prefix is one of the partition `aws`, as there.
fn dns_suffix(region: &str) -> &'static str {
    const BY_PREFIX: &[(&str, &str)] = &[
        ("cn-", "amazonaws.com.cn"),
        ("us-iso-", "c2s.ic.gov"),
        ("us-isob-", "sc2s.sgov.gov"),
        ("eu-isoe-", "cloud.adc-e.uk"),
        ("us-isof-", "csp.hci.ic.gov"),
        ("eusc-", "amazonaws.eu"),
    ];
    BY_PREFIX
        .iter()
        .find(|(prefix, _)| region.starts_with(prefix))
        .map_or("amazonaws.com", |(_, suffix)| suffix)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_service(region: &str) -> String {
        let endpoint = Endpoint::of_service("ecs", region).unwrap();
        endpoint.join(&Uri::from_static("/")).unwrap().to_string()
    }

    #[test]
    fn the_region_decides_the_domain() {
        for (region, url) in [
            ("us-east-1", "https://ecs.us-east-1.amazonaws.com/"),
            ("us-gov-west-1", "https://ecs.us-gov-west-1.amazonaws.com/"),
            ("cn-north-1", "https://ecs.cn-north-1.amazonaws.com.cn/"),
            ("us-iso-east-1", "https://ecs.us-iso-east-1.c2s.ic.gov/"),
            ("us-isob-east-1", "https://ecs.us-isob-east-1.sc2s.sgov.gov/"),
            ("eusc-de-east-1", "https://ecs.eusc-de-east-1.amazonaws.eu/"),
            ("moon-base-1", "https://ecs.moon-base-1.amazonaws.com/"),
        ] {
            assert_eq!(of_service(region), url);
        }
    }

    #[test]
    fn joins_paths_and_queries() {
        let join = |endpoint: &str, relative: &str| {
            let relative: Uri = relative.parse().unwrap();
            let endpoint = Endpoint::parse(endpoint).unwrap();
            endpoint.join(&relative).unwrap().to_string()
        };
        assert_eq!(join("http://h:1", "/"), "http://h:1/");
        assert_eq!(join("http://h:1/", "/a?b=c"), "http://h:1/a?b=c");
        assert_eq!(join("http://h/p/", "/a%2Fb/?x"), "http://h/p/a%2Fb/?x");
        assert_eq!(join("https://[::1]:8/p", "/"), "https://[::1]:8/p/");
    }

    #[test]
    fn a_prefix_goes_before_names_but_not_before_addresses() {
        let prefixed = |url| Endpoint::parse(url).unwrap().prefixed("data.").unwrap().host();
        assert_eq!(prefixed("https://h.example:1/p"), "data.h.example:1");
        assert_eq!(prefixed("http://127.0.0.1:5000"), "127.0.0.1:5000");
        assert_eq!(prefixed("http://[::1]:5000"), "[::1]:5000");
    }

    #[test]
    fn the_host_has_a_port_only_where_it_is_not_the_schemes() {
        let host = |url| Endpoint::parse(url).unwrap().host();
        assert_eq!(host("https://h:443"), "h");
        assert_eq!(host("https://h:80"), "h:80");
        assert_eq!(host("http://h:80"), "h");
        assert_eq!(host("http://[::1]:5000"), "[::1]:5000");
    }

    #[test]
    fn refuses_what_is_no_endpoint() {
        for url in [
            "",
            "localhost:5000",
            "/path",
            "ftp://h",
            "http://",
            "http://user:secret@h",
            "http://h/?a=b",
            "http://h/#f",
            "http://h h",
        ] {
            assert!(Endpoint::parse(url).is_err(), "{url}");
        }
    }

    #[test]
    fn a_region_is_one_label() {
        assert!(is_region("us-east-1"));
        for name in ["", "a.b", "evil.example/", "-a", "a-", "a b", "ü", &"a".repeat(64)] {
            assert!(!is_region(name), "{name}");
        }
    }
}
