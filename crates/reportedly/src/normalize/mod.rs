//! Figures and times: found in the text, and what they mean.

mod figures;
mod times;

pub use figures::{figures, relate};
pub use times::{place, times};
