//! What the mains of the five functions share.
