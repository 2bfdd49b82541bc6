//! Numbers that CBOR has and Rust has not: half floats, and numbers of any size.

/// The longest magnitude of a number of any size that is read or written, in bytes: converting
/// takes time in proportion to the square of its length.
pub(super) const MAX_BYTES: usize = 1024;

/// As many decimal digits as [`MAX_BYTES`] hold.
pub(super) const MAX_DIGITS: usize = 2466;

const BILLION: u64 = 1_000_000_000;

/// The number that these bits are as a binary16 of IEEE 754.
pub(super) fn from_half(bits: u16) -> f64 {
    let exponent = i32::from(bits >> 10 & 0x1f);
    let fraction = f64::from(bits & 0x3ff) / 1024.0;
    let magnitude = match exponent {
        0 => fraction * 2_f64.powi(-14),
        0x1f if fraction == 0.0 => f64::INFINITY,
        0x1f => f64::NAN,
        _ => (1.0 + fraction) * 2_f64.powi(exponent - 15),
    };
    if bits >> 15 == 1 { -magnitude } else { magnitude }
}

/// The decimal digits of the number that these bytes are, the most significant first.
pub(super) fn to_digits(bytes: &[u8]) -> String {
    let significant = bytes.iter().skip_while(|byte| **byte == 0);
    // Groups of nine digits, the least significant first.
    let mut groups = vec![0_u64];
    for byte in significant {
        let mut carry = u64::from(*byte);
        for group in &mut groups {
            let value = *group * 256 + carry;
            *group = value % BILLION;
            carry = value / BILLION;
        }
        if carry > 0 {
            groups.push(carry);
        }
    }
    let mut groups = groups.iter().rev();
    let mut digits = groups.next().map(u64::to_string).unwrap_or_default();
    digits.extend(groups.map(|group| format!("{group:09}")));
    digits
}

/// The bytes of the number with these decimal digits, the most significant first and none of
/// them a leading zero.
pub(super) fn to_bytes(digits: &str) -> Vec<u8> {
    // The least significant first.
    let mut bytes: Vec<u8> = Vec::new();
    for digit in digits.bytes() {
        let mut carry = u16::from(digit.saturating_sub(b'0'));
        for byte in &mut bytes {
            let value = u16::from(*byte) * 10 + carry;
            *byte = value.to_le_bytes()[0];
            carry = value >> 8;
        }
        if carry > 0 {
            bytes.push(carry.to_le_bytes()[0]);
        }
    }
    bytes.reverse();
    bytes
}

/// A decimal number: `-12.50` is `-1250` and the exponent -2.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decimal {
    pub(super) is_negative: bool,
    /// The digits of the number without sign and point; at least one.
    pub(super) digits: String,
    pub(super) exponent: i64,
}

impl Decimal {
    /// Reads a number as JSON has it; none for other text and for more than [`MAX_DIGITS`].
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (is_negative, magnitude) = match text.strip_prefix('-') {
            Some(magnitude) => (true, magnitude),
            None => (false, text),
        };
        let (number, exponent) = match magnitude.split_once(['e', 'E']) {
            Some((number, exponent)) => (number, exponent.parse().ok()?),
            None => (magnitude, 0_i64),
        };
        let (whole, fraction) = match number.split_once('.') {
            Some((_, "")) => return None,
            Some(parts) => parts,
            None => (number, ""),
        };
        let digits = format!("{whole}{fraction}");
        let is_number = !whole.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number || digits.len() > MAX_DIGITS {
            return None;
        }
        let exponent = exponent.checked_sub(i64::try_from(fraction.len()).ok()?)?;
        Some(Self { is_negative, digits: without_leading_zeros(&digits).to_owned(), exponent })
    }

    /// The number as text: plain if it is whole or a few zeros behind the point are enough, else
    /// with an exponent. An exponent may be anything, and must not become as many zeros.
    pub(super) fn format(&self) -> String {
        const MAX_LEADING_ZEROS: usize = 6;
        let sign = if self.is_negative { "-" } else { "" };
        let digits = &self.digits;
        if self.exponent == 0 {
            return format!("{sign}{digits}");
        }
        let places = usize::try_from(self.exponent.unsigned_abs()).unwrap_or(usize::MAX);
        if self.exponent > 0 || places >= digits.len() + MAX_LEADING_ZEROS {
            return format!("{sign}{digits}e{}", self.exponent);
        }
        let padded = format!("{digits:0>width$}", width = places + 1);
        let (whole, fraction) = padded.split_at(padded.len() - places);
        format!("{sign}{whole}.{fraction}")
    }
}

