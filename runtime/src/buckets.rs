//! The buckets of S3, which stand in a request's path or in its host's name (the "Amazon S3 User
//! Guide", "Virtual hosting of buckets").

use std::borrow::Cow;

use http::header::HOST;

#[cfg(feature = "sign")]
use crate::config::Endpoint;
use crate::operation::{OperationSchema, OperationTrait};
use crate::shape::{Ref, Shape};

/// Where clients of S3 write the name of a bucket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum BucketAddressing {
    /// Before the host's name of the service's own endpoints, and in the path for an endpoint that
    /// is set: stand-ins rarely have names for their buckets.
    #[default]
    Auto,
    /// Before the host's name, unless the bucket's name is no label of a host name or the
    /// endpoint is an address.
    Host,
    /// In the path.
    Path,
    /// Before the name of the endpoint for accelerated transfers.
    Accelerated,
    /// The same, with addresses of IPv6 as well.
    AcceleratedDualStack,
}

/// The bucket of a call, which stands in its path as yet: an extension of requests.
#[derive(Clone, Debug)]
pub(crate) struct Bucket(#[cfg_attr(not(feature = "sign"), expect(dead_code))] pub(crate) String);

/// The bucket of a call, if its path begins with one.
pub(crate) fn of(operation: &OperationSchema, input: &dyn Shape) -> Option<Bucket> {
    let name = label(operation)?;
    let index = input.schema().members.iter().position(|member| member.name() == name)?;
    match input.get(index) {
        Ref::String(bucket) => Some(Bucket(bucket.to_owned())),
        _ => None,
    }
}

/// The member that is the first label of the path and the name of a bucket.
fn label(operation: &OperationSchema) -> Option<&'static str> {
    operation.traits.iter().find_map(|t| match t {
        OperationTrait::Bucket(member) => Some(*member),
        _ => None,
    })
}

/// Moves the bucket from the path to the host's name, where it may stand there. `is_set` tells
/// that the endpoint is not the service's own.
#[cfg(feature = "sign")]
pub(crate) fn place(
    Bucket(bucket): &Bucket,
    addressing: BucketAddressing,
    endpoint: Endpoint,
    is_set: bool,
    uri: &mut http::Uri,
) -> Result<Endpoint, http::Error> {
    let host = match addressing {
        BucketAddressing::Path => return Ok(endpoint),
        BucketAddressing::Auto if is_set => return Ok(endpoint),
        BucketAddressing::Auto | BucketAddressing::Host => endpoint.clone(),
        BucketAddressing::Accelerated => endpoint.with_host("s3-accelerate.amazonaws.com")?,
        BucketAddressing::AcceleratedDualStack => {
            endpoint.with_host("s3-accelerate.dualstack.amazonaws.com")?
        }
    };
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let Some(rest) = path.strip_prefix('/').and_then(|path| path.strip_prefix(&**bucket)) else {
        return Ok(endpoint);
    };
    if !is_label(bucket) || !host.is_named() {
        return Ok(endpoint);
    }
    let slash = if rest.starts_with('/') { "" } else { "/" };
    *uri = format!("{slash}{rest}").parse()?;
    host.prefixed(&format!("{bucket}."))
}

/// Whether a bucket's name is one label of a host name. Those with dots are several, which the
/// service's certificates do not cover.
#[cfg(feature = "sign")]
fn is_label(bucket: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (3..=63).contains(&bucket.len())
        && bucket.bytes().all(inner)
        && !bucket.starts_with('-')
        && !bucket.ends_with('-')
}

/// The path of a request as it would be without the bucket in the host's name: what a service
/// reads. It is there in hosts of the form `{bucket}.s3…`.
pub(crate) fn whole_path<'a, B>(
    operation: &OperationSchema,
    request: &'a http::Request<B>,
) -> Cow<'a, str> {
    let path = request.uri().path();
    let header = || request.headers().get(HOST)?.to_str().ok();
    let host = request.uri().host().or_else(header).unwrap_or_default();
    match host.split_once(".s3") {
        Some((bucket, rest)) if label(operation).is_some() && rest.starts_with(['.', '-']) => {
            Cow::Owned(format!("/{bucket}{}", if path == "/" { "" } else { path }))
        }
        _ => Cow::Borrowed(path),
    }
}

#[cfg(test)]
#[cfg(feature = "sign")]
mod tests {
    use super::*;

    /// Host and path of a request for `/{bucket}/a b?list` at that endpoint.
    fn placed(bucket: &str, addressing: BucketAddressing, url: &str, is_set: bool) -> String {
        let mut uri = format!("/{bucket}/a%20b?list").parse().unwrap();
        let bucket = Bucket(bucket.to_owned());
        let endpoint = Endpoint::parse(url).unwrap();
        let endpoint = place(&bucket, addressing, endpoint, is_set, &mut uri).unwrap();
        format!("{}{uri}", endpoint.host())
    }

    const S3: &str = "https://s3.eu-west-1.amazonaws.com";

    #[test]
    fn the_bucket_stands_where_the_client_is_told() {
        use BucketAddressing::{Accelerated, AcceleratedDualStack, Auto, Host, Path};
        let cases = [
            (Auto, S3, false, "music.s3.eu-west-1.amazonaws.com/a%20b?list"),
            (Auto, "http://localhost:9000", true, "localhost:9000/music/a%20b?list"),
            (Host, "http://localhost:9000", true, "music.localhost:9000/a%20b?list"),
            (Host, "http://127.0.0.1:9000", true, "127.0.0.1:9000/music/a%20b?list"),
            (Host, "http://[::1]", true, "[::1]/music/a%20b?list"),
            (Path, S3, false, "s3.eu-west-1.amazonaws.com/music/a%20b?list"),
            (Accelerated, S3, false, "music.s3-accelerate.amazonaws.com/a%20b?list"),
            (
                AcceleratedDualStack,
                S3,
                false,
                "music.s3-accelerate.dualstack.amazonaws.com/a%20b?list",
            ),
        ];
        for (addressing, url, is_set, expected) in cases {
            assert_eq!(placed("music", addressing, url, is_set), expected, "{addressing:?}");
        }
    }

    #[test]
    fn a_bucket_that_is_no_label_stays_in_the_path() {
        for bucket in ["my.music", "Music", "my_music", "ab", "-music", "music-"] {
            for addressing in [BucketAddressing::Auto, BucketAddressing::Accelerated] {
                let expected = format!("s3.eu-west-1.amazonaws.com/{bucket}/a%20b?list");
                assert_eq!(placed(bucket, addressing, S3, false), expected);
            }
        }
        let longest = "a".repeat(63);
        assert!(placed(&longest, BucketAddressing::Auto, S3, false).starts_with(&longest));
        let longer = "a".repeat(64);
        assert!(placed(&longer, BucketAddressing::Auto, S3, false).starts_with("s3."));
    }

    #[test]
    fn what_is_left_of_the_path_begins_with_a_slash() {
        for (path, expected) in [
            ("/music", "music.s3.eu-west-1.amazonaws.com/"),
            ("/music?list", "music.s3.eu-west-1.amazonaws.com/?list"),
            ("/other/music", "s3.eu-west-1.amazonaws.com/other/music"),
        ] {
            let (bucket, mut uri) = (Bucket("music".to_owned()), path.parse().unwrap());
            let endpoint = Endpoint::parse(S3).unwrap();
            let endpoint = place(&bucket, BucketAddressing::Auto, endpoint, false, &mut uri);
            assert_eq!(format!("{}{uri}", endpoint.unwrap().host()), expected);
        }
    }
}
