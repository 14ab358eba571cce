//! The program `reportedly`: reads news reports and lays bare what each statement in them rests on.

mod args;
mod figures;
mod files;
mod html;
mod message;
mod output;
mod paint;
mod pipeline;
mod read;
mod terminal;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let args = match args::Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            // Help and version are no mistakes; a closed pipe is nobody's.
            let code = if error.use_stderr() { 2 } else { 0 };
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    match args.command {
        args::Command::Read(read) => ExitCode::from(read::run(&read)),
    }
}
