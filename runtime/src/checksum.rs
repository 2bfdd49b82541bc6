//! Checksums, by the algorithms that services name (`aws.protocols#httpChecksum`).

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use crc::{CRC_32_ISCSI, CRC_32_ISO_HDLC, CRC_64_NVME, Crc, Table};
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest as _, Sha256, Sha512};
use xxhash_rust::xxh3::Xxh3Default;
use xxhash_rust::xxh64::Xxh64;

/// An algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// CRC-32, as in Ethernet and gzip.
    Crc32,
    /// CRC-32C (RFC 9260).
    Crc32c,
    /// CRC-64/NVME.
    Crc64Nvme,
    /// MD5 (RFC 1321).
    Md5,
    /// SHA-1 (FIPS 180-4).
    Sha1,
    /// SHA-256 (FIPS 180-4).
    Sha256,
    /// SHA-512 (FIPS 180-4).
    Sha512,
    /// XXH64.
    Xxhash64,
    /// XXH3 with 64 bits.
    Xxhash3,
    /// XXH3 with 128 bits.
    Xxhash128,
}

/// Each algorithm with its name in models and its header.
const ALGORITHMS: [(Algorithm, &str, &str); 10] = [
    (Algorithm::Crc32, "CRC32", "x-amz-checksum-crc32"),
    (Algorithm::Crc32c, "CRC32C", "x-amz-checksum-crc32c"),
    (Algorithm::Crc64Nvme, "CRC64NVME", "x-amz-checksum-crc64nvme"),
    (Algorithm::Md5, "MD5", "x-amz-checksum-md5"),
    (Algorithm::Sha1, "SHA1", "x-amz-checksum-sha1"),
    (Algorithm::Sha256, "SHA256", "x-amz-checksum-sha256"),
    (Algorithm::Sha512, "SHA512", "x-amz-checksum-sha512"),
    (Algorithm::Xxhash64, "XXHASH64", "x-amz-checksum-xxhash64"),
    (Algorithm::Xxhash3, "XXHASH3", "x-amz-checksum-xxhash3"),
    (Algorithm::Xxhash128, "XXHASH128", "x-amz-checksum-xxhash128"),
];

impl Algorithm {
    /// The algorithm of that name in models, such as `CRC32`.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        let found = ALGORITHMS.iter().find(|entry| entry.1.eq_ignore_ascii_case(name));
        found.map(|entry| entry.0)
    }

    /// The algorithm whose checksums stand in that header.
    #[must_use]
    pub fn of_header(name: &str) -> Option<Self> {
        let found = ALGORITHMS.iter().find(|entry| entry.2.eq_ignore_ascii_case(name));
        found.map(|entry| entry.0)
    }

    /// Its name in models.
    #[must_use]
    pub fn name(self) -> &'static str {
        ALGORITHMS.iter().find(|entry| entry.0 == self).map_or("", |entry| entry.1)
    }

    /// The header of its checksums, in lower case.
    #[must_use]
    pub fn header(self) -> &'static str {
        ALGORITHMS.iter().find(|entry| entry.0 == self).map_or("", |entry| entry.2)
    }

    /// The checksum of these bytes, in base64, as headers have it.
    #[must_use]
    pub fn checksum(self, bytes: &[u8]) -> String {
        let mut hasher = Hasher::new(self);
        hasher.update(bytes);
        hasher.finish()
    }
}

/// A checksum in the making, for bytes that come one part after the other.
pub struct Hasher(Box<dyn Digest>);

