//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub use super::exchange_args::*;
use super::later::Later;
pub use super::own_args::*;
use crate::config::ColorChoice;

/// A private diary of food, drink and muscle twitches.
///
/// Log in one line what you eat and each twitch; once a week it says which of magnesium, calcium,
/// potassium and vitamin D your food under-represents, and what it does not know. It informs and
/// never diagnoses. Without a command it shows today.
#[derive(Debug, Parser)]
#[command(name = "mineralog", version, args_override_self = true, max_term_width = 80)]
pub struct Cli {
    /// The diary file.
    #[arg(long, global = true, value_name = "FILE")]
    pub db: Option<PathBuf>,
    /// Print one JSON document.
    #[arg(long, global = true)]
    pub json: bool,
    /// When to colour.
    #[arg(long, global = true, value_name = "WHEN", value_enum)]
    pub color: Option<ColorChoice>,
    /// Write plain ASCII alone.
    #[arg(long, global = true)]
    pub ascii: bool,
    /// Leave out the echo of what was logged.
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// What to do.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Log a meal: "2 eggs, 200 g spinach, flat white"
    Eat(Later<Eat>),
    /// Log a drink; the same as eat
    Drink(Later<Eat>),
    /// Log a meal again: the last one, breakfast, yesterday
    Again(Later<Again>),
    /// Log a supplement: "vitamin D 1000 IU"
    Take(Later<Take>),
    /// Log a medicine started, stopped or taken
    Medicine(Later<Medicine>),
    /// Log an episode, or a day without: twitch none
    Twitch(Later<Twitch>),
    /// Log stress, 0 to 10
    Stress(Later<Stress>),
    /// Log last night's sleep: 6h30m
    Sleep(Later<Length>),
    /// Log exercise: 45m --effort hard
    Exercise(Later<Exercise>),
    /// Log time outdoors: none, some or lots
    Sun(Later<Sun>),
    /// Log screen time: 3h
    Screen(Later<Length>),
    /// Log water that no meal carries: 500ml
    Water(Later<Quantity>),
    /// Log caffeine that no food carries: 95mg
    Caffeine(Later<Quantity>),
    /// Log anything else; #words become tags
    Note(Later<Note>),
    /// Say that a day's food is complete
    Done(Later<DayArg>),
    /// Show today
    Today,
    /// Show a day
    Day(Later<DayArg>),
    /// Show a week's page
    Week(Later<WeekArg>),
    /// Show the page of any run of days
    Report(Later<ReportArg>),
    /// List episodes
    Episodes(Later<Range>),
    /// List everything logged
    Diary(Later<DiaryArgs>),
    /// Show one entry, with the hours before it
    Show(Later<Show>),
    /// List the warning signs that were recorded, or put them aside
    Flags(Later<Flags>),
    /// Show what is known about a mineral
    Mineral(Later<Mineral>),
    /// Unroll a figure: every entry, its grams, its source row, and the sum
    #[command(after_help = "With --json: {\"nutrient\",\"unit\",\"total\",\"parts\":[{\"entry\",\
        \"phrase\",\"food\",\"source\",\"grams\",\"per_100g\",\"amount\",\"knowledge\"}]}. The amounts, \
        added in their order, are the total.")]
    Why(Later<WhyArgs>),
    /// Show foods that would close the gaps, from what you eat first
    #[command(after_help = "With --json: {\"suggestions\":[{\"food\",\"portion\",\"grams\",\
        \"adds\":{...},\"why\"}],\"withheld\":[{\"nutrient\",\"reason\"}]}.")]
    Suggest(Later<Mineral>),
    /// Look up foods, add your own, correct them, name them
    Food(Later<Food>),
    /// Keep recipes: dishes made of foods
    Recipe(Later<Recipes>),
    /// Show or set who the reference values are for
    Profile(Later<Profile>),
    /// Show or set how days are counted, and the emergency number
    Config(Later<ConfigArgs>),
    /// Match the phrases that were kept as written
    Resolve(Later<Resolve>),
    /// Delete entries
    Delete(Later<Delete>),
    /// Take back the last change, or the last N
    Undo(Later<Steps>),
    /// Do again what was taken back last
    Redo(Later<Steps>),
    /// List the latest changes
    History(Later<History>),
    /// Correct an entry, by flags or in your editor
    Edit(Later<Edit>),
    /// Remove entries for good; undo cannot bring them back
    Forget(Later<Forget>),
    /// Fill a diary that is not kept with eight weeks and show its page
    Demo,
    /// Write a copy of the diary
    Backup(Later<Backup>),
    /// Go back to a copy; the present diary is kept among the backups
    Restore(Later<Restore>),
    /// Look whether the diary is whole
    Check(Later<Check>),
    /// Encrypt the diary and its copies with a passphrase
    ///
    /// The diary is written anew, checked, and put in the place of the plain one. What was plain may
    /// still lie in free blocks of the disk, in its snapshots, and in copies made elsewhere. The
    /// passphrase is asked for at the terminal, or is the first line that the command in
    /// MINERALOG_PASSPHRASE_COMMAND writes. Without it nobody can open the diary again. Needs a
    /// mineralog built with the feature `encryption`.
    #[command(after_help = "With --json: {\"encrypted\":{\"file\",\"copies\",\"left\"}}.")]
    Encrypt(Later<Encrypt>),
    /// Make an encrypted diary and its copies plain again
    #[command(after_help = "With --json: {\"decrypted\":{\"file\",\"copies\",\"left\"}}.")]
    Decrypt(Later<Decrypt>),
    /// Bring in a published food table, a diary of another program, or an exported one
    Import(Later<Import>),
    /// Write the diary out: as one document, or as tables for a spreadsheet
    Export(Later<Export>),
    /// Unite this diary with one that was kept apart, such as on another computer
    Merge(Later<Merge>),
}

