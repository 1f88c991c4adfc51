//! Reads the arguments, the environment, the clock and the terminal once, runs one command, and
//! writes its answer. Decides nothing else.

use std::cell::{OnceCell, RefCell};
use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use chrono::{DateTime, Datelike, Local, Utc};
use clap::error::ErrorKind;
use indicatif::{ProgressBar, ProgressStyle};
use mineralog::calendar::{Clock, Zone};
use mineralog::cli::args::Cli;
use mineralog::cli::on_file::OnFile;
use mineralog::cli::passphrase::{self, Commands};
use mineralog::cli::{self, Answer, Body, Session, later};
use mineralog::config::{ColorChoice, Config, Environment};
use mineralog::error::{Error, Result};
use mineralog::render::document::document;
use mineralog::render::{Page, Tone, ascii, json};
use mineralog::store::{Store, is_there};

/// Columns of a page that goes to no terminal.
const PLAIN_WIDTH: usize = 80;
/// The widest page. Running text stays narrower.
const WIDEST: usize = 200;
/// The narrowest page.
const NARROWEST: usize = 20;

fn main() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().collect();
    let wants_json = words.iter().skip(1).any(|word| word == "--json");
    let cli = match later::read(&words) {
        Ok(cli) => cli,
        Err(usage) => return refuse_usage(&usage, wants_json),
    };
    let (json, quiet) = (cli.json, cli.quiet);
    let no_color = no_color().then_some(ColorChoice::Never);
    let choice = cli.color.or(no_color);
    let config = Config::resolve(cli.db.clone(), choice, environment());
    let color = config.as_ref().map_or(choice.unwrap_or_default(), |c| c.color);
    let (page, errors) = pages(color, cli.ascii);
    let mut said = Vec::new();
    let answer = config.and_then(|config| run(cli, &config, page, &words, &mut said));
    let warnings = answer.as_ref().map_or(&[][..], |answer| &answer.warnings);
    for warning in said.iter().chain(warnings) {
        let line = errors.wrap("warning: ", "  ", &mineralog::render::inert(warning));
        say(&errors.paint(Tone::Warning, &line));
    }
    let (status, changed, output) = match answer {
        Ok(answer) => {
            if let (Body::Note(note), false) = (&answer.body, quiet) {
                say(&errors.wrap("", "  ", &mineralog::render::inert(note)));
            }
            let status = u8::from(matches!(answer.body, Body::Wrong(_)));
            (status, answer.changed, body(answer.body, quiet, page.ascii))
        }
        Err(error) if json => {
            (error.kind.exit_status(), false, document(&json::error(&error), page.ascii))
        }
        Err(error) => {
            complain(errors, &error);
            (error.kind.exit_status(), false, String::new())
        }
    };
    write_out(&output, status, changed)
}

/// Runs the command. What is to be said of the diary itself is added to `said`, whatever comes of
/// the command.
fn run(
    cli: Cli,
    config: &Config,
    page: Page,
    words: &[OsString],
    said: &mut Vec<String>,
) -> Result<Answer> {
    let clock = clock()?;
    if let Some(answer) = cli::run_without_diary(clock, cli.json, page, cli.command.as_ref()) {
        return answer;
    }
    let db = config.db()?;
    let asks = !cli.json && !cli.quiet && io::stdin().is_terminal() && io::stderr().is_terminal();
    let named = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    let commands =
        Commands { present: named(passphrase::COMMAND), new: named(passphrase::NEW_COMMAND) };
    let keys = passphrase::keyring(commands.present.clone());
    let on_file =
        OnFile { db, clock, json: cli.json, page, asks, keys: &keys, commands: &commands };
    if let Some(answer) = cli::keep::run_on_file(&on_file, cli.command.as_ref()) {
        return answer;
    }
    let now = clock.now.timestamp();
    let writes = cli.command.as_ref().is_some_and(|c| c.writes() || asks && c.guides());
    let mut store = if writes || is_there(db)? {
        Store::open_with(db, now, &keys)?
    } else {
        Store::in_memory(now)?
    };
    let shown = io::stderr().is_terminal() && !cli.json && !cli.quiet;
    let bar = shown.then(Bar::default);
    let progress = |file: &str, done: u64, total: u64| {
        if let Some(bar) = &bar {
            bar.show(file, done, total);
        }
    };
    let mut session = Session {
        store: &mut store,
        clock,
        json: cli.json,
        page,
        asks,
        command_line: command_line(words),
        keys: &keys,
        progress: &progress,
    };
    said.extend(session.store.take_notices());
    said.extend(cli::keep::once_a_day(&session));
    let answer = cli::run(&mut session, cli.command);
    if let Some(bar) = &bar {
        bar.clear();
    }
    store.leave();
    answer
}

/// The bar that shows how far a file has been read, on a terminal.
#[derive(Default)]
struct Bar {
    file: RefCell<String>,
    bar: OnceCell<ProgressBar>,
}

impl Bar {
    fn show(&self, file: &str, done: u64, total: u64) {
        let bar = self.bar.get_or_init(|| {
            let bar = ProgressBar::no_length();
            let style = ProgressStyle::with_template("{msg:20} [{bar:30}] {percent:>3} %");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar
        });
        if *self.file.borrow() != file {
            file.clone_into(&mut self.file.borrow_mut());
            bar.set_message(mineralog::render::inert(file));
        }
        bar.set_length(total.max(done));
        bar.set_position(done);
    }

