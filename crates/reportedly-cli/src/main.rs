//! The program `reportedly`.

fn main() {}