/// When something was, and a note beside it.
#[derive(Clone, Debug, Default, Args)]
pub struct When {
    /// When: "19:30", "yesterday 8am", "2026-03-01 12:00", "20m ago"
    #[arg(long, value_name = "WHEN", allow_hyphen_values = true)]
    pub at: Option<String>,
    /// A note beside it
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub note: Option<String>,
}

/// A meal.
#[derive(Debug, Args)]
pub struct Eat {
    /// What was eaten, parted by commas, "+", "and" or "with"; - reads standard input
    #[arg(required = true, value_name = "PHRASES", allow_negative_numbers = true)]
    pub phrases: Vec<String>,
    /// The meal: breakfast, lunch, dinner or snack; by the time of day unless given
    #[arg(long, value_name = "MEAL")]
    pub slot: Option<String>,
    /// Show what would be logged and store nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Refuse the meal if a phrase cannot be matched
    #[arg(long)]
    pub strict: bool,
    /// Say how each phrase was understood, and what else came near
    #[arg(long)]
    pub explain: bool,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub when: When,
}

/// A meal once more.
#[derive(Debug, Args)]
pub struct Again {
    /// breakfast, lunch, dinner, snack, or a day, all of whose meals are meant; the last meal
    /// without
    #[arg(value_name = "MEAL|DAY")]
    pub what: Vec<String>,
    /// Show what would be logged and store nothing
    #[arg(long)]
    pub dry_run: bool,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub when: When,
}

/// A supplement.
#[derive(Debug, Args)]
pub struct Take {
    /// The supplement with its amount, several parted by commas
    #[arg(required = true, value_name = "PHRASE", allow_negative_numbers = true)]
    pub phrases: Vec<String>,
    /// The mass is the compound's ("500 mg magnesium citrate"), not the mineral's
    #[arg(long, conflicts_with = "elemental")]
    pub compound: bool,
    /// The mass is the mineral's own
    #[arg(long)]
    pub elemental: bool,
    /// Show what would be logged and store nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Refuse if a phrase is not understood
    #[arg(long)]
    pub strict: bool,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub when: When,
}

/// A medicine.
#[derive(Debug, Args)]
pub struct Medicine {
    /// Its name
    #[arg(required = true, value_name = "NAME")]
    pub name: Vec<String>,
    /// It was begun
    #[arg(long, conflicts_with_all = ["stopped", "taken"])]
    pub started: bool,
    /// It was ended
    #[arg(long, conflicts_with = "taken")]
    pub stopped: bool,
    /// It was taken (what is meant unless said otherwise)
    #[arg(long)]
    pub taken: bool,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub when: When,
}

