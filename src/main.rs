//! The command line: reads the settings, runs what was asked for, and ends with 0, 1 (it failed) or 2 (a wrong value).

use std::process::ExitCode;

use lyceum::{app, config};

fn main() -> ExitCode {
    let cli = match config::read(std::env::args_os()) {
        Ok(cli) => cli,
        Err(config::CliError::Answer(text)) => {
            print!("{text}");
            return ExitCode::SUCCESS;
        }
        Err(config::CliError::Wrong(line)) => return ends(&app::ExitError::Wrong(line)),
    };
    match app::run(&cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => ends(&stop),
    }
}

fn ends(stop: &app::ExitError) -> ExitCode {
    eprintln!("lyceum: {stop}");
    stop.code()
}
