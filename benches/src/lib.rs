//! What the benches share: the corpus, the contenders, and how times are taken and shown.

pub mod climb;
pub mod contenders;
pub mod corpus;
pub mod hostile;
pub mod queries;
pub mod random;
pub mod ranked;
pub mod slips;
pub mod table;
pub mod timing;

/// What every bench returns: its errors end it with their message.
pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;
