//! A signature as bytes: n-grams in ascending order, four bytes each, then the roots of their weights.

use thiserror::Error;

use super::Signature;
use crate::matters::Matters;
use crate::opening::Opening;
use crate::units::Unit;
use crate::vector::Vector;

const VERSION: u8 = 3;

/// Bytes that are no signature, or one of another version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not a signature of version {VERSION}")]
pub struct SignatureError;

impl Signature {
    /// The signature as bytes, to be stored with its text.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![VERSION, u8::from(self.is_short)];
        push_number(&mut bytes, self.opening.units().len() as u32);
        self.opening.units().iter().for_each(|unit| push_number(&mut bytes, unit.code()));
        bytes.extend(self.opening.levels());
        bytes.extend(self.opening.everyday().to_le_bytes());
        bytes.extend(self.matters.to_bits().to_le_bytes());
        for vector in [&self.title, &self.body] {
            push_vector(&mut bytes, vector);
        }
        bytes
    }

    /// Reads what [`Self::to_bytes`] wrote.
    ///
    /// # Errors
    ///
    /// When `bytes` are no signature of this version.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SignatureError> {
        Reader(bytes).signature().ok_or(SignatureError)
    }
}

fn push_vector(bytes: &mut Vec<u8>, vector: &Vector) {
    push_number(bytes, vector.grams().len() as u32);
    vector.grams().iter().for_each(|gram| bytes.extend(gram.to_le_bytes()));
    bytes.extend(vector.roots());
}

/// Seven bits a byte, the lowest first; the highest bit says that more follow.
fn push_number(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// What is still to be read; `None` where it is not what was expected.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn signature(mut self) -> Option<Signature> {
        if self.byte()? != VERSION {
            return None;
        }
        let is_short = match self.byte()? {
            0 => false,
            1 => true,
            _ => return None,
        };
        let (opening, matters) = (self.opening()?, Matters::from_bits(self.bits()?));
        let signature = Signature { opening, matters, title: self.vector()?, body: self.vector()?, is_short };
        self.0.is_empty().then_some(signature)
    }

    fn opening(&mut self) -> Option<Opening> {
        let length = self.length()?;
        let units = (0..length).map(|_| self.number().map(Unit::from_code)).collect::<Option<_>>()?;
        let levels = self.bytes(length)?;
        Opening::from_parts(units, levels, self.bits()?)
    }

    fn bits(&mut self) -> Option<u128> {
        let (bits, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u128::from_le_bytes(*bits))
    }

    fn vector(&mut self) -> Option<Vector> {
        let length = self.length()?;
        let (grams, _) = self.slice(4 * length)?.as_chunks::<4>();
        let grams = grams.iter().map(|gram| u32::from_le_bytes(*gram)).collect();
        let roots = self.bytes(length)?;
        Vector::from_parts(grams, roots)
    }

    /// A count of things that take at least a byte each.
    fn length(&mut self) -> Option<usize> {
        let length = self.number()? as usize;
        (length <= self.0.len()).then_some(length)
    }

    fn number(&mut self) -> Option<u32> {
        let mut number = 0;
        for shift in [0, 7, 14, 21, 28] {
            let byte = self.byte()?;
            number |= u32::from(byte & 0x7f).checked_shl(shift)?;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn bytes(&mut self, length: usize) -> Option<Vec<u8>> {
        self.slice(length).map(<[u8]>::to_vec)
    }

    fn slice(&mut self, length: usize) -> Option<&'a [u8]> {
        let (bytes, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(bytes)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Reader, Signature, push_number};
    use crate::background::Background;

    proptest! {
        #[test]
        fn what_was_written_is_read_again(title in "[停水电路灯a-c3-5 ]{0,20}", text in "\\PC{0,200}") {
            let signature = Signature::of(&title, &text, &Background::shipped());
            prop_assert_eq!(Signature::from_bytes(&signature.to_bytes()), Ok(signature));
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = Signature::from_bytes(&bytes);
        }

        #[test]
        fn a_signature_cut_off_is_refused(text in "[停水电路灯]{4,40}", cut in 1_usize..20) {
            let bytes = Signature::of("", &text, &Background::shipped()).to_bytes();
            prop_assert!(Signature::from_bytes(&bytes[..bytes.len() - cut.min(bytes.len())]).is_err());
        }

        #[test]
        fn another_version_is_refused(text in "[停水电路灯]{0,40}", version in any::<u8>()) {
            let mut bytes = Signature::of("", &text, &Background::shipped()).to_bytes();
            prop_assume!(bytes[0] != version);
            bytes[0] = version;
            prop_assert!(Signature::from_bytes(&bytes).is_err());
        }

        #[test]
        fn numbers_come_back(number in any::<u32>()) {
            let mut bytes = Vec::new();
            push_number(&mut bytes, number);
            prop_assert_eq!(Reader(&bytes).number(), Some(number));
        }
    }
}