/// An episode.
#[derive(Debug, Args)]
pub struct Twitch {
    /// Where: eyelid, calf, thumb, "left eyelid" ...; or none for a day without
    #[arg(value_name = "SITE")]
    pub site: Vec<String>,
    /// left, right or both
    #[arg(long, value_name = "SIDE")]
    pub side: Option<String>,
    /// How strong or bothersome, 0 to 10
    #[arg(long, short, value_name = "0-10", allow_negative_numbers = true)]
    pub intensity: Option<String>,
    /// Pain, 0 to 10
    #[arg(long, value_name = "0-10", allow_negative_numbers = true)]
    pub pain: Option<String>,
    /// How long it lasted: 10m, 20s, 2h
    #[arg(long = "for", value_name = "LENGTH", allow_hyphen_values = true)]
    pub length: Option<String>,
    /// How many twitches were counted
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub count: Option<String>,
    /// twitch, cramp, spasm, tingling or other
    #[arg(long, value_name = "KIND")]
    pub kind: Option<String>,
    /// Signs that came with it, such as weakness or loss_of_feeling, parted by commas
    #[arg(long, value_name = "SIGNS", value_delimiter = ',')]
    pub with: Vec<String>,
    /// It came at rest or while active
    #[arg(long, value_name = "rest|active", value_enum)]
    pub activity: Option<Activity>,
    /// It could be seen
    #[arg(long)]
    pub visible: bool,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub when: When,
}

/// Whether a muscle was at rest.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Activity {
    /// At rest.
    Rest,
    /// While active.
    Active,
}

/// Stress.
#[derive(Debug, Args)]
pub struct Stress {
    /// 0 (none) to 10 (the most)
    #[arg(value_name = "0-10", allow_negative_numbers = true)]
    pub level: String,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub when: When,
}

/// A length of time.
#[derive(Debug, Args)]
pub struct Length {
    /// How long: 6h30m, 45m, 1.5h
    #[arg(required = true, value_name = "LENGTH", allow_negative_numbers = true)]
    pub length: Vec<String>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub when: When,
}

/// Exercise.
#[derive(Debug, Args)]
pub struct Exercise {
    /// How long: 45m, 1h30m
    #[arg(required = true, value_name = "LENGTH", allow_negative_numbers = true)]
    pub length: Vec<String>,
    /// How hard it was
    #[arg(long, value_enum)]
    pub effort: Option<Effort>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub when: When,
}

/// How hard exercise was.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Effort {
    /// Easy.
    Easy,
    /// Moderate.
    Moderate,
    /// Hard.
    Hard,
}

/// Time outdoors.
#[derive(Debug, Args)]
pub struct Sun {
    /// none, some or lots
    #[arg(value_enum)]
    pub level: SunLevel,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub when: When,
}

/// How much time was spent outdoors.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum SunLevel {
    /// Mostly indoors.
    None,
    /// Some time outdoors.
    Some,
    /// A lot of time outdoors.
    Lots,
}

/// An amount with its unit.
#[derive(Debug, Args)]
pub struct Quantity {
    /// How much, with its unit: 500ml, "2 glasses", 95mg
    #[arg(required = true, value_name = "AMOUNT", allow_negative_numbers = true)]
    pub amount: Vec<String>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub when: When,
}

/// A note.
#[derive(Debug, Args)]
pub struct Note {
    /// The text; #illness, #heat, #travel and other #words become tags
    #[arg(required = true, value_name = "TEXT")]
    pub text: Vec<String>,
    /// When: "19:30", "yesterday 8am", "2026-03-01 12:00", "20m ago"
    #[arg(long, value_name = "WHEN", allow_hyphen_values = true)]
    pub at: Option<String>,
}

/// A day.
#[derive(Debug, Args)]
pub struct DayArg {
    /// today, yesterday, monday, 2026-03-01
    #[arg(value_name = "DAY")]
    pub day: Vec<String>,
}

/// A week.
#[derive(Debug, Args)]
pub struct WeekArg {
    /// this, last, 2026-W12, or any day in it
    #[arg(value_name = "WEEK")]
    pub week: Vec<String>,
    /// Take so many weeks together, the named one the last
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=520))]
    pub weeks: Option<u32>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub form: Form,
}

