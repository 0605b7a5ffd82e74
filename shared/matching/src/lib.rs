//! Which messages ask for the same.
#![warn(missing_docs)]

pub mod background;
pub mod candidates;
pub mod category;
pub mod explain;
mod grams;
pub mod index;
mod matters;
pub mod merge;
mod names;
mod normalise;
mod opening;
pub mod place;
mod question;
pub mod rank;
pub mod several;
pub mod signature;
pub mod similarity;
mod sounds;
mod stop;
pub mod synonyms;
pub mod twins;
mod units;
pub mod vector;

pub use normalise::{LONGEST_TEXT, normalise};