impl Hasher {
    /// The checksum of no bytes yet.
    #[must_use]
    pub fn new(algorithm: Algorithm) -> Self {
        Self(match algorithm {
            Algorithm::Crc32 => Box::new(CRC32.digest()),
            Algorithm::Crc32c => Box::new(CRC32C.digest()),
            Algorithm::Crc64Nvme => Box::new(CRC64_NVME.digest()),
            Algorithm::Md5 => Box::new(Cryptographic(Md5::default())),
            Algorithm::Sha1 => Box::new(Cryptographic(Sha1::default())),
            Algorithm::Sha256 => Box::new(Cryptographic(Sha256::default())),
            Algorithm::Sha512 => Box::new(Cryptographic(Sha512::default())),
            Algorithm::Xxhash64 => Box::new(Xxh64::new(0)),
            Algorithm::Xxhash3 => Box::new(Xxh3 { state: Xxh3Default::new(), is_wide: false }),
            Algorithm::Xxhash128 => Box::new(Xxh3 { state: Xxh3Default::new(), is_wide: true }),
        })
    }

    /// Adds bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The checksum of all of them, in base64, as headers have it.
    #[must_use]
    pub fn finish(self) -> String {
        BASE64.encode(self.0.finish())
    }
}

impl std::fmt::Debug for Hasher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hasher").finish_non_exhaustive()
    }
}

/// What the libraries have in common. Numbers are written with the first byte the greatest.
trait Digest: Send {
    fn update(&mut self, bytes: &[u8]);
    fn finish(self: Box<Self>) -> Vec<u8>;
}

static CRC32: Crc<u32, Table<16>> = Crc::<u32, Table<16>>::new(&CRC_32_ISO_HDLC);
static CRC32C: Crc<u32, Table<16>> = Crc::<u32, Table<16>>::new(&CRC_32_ISCSI);
static CRC64_NVME: Crc<u64, Table<16>> = Crc::<u64, Table<16>>::new(&CRC_64_NVME);

impl Digest for crc::Digest<'static, u32, Table<16>> {
    fn update(&mut self, bytes: &[u8]) {
        self.update(bytes);
    }

    fn finish(self: Box<Self>) -> Vec<u8> {
        self.finalize().to_be_bytes().to_vec()
    }
}

impl Digest for crc::Digest<'static, u64, Table<16>> {
    fn update(&mut self, bytes: &[u8]) {
        self.update(bytes);
    }

    fn finish(self: Box<Self>) -> Vec<u8> {
        self.finalize().to_be_bytes().to_vec()
    }
}

/// A cryptographic one.
struct Cryptographic<D>(D);

impl<D: sha2::Digest + Send> Digest for Cryptographic<D> {
    fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(self: Box<Self>) -> Vec<u8> {
        self.0.finalize().to_vec()
    }
}

impl Digest for Xxh64 {
    fn update(&mut self, bytes: &[u8]) {
        self.update(bytes);
    }

    fn finish(self: Box<Self>) -> Vec<u8> {
        self.digest().to_be_bytes().to_vec()
    }
}

/// XXH3, which has one state for both sizes.
struct Xxh3 {
    state: Xxh3Default,
    is_wide: bool,
}

impl Digest for Xxh3 {
    fn update(&mut self, bytes: &[u8]) {
        self.state.update(bytes);
    }

    fn finish(self: Box<Self>) -> Vec<u8> {
        if self.is_wide {
            self.state.digest128().to_be_bytes().to_vec()
        } else {
            self.state.digest().to_be_bytes().to_vec()
        }
    }
}

/// The SHA-256 of these bytes in hexadecimal digits.
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The tree hash of Amazon S3 Glacier in hexadecimal digits: the SHA-256 of each mebibyte, then
/// of each pair of these, and so on until one is left (Amazon S3 Glacier Developer Guide,
/// "Computing Checksums").
pub(crate) fn tree_hash_hex(bytes: &[u8]) -> String {
    const CHUNK: usize = 1 << 20;
    let mut level: Vec<_> = bytes.chunks(CHUNK).map(Sha256::digest).collect();
    while level.len() > 1 {
        let parents = level.chunks(2).map(|pair| match pair {
            [left, right] => Sha256::new().chain_update(left).chain_update(right).finalize(),
            _ => pair.iter().copied().next().unwrap_or_default(),
        });
        level = parents.collect();
    }
    hex(&level.first().copied().unwrap_or_else(|| Sha256::digest([])))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