fn without_leading_zeros(digits: &str) -> &str {
    match digits.trim_start_matches('0') {
        "" => "0",
        digits => digits,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_floats_are_numbers() {
        for (bits, expected) in [
            (0x0000, 0.0),
            (0x8000, -0.0),
            (0x0001, 5.960_464_477_539_063e-8),
            (0x03ff, 6.097_555_160_522_461e-5),
            (0x0400, 6.103_515_625e-5),
            (0x3c00, 1.0),
            (0xc000, -2.0),
            (0x7bff, 65504.0),
            (0x7c00, f64::INFINITY),
            (0xfc00, f64::NEG_INFINITY),
        ] {
            assert_eq!(from_half(bits).to_bits(), f64::to_bits(expected), "{bits:04x}");
        }
        assert!(from_half(0x7c01).is_nan());
        assert!(from_half(0x7e00).is_nan());
    }

    #[test]
    fn digits_and_bytes_are_the_same_number() {
        for (bytes, digits) in [
            (&b""[..], "0"),
            (b"\x01", "1"),
            (b"\xff", "255"),
            (b"\x01\x00", "256"),
            (b"\x3b\x9a\xca\x00", "1000000000"),
            (b"\x01\0\0\0\0\0\0\0\0", "18446744073709551616"),
            (
                b"\x04\xee\x2d\x6d\x41\x5b\x85\xac\xef\x81\0\0\0\0",
                "100000000000000000000000000000000",
            ),
        ] {
            assert_eq!(to_digits(bytes), digits);
            assert_eq!(to_bytes(digits), bytes, "{digits}");
        }
        assert_eq!(to_digits(b"\0\0\x01"), "1");
        assert_eq!(to_digits(&[0xff; MAX_BYTES]).len(), MAX_DIGITS + 1);
        assert_eq!(to_bytes(&"9".repeat(MAX_DIGITS)).len(), MAX_BYTES);
    }

    #[test]
    fn decimals_are_digits_and_an_exponent() {
        for (text, expected, again) in [
            ("0", Some((false, "0", 0)), "0"),
            ("-12.50", Some((true, "1250", -2)), "-12.50"),
            ("0.000001", Some((false, "1", -6)), "0.000001"),
            ("0.00000001", Some((false, "1", -8)), "1e-8"),
            ("1.5e3", Some((false, "15", 2)), "15e2"),
            ("1E+2", Some((false, "1", 2)), "1e2"),
            ("1e-9223372036854775808", Some((false, "1", i64::MIN)), "1e-9223372036854775808"),
            ("0.1e-9223372036854775808", None, ""),
            ("", None, ""),
            ("-", None, ""),
            ("1.", None, ""),
            (".5", None, ""),
            ("1e", None, ""),
            ("0x10", None, ""),
            ("1 ", None, ""),
        ] {
            let decimal = Decimal::parse(text);
            let parts = decimal.as_ref().map(|d| (d.is_negative, &*d.digits, d.exponent));
            assert_eq!(parts, expected, "{text}");
            assert_eq!(decimal.map(|d| d.format()).unwrap_or_default(), again, "{text}");
        }
        assert_eq!(Decimal::parse(&"1".repeat(MAX_DIGITS + 1)), None);
    }
}
