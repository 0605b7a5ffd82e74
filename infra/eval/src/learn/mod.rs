//! Learning the few weights that are shipped.

pub mod logistic;
