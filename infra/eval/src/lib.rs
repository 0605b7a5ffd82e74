//! How well similar questions are found: predictions for labelled rows, and their measures.
#![warn(missing_docs)]

pub mod folds;
pub mod learn;
pub mod predict;
pub mod report;
pub mod rows;
pub mod score;
pub mod spoken;
pub mod task;
