//! The program `reportedly`: reads news reports and lays bare what each statement in them rests on.

mod args;
mod csv;
mod figures;
mod files;
mod html;
mod ledger;
mod message;
mod output;
mod paint;
mod pipeline;
mod read;
mod serve;
mod store;
mod terminal;

use std::process::ExitCode;

use clap::Parser;
use reportedly_ledger::Act;

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
        args::Command::Add(add) => ExitCode::from(store::add(&add)),
        args::Command::Demo(demo) => ExitCode::from(ledger::demo(&demo)),
        args::Command::Serve(serve) => ExitCode::from(serve::run(&serve)),
        args::Command::Find(find) => ExitCode::from(ledger::find(&find)),
        args::Command::Trace(trace) => ExitCode::from(ledger::trace(&trace)),
        args::Command::Figures(figures) => ExitCode::from(ledger::figures(&figures)),
        args::Command::Changes(changes) => ExitCode::from(ledger::changes(&changes)),
        args::Command::Sources(names) => ExitCode::from(ledger::sources(&names)),
        args::Command::Outlets(names) => ExitCode::from(ledger::outlets(&names)),
        args::Command::Links(list) => ExitCode::from(store::links(&list)),
        args::Command::Lineages(list) => ExitCode::from(store::lineages(&list)),
        args::Command::Export(export) => ExitCode::from(store::export(&export)),
        args::Command::Refresh(refresh) => ExitCode::from(store::refresh(&refresh)),
        args::Command::Confirm(judge) => ExitCode::from(store::judge(&judge, &Act::Confirm)),
        args::Command::Reject(judge) => ExitCode::from(store::judge(&judge, &Act::Reject)),
        args::Command::Correct(correct) => ExitCode::from(store::correct(&correct)),
        args::Command::Same(pair) => ExitCode::from(store::pair(&pair, &Act::Same)),
        args::Command::Different(pair) => ExitCode::from(store::pair(&pair, &Act::Different)),
        args::Command::Note(note) => ExitCode::from(store::note(&note)),
        args::Command::Undo(undo) => ExitCode::from(store::undo(&undo)),
        args::Command::Judgments(list) => ExitCode::from(store::judgments(&list)),
        args::Command::Forget(forget) => ExitCode::from(store::forget(&forget)),
    }
}