/// A copy of the diary.
#[derive(Debug, Args)]
#[command(
    after_help = "A copy is also made by itself, before the first change of a day and before \
    whatever changes much at once; the last seven days and eight weeks are kept in the folder \
    `backups` beside the diary. With --json: {\"backup\":{\"file\"}}."
)]
pub struct Backup {
    /// Where it goes; without one, among the backups beside the diary
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// List the copies instead
    #[arg(long, conflicts_with = "file")]
    pub list: bool,
    /// Write it plain, though the diary is encrypted
    #[arg(long, requires = "file")]
    pub plain: bool,
}

/// A diary to encrypt.
#[derive(Debug, Args)]
pub struct Encrypt {
    /// Give an encrypted diary another passphrase; MINERALOG_NEW_PASSPHRASE_COMMAND writes it
    #[arg(long)]
    pub change: bool,
}

/// A diary to decrypt.
#[derive(Debug, Args)]
pub struct Decrypt {
    /// Do not ask
    #[arg(long, short)]
    pub yes: bool,
}

/// A copy to go back to.
#[derive(Debug, Args)]
#[command(after_help = "The copy is checked first. With --json: {\"restored\":{\"file\",\
    \"entries\",\"last_day\",\"kept\"}}.")]
pub struct Restore {
    /// The copy
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Do not ask
    #[arg(long, short)]
    pub yes: bool,
}

/// A check of the diary.
#[derive(Debug, Args)]
#[command(after_help = "Exit status 1 when something is wrong. With --json: {\"file\",\"ok\",\
    \"findings\":[{\"check\",\"outcome\":\"ok\"|\"mended\"|\"wrong\",\"detail\",\"hint\"}]}.")]
pub struct Check {
    /// Mend what can be mended without losing anything
    #[arg(long)]
    pub repair: bool,
}

/// A figure to be unrolled.
#[derive(Debug, Args)]
pub struct WhyArgs {
    /// magnesium, calcium, potassium, vitamin-d, sodium, caffeine, water, alcohol or energy
    #[arg(required = true, value_name = "NUTRIENT")]
    pub nutrient: Vec<String>,
    /// Of a week: this, last, 2026-W12, or any day in it
    #[arg(long, value_name = "WEEK", num_args = 0..=1, default_missing_value = "this")]
    pub week: Option<String>,
    /// Of a single day
    #[arg(long, value_name = "DAY", num_args = 0..=1, default_missing_value = "today",
        conflicts_with = "week")]
    pub day: Option<String>,
}

/// The page of any run of days.
#[derive(Debug, Args)]
pub struct ReportArg {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub range: Range,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub form: Form,
}

/// The form a page takes, and where it goes.
#[derive(Debug, Default, Args)]
pub struct Form {
    /// text, json, csv, md or html; by the name of the file where there is one
    #[arg(long, value_name = "FORM", value_enum)]
    pub format: Option<Format>,
    /// Write the page to a file, whole or not at all
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Overwrite the file without asking
    #[arg(long, requires = "output")]
    pub force: bool,
}

/// The forms a page can take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A page for the terminal.
    Text,
    /// One JSON document.
    Json,
    /// A table, one row per day and nutrient.
    Csv,
    /// Markdown, for notes.
    Md,
    /// One self-contained HTML file, which also prints a page for a clinician.
    Html,
}

/// A run of days.
#[derive(Debug, Args)]
pub struct Range {
    /// The first day
    #[arg(long, value_name = "DAY")]
    pub from: Option<String>,
    /// The last day
    #[arg(long, value_name = "DAY")]
    pub to: Option<String>,
}

/// An entry.
#[derive(Debug, Args)]
pub struct Show {
    /// Its number
    pub id: i64,
}

/// Warning signs.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Flags {
    #[command(subcommand)]
    #[allow(missing_docs)]
    pub command: Option<FlagsCommand>,
    /// Show those that were put aside too
    #[arg(long)]
    pub all: bool,
}

/// What else to do with warning signs.
#[derive(Debug, Subcommand)]
pub enum FlagsCommand {
    /// Put signs aside that you have read, until they occur anew
    Seen(FlagsSeen),
}

/// Warning signs that were read.
#[derive(Debug, Args)]
pub struct FlagsSeen {
    /// Their numbers in `mineralog flags`, or their keys, or all
    #[arg(required = true, value_name = "N|KEY|all")]
    pub flags: Vec<String>,
}

