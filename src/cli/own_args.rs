//! The command line of foods and recipes.

use clap::{Args, Subcommand};

use super::later::Later;

/// What to do with foods.
#[derive(Debug, Subcommand)]
pub enum FoodCommand {
    /// Find foods by name, or the richest in a nutrient: search --by magnesium
    Search(Later<FoodSearch>),
    /// Show what is known of a food
    Show(Later<FoodWords>),
    /// Add a food from its label
    Add(Later<FoodAdd>),
    /// Correct a food, or take the published figures back
    Edit(Later<FoodEdit>),
    /// Remove a food of your own that was never eaten
    #[command(alias = "delete")]
    Remove(Later<FoodWords>),
    /// Teach another name for a food
    Alias(Later<FoodAlias>),
    /// Call a food a source of a mineral
    Tag(Later<FoodTag>),
    /// Say what a measure of a food weighs: "1 slice = 35 g"
    Portion(Later<FoodPortion>),
    /// Never suggest a food; without one, list them
    Refuse(Later<FoodRefuse>),
    /// List the food tables the diary holds
    Sources,
}

impl FoodCommand {
    /// Returns whether the command can write to the diary.
    pub fn writes(&self) -> bool {
        match self {
            Self::Search(_) | Self::Show(_) | Self::Sources => false,
            Self::Refuse(args) => !args.words.is_empty(),
            _ => true,
        }
    }
}

/// Words of a food.
#[derive(Debug, Args)]
pub struct FoodWords {
    /// A name, a number from a search, or an origin such as usda:168462
    #[arg(required = true, value_name = "FOOD")]
    pub words: Vec<String>,
}

/// A search.
#[derive(Debug, Args)]
pub struct FoodSearch {
    /// Words of the name; none are needed with --by
    #[arg(required_unless_present = "by", value_name = "WORDS")]
    pub words: Vec<String>,
    /// Rank by what a usual portion holds of a nutrient: magnesium, calcium, vitamin-d ...
    #[arg(long, value_name = "NUTRIENT")]
    pub by: Option<String>,
    /// Rank foods of loaded tables too
    #[arg(long, requires = "by")]
    pub all: bool,
    /// Show at most so many foods
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
}

/// What a label says. What is not given stays unknown.
#[derive(Clone, Debug, Default, Args)]
pub struct Label {
    /// What the figures are for: 100g, 100ml or serving
    #[arg(long, value_name = "BASE", help_heading = "Label")]
    pub per: Option<String>,
    /// What a serving is: "30 g", "1 bar = 45 g", "250 ml"
    #[arg(long, value_name = "AMOUNT", help_heading = "Label")]
    pub serving: Option<String>,
    /// Grams of one millilitre; 1 is assumed, and said, where it matters
    #[arg(long, value_name = "G_PER_ML", help_heading = "Label", conflicts_with = "weighs")]
    pub density: Option<String>,
    /// The weight of a volume instead: "250 ml = 258 g"
    #[arg(long, value_name = "TEXT", help_heading = "Label")]
    pub weighs: Option<String>,
    /// Whose percentages the label gives: dv (US Daily Values) or nrv (EU)
    #[arg(long, value_name = "dv|nrv", help_heading = "Label")]
    pub percent_of: Option<String>,
    /// Figures in one text: "magnesium 12 mg, calcium 120 mg, salt 0.1 g"
    #[arg(long, value_name = "TEXT", help_heading = "Label")]
    pub label: Vec<String>,
    /// 12mg, or a percentage: 15%
    #[arg(long, value_name = "AMOUNT", help_heading = "Label", allow_hyphen_values = true)]
    pub magnesium: Option<String>,
    /// 120mg or 15%
    #[arg(long, value_name = "AMOUNT", help_heading = "Label", allow_hyphen_values = true)]
    pub calcium: Option<String>,
    /// 300mg or 6%
    #[arg(long, value_name = "AMOUNT", help_heading = "Label", allow_hyphen_values = true)]
    pub potassium: Option<String>,
    /// 0.75µg, 30IU or 15%
    #[arg(long, value_name = "AMOUNT", help_heading = "Label", allow_hyphen_values = true)]
    pub vitamin_d: Option<String>,
    /// 40mg
    #[arg(long, value_name = "AMOUNT", help_heading = "Label", allow_hyphen_values = true)]
    pub sodium: Option<String>,
    /// Salt, as EU labels give it: 0.1g is 40 mg of sodium
    #[arg(
        long,
        value_name = "AMOUNT",
        help_heading = "Label",
        conflicts_with = "sodium",
        allow_hyphen_values = true
    )]
    pub salt: Option<String>,
    /// 32mg
    #[arg(long, value_name = "AMOUNT", help_heading = "Label", allow_hyphen_values = true)]
    pub caffeine: Option<String>,
    /// 88g
    #[arg(long, value_name = "AMOUNT", help_heading = "Label", allow_hyphen_values = true)]
    pub water: Option<String>,
    /// 3.9g
    #[arg(long, value_name = "AMOUNT", help_heading = "Label", allow_hyphen_values = true)]
    pub alcohol: Option<String>,
    /// 46kcal or 192kJ
    #[arg(long, value_name = "AMOUNT", help_heading = "Label", allow_hyphen_values = true)]
    pub energy: Option<String>,
    /// Its food group, which bounds what is unknown; a second one may follow
    #[arg(long, value_name = "GROUP")]
    pub group: Vec<String>,
    /// What is meant when no amount is said: "200 g", "1 bottle"
    #[arg(long, value_name = "AMOUNT")]
    pub usual: Option<String>,
    /// Another name for it
    #[arg(long, value_name = "NAME")]
    pub alias: Vec<String>,
}