    fn clear(&self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}

/// Reads the clock: the only place that does. `MINERALOG_NOW` fixes it; the local zone is used
/// where it agrees with the offset given there, and that offset throughout where it does not.
fn clock() -> Result<Clock> {
    let fixed = std::env::var("MINERALOG_NOW").ok().filter(|text| !text.is_empty());
    let Some(text) = fixed else {
        #[allow(clippy::disallowed_methods)]
        let now = Utc::now().with_timezone(&Local).fixed_offset();
        return Ok(Clock { now, zone: Zone::Local });
    };
    let now = DateTime::parse_from_rfc3339(&text).map_err(|e| {
        Error::request("MINERALOG_NOW holds no time")
            .because(e)
            .hint("write it like 2026-11-22T19:30:00+01:00, or unset it")
    })?;
    if !(1900..=9998).contains(&now.year()) {
        return Err(Error::request("MINERALOG_NOW lies outside the years 1900 to 9998"));
    }
    let local = Zone::Local.at(now);
    let zone =
        if local.offset() == now.offset() { Zone::Local } else { Zone::Fixed(*now.offset()) };
    Ok(Clock { now, zone })
}

fn environment() -> Environment {
    let path = |name| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    Environment { db: path("MINERALOG_DB"), config: path("MINERALOG_CONFIG"), no_color: no_color() }
}

fn no_color() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}

/// Returns how pages are laid out on stdout and on stderr.
fn pages(choice: ColorChoice, ascii: bool) -> (Page, Page) {
    let color = |terminal: bool| match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => terminal && std::env::var_os("TERM").is_none_or(|t| t != "dumb"),
    };
    let said = std::env::var("COLUMNS").ok().and_then(|text| text.trim().parse().ok());
    let width = |terminal: bool| {
        let size = || terminal.then(terminal_size::terminal_size).flatten();
        let columns = said.or_else(|| size().map(|(terminal_size::Width(w), _)| usize::from(w)));
        columns.filter(|w| *w > 0).map_or(PLAIN_WIDTH, |w| w.clamp(NARROWEST, WIDEST))
    };
    let page = |terminal: bool| Page {
        width: width(terminal),
        color: color(terminal),
        ascii: ascii || (terminal && !knows_unicode()),
    };
    (page(io::stdout().is_terminal()), page(io::stderr().is_terminal()))
}

/// Returns whether the locale knows more than ASCII. Where none is named, as on many small systems
/// and everywhere but on Unix, it is taken to.
fn knows_unicode() -> bool {
    let named = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .filter_map(std::env::var_os)
        .find(|value| !value.is_empty());
    named.is_none_or(|locale| {
        let locale = locale.to_string_lossy().to_lowercase();
        !cfg!(unix) || locale.contains("utf-8") || locale.contains("utf8")
    })
}

/// Returns the command as it was typed, for the journal.
fn command_line(words: &[OsString]) -> String {
    let words: Vec<String> =
        words.iter().skip(1).map(|w| w.to_string_lossy().into_owned()).collect();
    words.join(" ").chars().take(2000).collect()
}

/// Returns what goes to stdout.
fn body(body: Body, quiet: bool, in_ascii: bool) -> String {
    match body {
        Body::Note(_) => String::new(),
        Body::Wrong(found) => self::body(*found, quiet, in_ascii),
        Body::Echo(_) if quiet => String::new(),
        Body::Page(text) | Body::Echo(text) if in_ascii => ascii::fold(&text),
        Body::Page(text) | Body::Echo(text) => text,
        Body::Json(value) => document(&value, in_ascii),
    }
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
    let text = usage.to_string();
    if !usage.use_stderr() {
        let page =
            if wants_json { document(&serde_json::json!({"help": text}), false) } else { text };
        return write_out(&page, 0, false);
    }
    if wants_json {
        let said = text.split("\n\nUsage:").next().unwrap_or_default();
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        let message = match usage.kind() {
            ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => "a subcommand is missing",
            _ => said.strip_prefix("error: ").unwrap_or(&said),
        };
        let error = Error::request(message).hint("`mineralog COMMAND --help` explains a command");
        return write_out(&document(&json::error(&error), false), 2, false);
    }
    // A closed stderr leaves nobody to tell.
    let _ = usage.print();
    ExitCode::from(2)
}

/// Writes to stderr; a closed one leaves nobody to tell.
fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Writes to stdout. A closed pipe is no error: the reader had enough. Where the diary was changed
/// it stays changed, so the status says that it was done.
fn write_out(text: &str, status: u8, changed: bool) -> ExitCode {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(e) if e.kind() != io::ErrorKind::BrokenPipe && changed => {
            say(&format!("warning: it is stored, but the answer could not be written: {e}"));
            ExitCode::from(status)
        }
        Err(e) if e.kind() != io::ErrorKind::BrokenPipe => {
            say(&format!("error: the answer could not be written: {e}"));
            ExitCode::from(1)
        }
        _ => ExitCode::from(status),
    }
}