/// A mineral.
#[derive(Debug, Args)]
pub struct Mineral {
    /// magnesium, calcium, potassium or vitamin D; all four beside each other without
    #[arg(value_name = "NAME")]
    pub name: Vec<String>,
}

/// Foods.
#[derive(Debug, Args)]
pub struct Food {
    #[command(subcommand)]
    #[allow(missing_docs)]
    pub command: FoodCommand,
}

/// The person.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Profile {
    #[command(subcommand)]
    #[allow(missing_docs)]
    pub command: Option<ProfileCommand>,
    /// female or male
    #[arg(long, value_name = "SEX")]
    pub sex: Option<String>,
    /// Year of birth
    #[arg(long, value_name = "YEAR")]
    pub born: Option<String>,
    /// general, pregnancy or lactation
    #[arg(long, value_name = "STAGE")]
    pub life_stage: Option<String>,
    /// Whose reference intakes: NASEM or EFSA
    #[arg(long, value_name = "NASEM|EFSA")]
    pub authority: Option<String>,
    /// Body weight in kg; only the caffeine level of under-18s needs it
    #[arg(long, value_name = "KG")]
    pub weight: Option<String>,
    /// Forget a field: sex, born, life-stage, authority or weight
    #[arg(long, value_name = "FIELD")]
    pub forget: Vec<String>,
}

/// What else to do with the profile.
#[derive(Debug, Subcommand)]
pub enum ProfileCommand {
    /// Show or answer the safety questions
    Safety(Safety),
}

/// The safety questions.
#[derive(Debug, Args)]
pub struct Safety {
    /// The question's key, or all
    #[arg(value_name = "QUESTION", requires = "answer")]
    pub question: Option<String>,
    /// yes, no or unsure
    #[arg(value_name = "ANSWER")]
    pub answer: Option<String>,
    /// Go through every question at the terminal, those answered already too
    #[arg(long, conflicts_with = "question")]
    pub ask: bool,
}

/// Settings.
#[derive(Debug, Args)]
pub struct ConfigArgs {
    /// The hour at which a day begins: 00:00 to 12:00
    #[arg(long, value_name = "HH:MM")]
    pub day_start: Option<String>,
    /// The first day of a week: monday or sunday
    #[arg(long, value_name = "DAY")]
    pub week_start: Option<String>,
    /// The number to call in an emergency, shown with warning signs: 112; none forgets it
    #[arg(long, value_name = "NUMBER")]
    pub emergency_number: Option<String>,
}

/// Phrases that were kept as written.
#[derive(Debug, Args)]
pub struct Resolve {
    /// The phrase, or the number of its entry; all of them without
    #[arg(value_name = "PHRASE", requires = "food")]
    pub phrase: Option<String>,
    /// The food it means: a name, a number from a search, or an origin such as usda:168462
    #[arg(long = "as", value_name = "FOOD", requires = "phrase")]
    pub food: Option<String>,
    /// How much it was, where the phrase does not say: "150 g", "2 slices"
    #[arg(long, value_name = "AMOUNT", requires = "phrase")]
    pub amount: Option<String>,
    /// Do not remember what the words mean
    #[arg(long)]
    pub once: bool,
    /// Take every phrase that is clear by now, without asking
    #[arg(long, conflicts_with = "phrase")]
    pub all: bool,
}

/// A list of entries.
#[derive(Debug, Args)]
pub struct DiaryArgs {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub range: Range,
    /// List the deleted entries instead
    #[arg(long)]
    pub deleted: bool,
}

/// How many steps.
#[derive(Debug, Args)]
pub struct Steps {
    /// How many changes
    #[arg(value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    pub steps: u32,
}

/// The latest changes.
#[derive(Debug, Args)]
#[command(after_help = "With --json: {\"changes\":[{\"id\",\"made_at\",\"command\",\"summary\",\
    \"undone_at\",\"rows\"}]}, the last one first.")]
pub struct History {
    /// How many
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: u32,
}

