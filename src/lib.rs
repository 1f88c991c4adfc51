//! A private, offline diary of what one eats and drinks and of each muscle twitch.
//!
//! The rooms, from the ground up:
//!
//! * [`domain`] — the words of the field as types: nutrients, foods, entries, the person.
//! * [`calendar`] — local days, weeks and "yesterday 20:00"; it is given `now` and never asks.
//! * [`resolve`] — from typed words to amounts and ranked foods, over values only.
//! * [`nutrition`] — from portions to intake, bounds, references and verdicts; never rounds.
//! * [`report`] — the day and the week as values, with the warning signs that come first.
//! * [`exchange`] — a diary as a document, and the law by which two become one.
//! * [`import`] — published food tables and other programs' diaries, read row by row.
//! * [`store`] — the diary file; the only room that knows SQL.
//! * [`render`] — a report as text, Markdown, CSV, HTML or JSON; never queries, never computes.
//! * [`cli`] — one file per command: parse, load, compute, render, write.

pub mod calendar;
pub mod cli;
pub mod config;
pub mod domain;
pub mod error;
pub mod exchange;
pub mod import;
pub mod nutrition;
pub mod render;
pub mod report;
pub mod resolve;
pub mod store;
