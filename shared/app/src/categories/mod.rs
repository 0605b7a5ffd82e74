//! Under which topic a question belongs: suggested by what was learnt, decided by officers.
//!
//! From the first day the model that is shipped tells the usual kinds of messages to a local government, and a topic names
//! the kinds that it stands for (`usual` in its file). Later `wenqu learn` learns the district's own topics from questions
//! that officers have filed; its model takes the place of the one that is shipped.

mod learn;
mod model;
mod suggest;

pub use learn::{FOLDS, LEAST_EXAMPLES, LEAST_OF_TOPIC, Learnt, Refused, learn};
pub use model::{Categories, OBJECT};
pub use suggest::suggest;