/// A food to be added.
#[derive(Debug, Args)]
#[command(after_help = "Example: mineralog food add \"Oat drink\" --per 100ml --calcium 120mg \
    --vitamin-d 0.75µg --salt 0.1g --energy 46kcal --usual \"200 ml\"\n\nWhat the label does not \
    give stays unknown; it never counts as zero. With --json: \
    {\"food\":{...},\"touches\":{\"entries\",\"days\"},\"warnings\":[]}.")]
pub struct FoodAdd {
    /// What it is called
    #[arg(required = true, value_name = "NAME")]
    pub name: Vec<String>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub label: Label,
}

/// A food to be corrected.
#[derive(Debug, Args)]
#[command(
    after_help = "A published food may be corrected too: it is marked as changed by you, and \
    --reset takes the published figures back."
)]
pub struct FoodEdit {
    /// A name, a number from a search, or an origin such as usda:168462
    #[arg(required = true, value_name = "FOOD")]
    pub words: Vec<String>,
    /// Another name in place of its own
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// Set a nutrient back to unknown
    #[arg(long, value_name = "NUTRIENT")]
    pub unknown: Vec<String>,
    /// Take the published name, group and figures back
    #[arg(long, conflicts_with_all = ["name", "unknown", "per", "label", "group"])]
    pub reset: bool,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub label: Label,
}

/// Names for a food.
#[derive(Debug, Args)]
pub struct FoodAlias {
    /// The food: a name, a number or an origin
    #[arg(value_name = "FOOD")]
    pub food: String,
    /// What you call it
    #[arg(required = true, value_name = "NAME")]
    pub names: Vec<String>,
    /// Forget these names instead
    #[arg(long)]
    pub remove: bool,
    /// Teach a name even if it means another food so far
    #[arg(long)]
    pub force: bool,
}

/// Minerals of which a food is a source.
#[derive(Debug, Args)]
pub struct FoodTag {
    /// The food: a name, a number or an origin
    #[arg(value_name = "FOOD")]
    pub food: String,
    /// magnesium, calcium, potassium or vitamin-d
    #[arg(required = true, value_name = "MINERAL")]
    pub minerals: Vec<String>,
    /// Take your tag away instead
    #[arg(long)]
    pub remove: bool,
}

/// Portions of a food.
#[derive(Debug, Args)]
pub struct FoodPortion {
    /// The food: a name, a number or an origin
    #[arg(value_name = "FOOD")]
    pub food: String,
    /// "1 slice = 35 g", "usual = 200 g", "250 ml = 258 g"; with --remove: slice
    #[arg(required = true, value_name = "PORTION")]
    pub portions: Vec<String>,
    /// Take your weights of these measures away instead
    #[arg(long)]
    pub remove: bool,
}

/// A food that is never suggested.
#[derive(Debug, Args)]
pub struct FoodRefuse {
    /// The food: a name, a number or an origin
    #[arg(value_name = "FOOD")]
    pub words: Vec<String>,
    /// Let it be suggested again
    #[arg(long, requires = "words")]
    pub remove: bool,
}

/// Recipes.
#[derive(Debug, Args)]
pub struct Recipes {
    #[command(subcommand)]
    #[allow(missing_docs)]
    pub command: RecipeCommand,
}

/// What to do with recipes.
#[derive(Debug, Subcommand)]
pub enum RecipeCommand {
    /// Keep a recipe: add "Lentil soup" "200 g lentils, 1 onion" --servings 4
    Add(RecipeAdd),
    /// Show a recipe: its lines, and what a serving holds
    Show(FoodWords),
    /// Change a recipe
    Edit(RecipeEdit),
    /// List the recipes
    List,
    /// Remove a recipe; what was eaten of it keeps its figures
    #[command(alias = "remove")]
    Delete(FoodWords),
}

impl RecipeCommand {
    /// Returns whether the command can write to the diary.
    pub fn writes(&self) -> bool {
        !matches!(self, Self::Show(_) | Self::List)
    }
}

/// A recipe to be kept.
#[derive(Debug, Args)]
pub struct RecipeAdd {
    /// What it is called
    #[arg(value_name = "NAME")]
    pub name: String,
    /// What goes into it, as in a meal, parted by commas or lines; - reads standard input
    #[arg(value_name = "LINES", allow_negative_numbers = true)]
    pub lines: Vec<String>,
    /// One line of it
    #[arg(long, value_name = "LINE", allow_hyphen_values = true)]
    pub line: Vec<String>,
    /// How many servings it makes
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub servings: Option<String>,
    /// What it weighs when done: 850g; what goes in weighs it otherwise
    #[arg(long, value_name = "WEIGHT", allow_hyphen_values = true)]
    pub cooked_weight: Option<String>,
    /// Its food group; mixed dishes unless given
    #[arg(long, value_name = "GROUP")]
    pub group: Vec<String>,
}

/// A recipe to be changed.
#[derive(Debug, Args)]
pub struct RecipeEdit {
    /// Its name or number
    #[arg(required = true, value_name = "RECIPE")]
    pub words: Vec<String>,
    /// Another name in place of its own
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// The lines, all anew
    #[arg(long, value_name = "LINE", conflicts_with_all = ["add", "remove"])]
    pub line: Vec<String>,
    /// A line more
    #[arg(long, value_name = "LINE")]
    pub add: Vec<String>,
    /// Leave out the line of this number
    #[arg(long, value_name = "N")]
    pub remove: Vec<usize>,
    /// How many servings it makes
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub servings: Option<String>,
    /// What it weighs when done: 850g; none: what goes in
    #[arg(long, value_name = "WEIGHT", allow_hyphen_values = true)]
    pub cooked_weight: Option<String>,
    /// Its food group
    #[arg(long, value_name = "GROUP")]
    pub group: Vec<String>,
}
