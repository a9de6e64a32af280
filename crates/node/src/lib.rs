//! The Node.js addon: converts between JavaScript values and those of the core, and forwards.
//!
//! It decides nothing: defaults, ranges and rules are the core's, and the shape of the public API
//! is TypeScript's. What it adds is what only a binding can: an answer packed so that it crosses
//! the boundary in one piece (`packed`), and its options before it (`request`, `ranking`), work off
//! the main thread (`task`), and errors that carry a code and every cause (`failure`).

// What is exported is documented in TypeScript. These items are seen by no Rust caller.
mod boosts;
mod builder;
mod failure;
mod fields;
mod index;
mod learn;
mod options;
mod packed;
mod ranking;
mod report;
mod request;
mod stream;
mod task;
