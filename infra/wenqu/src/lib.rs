//! wenqu