/// A correction of an entry.
#[derive(Debug, Args)]
#[command(
    after_help = "Without a flag the entry opens in $VISUAL or $EDITOR. An empty text removes a \
    field: --note \"\". With --json: {\"entry\":{...}}."
)]
pub struct Edit {
    /// Its number
    #[arg(value_name = "ID")]
    pub id: i64,
    /// Another time: "19:30", "yesterday 8am"
    #[arg(long, value_name = "WHEN", allow_hyphen_values = true)]
    pub at: Option<String>,
    /// Another note
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub note: Option<String>,
    /// What was eaten or taken, one phrase each time; all of them are replaced
    #[arg(long, value_name = "PHRASE", allow_hyphen_values = true)]
    pub item: Vec<String>,
    /// breakfast, lunch, dinner or snack
    #[arg(long, value_name = "MEAL")]
    pub slot: Option<String>,
    /// Where the episode was
    #[arg(long, value_name = "SITE")]
    pub site: Option<String>,
    /// left, right or both
    #[arg(long, value_name = "SIDE")]
    pub side: Option<String>,
    /// How strong or bothersome, 0 to 10
    #[arg(long, short, value_name = "0-10", allow_negative_numbers = true)]
    pub intensity: Option<String>,
    /// Pain, 0 to 10
    #[arg(long, value_name = "0-10", allow_negative_numbers = true)]
    pub pain: Option<String>,
    /// How long it lasted: 10m, 20s, 2h
    #[arg(long = "for", value_name = "LENGTH", allow_hyphen_values = true)]
    pub length: Option<String>,
    /// How many twitches were counted
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub count: Option<String>,
    /// twitch, cramp, spasm, tingling or other
    #[arg(long, value_name = "KIND")]
    pub kind: Option<String>,
    /// rest or active
    #[arg(long, value_name = "rest|active")]
    pub activity: Option<String>,
    /// yes where it could be seen
    #[arg(long, value_name = "yes|no")]
    pub visible: Option<String>,
    /// Signs that came with it, parted by commas
    #[arg(long, value_name = "SIGNS")]
    pub with: Option<String>,
    /// The amount of stress, sleep, exercise, screen, sun, water or caffeine
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    pub value: Option<String>,
    /// easy, moderate or hard
    #[arg(long, value_name = "EFFORT")]
    pub effort: Option<String>,
    /// The medicine's name
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// started, stopped or taken
    #[arg(long, value_name = "ACTION")]
    pub action: Option<String>,
}

impl Edit {
    /// Returns the fields that were named, with their texts.
    pub fn changes(&self) -> Vec<(&'static str, String)> {
        let all = [
            ("when", &self.at),
            ("note", &self.note),
            ("slot", &self.slot),
            ("site", &self.site),
            ("side", &self.side),
            ("intensity", &self.intensity),
            ("pain", &self.pain),
            ("for", &self.length),
            ("count", &self.count),
            ("kind", &self.kind),
            ("activity", &self.activity),
            ("visible", &self.visible),
            ("with", &self.with),
            ("value", &self.value),
            ("effort", &self.effort),
            ("name", &self.name),
            ("action", &self.action),
        ];
        all.into_iter().filter_map(|(name, text)| Some((name, text.clone()?))).collect()
    }
}

/// Entries to forget.
#[derive(Debug, Args)]
#[command(
    after_help = "Deleted entries can be brought back until they are forgotten. With --json: \
    {\"forgotten\":[...],\"copies_removed\",\"out_of_reach\"}."
)]
pub struct Forget {
    /// Their numbers
    #[arg(value_name = "ID")]
    pub ids: Vec<i64>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub range: Range,
    /// Everything: entries, foods and names of your own, profile, settings, history, loaded tables
    #[arg(long, conflicts_with_all = ["ids", "from", "to"])]
    pub all: bool,
    /// Do not ask
    #[arg(long, short)]
    pub yes: bool,
}

/// Entries to delete.
#[derive(Debug, Args)]
pub struct Delete {
    /// Their numbers
    #[arg(required = true, value_name = "ID")]
    pub ids: Vec<i64>,
}

/// What to bring in.
#[derive(Debug, Args)]
pub struct Import {
    #[command(subcommand)]
    #[allow(missing_docs)]
    pub command: ImportCommand,
}

