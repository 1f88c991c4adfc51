//! Whether the latest week stands out from the weeks before it, by their own scatter.

/// What can be said of the latest week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Above what the weeks before would lead one to expect.
    Higher,
    /// Below it.
    Lower,
    /// Within their scatter.
    WithinScatter,
    /// Too few weeks to say.
    TooFewWeeks,
}

impl Change {
    /// Returns the key used in JSON.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Higher => "higher",
            Self::Lower => "lower",
            Self::WithinScatter => "within_scatter",
            Self::TooFewWeeks => "too_few_weeks",
        }
    }
}

/// The latest week beside the weeks before it, in the unit of what is measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trend {
    /// What can be said.
    pub change: Change,
    /// The latest week; none where nothing was noted in it.
    pub now: Option<f64>,
    /// The mean of the weeks before that count; none without one.
    pub before: Option<f64>,
    /// Between what a further week like those before would be expected; none with too few.
    pub expected: Option<(f64, f64)>,
    /// Weeks before that count.
    pub weeks_before: usize,
}
