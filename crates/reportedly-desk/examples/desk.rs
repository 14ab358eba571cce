//! A desk without the network: it shows ledgers and takes analyzed lines. For trying pages out.
//!
//! `cargo run -p reportedly-desk --example desk -- LEDGER [ADDRESS:PORT]`

use std::sync::Arc;

use reportedly_desk::{Desk, Options};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let ledger = args.next().ok_or("which ledger?")?.into();
    let listen = args.next().unwrap_or_else(|| "127.0.0.1:0".to_owned()).parse()?;
    let options = Options {
        ledger,
        listen,
        password: None,
        names: Vec::new(),
        loader: Arc::new(|| Err("this desk was built without the network".to_owned())),
        now: || "2026-03-20T12:00:00Z".to_owned(),
    };
    let desk = Desk::open(&options)?;
    println!("{}", desk.url());
    Ok(desk.run()?)
}
