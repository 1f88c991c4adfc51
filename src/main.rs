//! Reads the arguments, the environment, the clock and the terminal once, runs one command, and
//! writes its answer. Decides nothing else.

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use chrono::{DateTime, Local, Utc};
use clap::Parser as _;
use mineralog::calendar::{Clock, Zone};
use mineralog::cli::args::Cli;
use mineralog::cli::{self, Answer, Body, Session};
use mineralog::config::{ColorChoice, Config, Environment};
use mineralog::error::{Error, Result};
use mineralog::render::{Page, Tone, json};
use mineralog::store::Store;

/// Columns of a page that goes to no terminal.
const PLAIN_WIDTH: usize = 80;
/// The widest page: longer lines are hard to read.
const WIDEST: usize = 100;

fn main() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().collect();
    let wants_json = words.iter().skip(1).any(|word| word == "--json");
    let cli = match Cli::try_parse_from(&words) {
        Ok(cli) => cli,
        Err(usage) => return refuse_usage(&usage, wants_json),
    };
    let (json, quiet) = (cli.json, cli.quiet);
    let (page, errors) = pages(cli.color);
    let (status, output) = match run(cli, page, &words) {
        Ok(answer) => {
            for warning in &answer.warnings {
                let line = errors.wrap("warning: ", "  ", &mineralog::render::inert(warning));
                say(&errors.paint(Tone::Warning, &line));
            }
            (0, body(answer.body, quiet))
        }
        Err(error) if json => (error.kind.exit_status(), document(&json::error(&error))),
        Err(error) => {
            complain(errors, &error);
            (error.kind.exit_status(), String::new())
        }
    };
    write_out(&output, status)
}

fn run(cli: Cli, page: Page, words: &[OsString]) -> Result<Answer> {
    let clock = clock()?;
    if let Some(answer) = cli::run_without_diary(clock, cli.json, page, cli.command.as_ref()) {
        return answer;
    }
    let config = Config::resolve(cli.db, cli.color, environment())?;
    let mut store = Store::open(&config.db, clock.now.timestamp())?;
    let mut session = Session {
        store: &mut store,
        clock,
        json: cli.json,
        page,
        command_line: command_line(words),
    };
    cli::run(&mut session, cli.command)
}

/// Reads the clock: the only place that does. `MINERALOG_NOW` fixes it; the local zone is used
/// where it agrees with the offset given there, and that offset throughout where it does not.
fn clock() -> Result<Clock> {
    let fixed = std::env::var("MINERALOG_NOW")
        .ok()
        .filter(|text| !text.is_empty());
    let Some(text) = fixed else {
        #[allow(clippy::disallowed_methods)]
        let now = Utc::now().with_timezone(&Local).fixed_offset();
        return Ok(Clock {
            now,
            zone: Zone::Local,
        });
    };
    let now = DateTime::parse_from_rfc3339(&text).map_err(|e| {
        Error::request("MINERALOG_NOW holds no time")
            .because(e)
            .hint("write it like 2026-11-22T19:30:00+01:00, or unset it")
    })?;
    let local = Zone::Local.at(now);
    let zone = if local.offset() == now.offset() {
        Zone::Local
    } else {
        Zone::Fixed(*now.offset())
    };
    Ok(Clock { now, zone })
}

fn environment() -> Environment {
    let path = |name| {
        std::env::var_os(name)
            .filter(|v| !v.is_empty())
            .map(PathBuf::from)
    };
    Environment {
        db: path("MINERALOG_DB"),
        config: path("MINERALOG_CONFIG"),
        no_color: no_color(),
    }
}

fn no_color() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}

/// Returns how pages are laid out on stdout and on stderr.
fn pages(choice: Option<ColorChoice>) -> (Page, Page) {
    let config = || {
        Config::resolve(None, choice, environment())
            .map(|c| c.color)
            .unwrap_or_default()
    };
    let color = |terminal: bool| match choice.unwrap_or_else(config) {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => terminal && std::env::var_os("TERM").is_none_or(|t| t != "dumb"),
    };
    let width = |terminal: bool| {
        let columns = terminal.then(terminal_size::terminal_size).flatten();
        columns.map_or(PLAIN_WIDTH, |(terminal_size::Width(w), _)| {
            usize::from(w).min(WIDEST)
        })
    };
    let (out, err) = (io::stdout().is_terminal(), io::stderr().is_terminal());
    (
        Page {
            width: width(out),
            color: out && color(out) || choice == Some(ColorChoice::Always),
        },
        Page {
            width: width(err),
            color: err && color(err) || choice == Some(ColorChoice::Always),
        },
    )
}

/// Returns the command as it was typed, for the journal.
fn command_line(words: &[OsString]) -> String {
    let words: Vec<String> = words
        .iter()
        .skip(1)
        .map(|w| w.to_string_lossy().into_owned())
        .collect();
    words.join(" ").chars().take(2000).collect()
}

fn body(body: Body, quiet: bool) -> String {
    match body {
        Body::Echo(_) if quiet => String::new(),
        Body::Page(text) | Body::Echo(text) => text,
        Body::Json(value) => document(&value),
    }
}

fn document(value: &serde_json::Value) -> String {
    let mut text = serde_json::to_string_pretty(value).expect("a JSON value can be written");
    text.push('\n');
    text
}

fn complain(page: Page, error: &Error) {
    let line = |tone, label: &str, text: &str| {
        let text = mineralog::render::inert(text);
        say(&page.wrap(&page.paint(tone, label), "  ", &text));
    };
    line(Tone::Alarm, "error: ", &error.message);
    if let Some(cause) = &error.cause {
        line(Tone::Heading, "cause: ", cause);
    }
    if let Some(hint) = &error.hint {
        line(Tone::Heading, "hint: ", hint);
    }
}

/// Answers a command line that cannot be understood, or a request for help.
fn refuse_usage(usage: &clap::Error, wants_json: bool) -> ExitCode {
    if !usage.use_stderr() {
        return write_out(&usage.to_string(), 0);
    }
    if wants_json {
        let text = usage.to_string();
        let first = text.lines().next().unwrap_or_default();
        let message = first.strip_prefix("error: ").unwrap_or(first);
        let error = Error::request(message).hint("`mineralog --help` lists the commands");
        return write_out(&document(&json::error(&error)), 2);
    }
    // A closed stderr leaves nobody to tell.
    let _ = usage.print();
    ExitCode::from(2)
}

/// Writes to stderr; a closed one leaves nobody to tell.
fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Writes to stdout. A closed pipe is no error: the reader had enough.
fn write_out(text: &str, status: u8) -> ExitCode {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(e) if e.kind() != io::ErrorKind::BrokenPipe => {
            say(&format!("error: the answer could not be written: {e}"));
            ExitCode::from(1)
        }
        _ => ExitCode::from(status),
    }
}