/// The kinds of files that can be brought in.
#[derive(Debug, Subcommand)]
pub enum ImportCommand {
    /// A food table of USDA: a FoodData Central CSV bundle or the SR28 ASCII files
    ///
    /// Foundation, SR Legacy, Survey and Branded bundles are told apart by what is in them, as a
    /// zip or unpacked. Importing again updates and never doubles. A packed file may unpack to at
    /// most 200 times its size and 16 GB, and no row may be longer than 1 MB.
    Usda(ImportTable),
    /// The French food table Ciqual, as .xls
    Ciqual(ImportTable),
    /// A diary kept in Cronometer: its servings.csv
    ///
    /// A row becomes a food of this diary where its name leads to one food, its amount can be
    /// weighed, and the food holds about what the file says: energy within 30 % or 20 kcal,
    /// magnesium, calcium and potassium within 25 % or 5, 15 and 50 mg. Any other row keeps the
    /// file's own figures. Import the same file again as it grows: no row is doubled.
    Cronometer(ImportDiary),
    /// A diary that `export json` wrote, into an empty or a living one
    ///
    /// What both hold is united as `merge` does it: later changes win, field by field.
    Json(ImportDiary),
}

/// A food table.
#[derive(Debug, Args)]
pub struct ImportTable {
    /// The file or folder, as its publisher released it
    #[arg(value_name = "PATH")]
    pub path: PathBuf,
    /// Take it even if the diary holds a newer release
    #[arg(long)]
    pub force: bool,
}

/// A diary of another program.
#[derive(Debug, Args)]
pub struct ImportDiary {
    /// The exported file
    #[arg(value_name = "FILE")]
    pub path: PathBuf,
}

impl Command {
    /// Returns whether the command can write to the diary. One that cannot needs no diary file:
    /// where there is none yet, it reads an empty one and makes nothing.
    pub fn writes(&self) -> bool {
        match self {
            Self::Eat(args) | Self::Drink(args) => !args.dry_run,
            Self::Take(args) => !args.dry_run,
            Self::Resolve(args) => args.phrase.is_some() || args.all,
            Self::Again(_)
            | Self::Today
            | Self::Day(_)
            | Self::Week(_)
            | Self::Report(_)
            | Self::Episodes(_)
            | Self::Diary(_)
            | Self::Show(_)
            | Self::Mineral(_)
            | Self::Suggest(_)
            | Self::Why(_)
            | Self::Backup(_)
            | Self::Restore(_)
            | Self::Check(_)
            | Self::Encrypt(_)
            | Self::Decrypt(_)
            | Self::Delete(_)
            | Self::Undo(_)
            | Self::Redo(_)
            | Self::History(_)
            | Self::Edit(_)
            | Self::Forget(_)
            | Self::Demo
            | Self::Export(_) => false,
            Self::Flags(args) => args.command.is_some(),
            Self::Food(args) => args.command.writes(),
            Self::Recipe(args) => args.command.writes(),
            Self::Profile(args) => match &args.command {
                Some(ProfileCommand::Safety(safety)) => safety.answer.is_some(),
                None => args.is_set(),
            },
            Self::Config(args) => [&args.day_start, &args.week_start, &args.emergency_number]
                .iter()
                .any(|setting| setting.is_some()),
            _ => true,
        }
    }
}

impl Command {
    /// Returns whether the command asks questions at a terminal whose answers it keeps.
    pub fn guides(&self) -> bool {
        matches!(self, Self::Profile(profile)
            if matches!(&profile.command, Some(ProfileCommand::Safety(s)) if s.answer.is_none()))
    }
}

impl Profile {
    fn is_set(&self) -> bool {
        [&self.sex, &self.born, &self.life_stage, &self.authority, &self.weight]
            .iter()
            .any(|field| field.is_some())
            || !self.forget.is_empty()
    }
}

fn joined(words: &[String]) -> Option<String> {
    (!words.is_empty()).then(|| words.join(" "))
}

impl DayArg {
    /// Returns the words of the day as one text; none where none was given.
    pub fn day_text(&self) -> Option<String> {
        joined(&self.day)
    }
}

impl WeekArg {
    /// Returns the words of the week as one text; none where none was given.
    pub fn week_text(&self) -> Option<String> {
        joined(&self.week)
    }
}

impl Mineral {
    /// Returns the words of the name as one text; none where none was given.
    pub fn name_text(&self) -> Option<String> {
        joined(&self.name)
    }
}
