//! The Node.js addon: converts and forwards.
