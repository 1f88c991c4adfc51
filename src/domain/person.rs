//! The person the reference values are for, their answers to the safety questions, and how their
//! days and weeks are counted.

/// Whose reference intakes are used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Authority {
    /// National Academies of Sciences, Engineering, and Medicine (United States and Canada).
    #[default]
    Nasem,
    /// European Food Safety Authority.
    Efsa,
}

impl Authority {
    /// Returns the key used in JSON, in the database and for people.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Nasem => "NASEM",
            Self::Efsa => "EFSA",
        }
    }

    /// Returns the authority of a key, in any case; none for another word.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Nasem, Self::Efsa].into_iter().find(|a| a.key().eq_ignore_ascii_case(text))
    }
}

/// The sex the reference values distinguish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    /// Women and girls.
    Female,
    /// Men and boys.
    Male,
}

impl Sex {
    /// Returns the key used in JSON and in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Female => "female",
            Self::Male => "male",
        }
    }

    /// Returns the sex of a key or of an everyday word; none for another word.
    pub fn parse(text: &str) -> Option<Self> {
        match text.to_lowercase().as_str() {
            "female" | "f" | "woman" | "girl" => Some(Self::Female),
            "male" | "m" | "man" | "boy" => Some(Self::Male),
            _ => None,
        }
    }
}

/// The life stage the reference values distinguish.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LifeStage {
    /// Neither pregnant nor breastfeeding.
    #[default]
    General,
    /// Pregnant.
    Pregnancy,
    /// Breastfeeding.
    Lactation,
}

impl LifeStage {
    /// Returns the key used in JSON and in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::General => "general",
            Self::Pregnancy => "pregnancy",
            Self::Lactation => "lactation",
        }
    }

    /// Returns the life stage of a key or of an everyday word; none for another word.
    pub fn parse(text: &str) -> Option<Self> {
        match text.to_lowercase().as_str() {
            "general" | "none" => Some(Self::General),
            "pregnancy" | "pregnant" => Some(Self::Pregnancy),
            "lactation" | "breastfeeding" => Some(Self::Lactation),
            _ => None,
        }
    }
}

/// The answer to a safety question. Not answering is no answer of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SafetyAnswer {
    /// It applies.
    Yes,
    /// It does not apply.
    No,
    /// The person does not know, which counts as yes.
    Unsure,
}

impl SafetyAnswer {
    /// Returns the key used in JSON and in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unsure => "unsure",
        }
    }

    /// Returns the answer of a key or of an everyday word; none for another word.
    pub fn parse(text: &str) -> Option<Self> {
        match text.to_lowercase().as_str() {
            "yes" | "y" => Some(Self::Yes),
            "no" | "n" => Some(Self::No),
            "unsure" | "dont-know" | "don't know" | "unknown" | "?" => Some(Self::Unsure),
            _ => None,
        }
    }
}

/// The person, as far as they told.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Person {
    /// The sex, if said.
    pub sex: Option<Sex>,
    /// The year of birth, if said.
    pub birth_year: Option<i32>,
    /// The life stage.
    pub life_stage: LifeStage,
    /// Whose reference intakes to use.
    pub authority: Authority,
    /// Body weight in kg, if said; the caffeine level of under-18s needs it.
    pub weight_kg: Option<f64>,
}

impl Person {
    /// Returns the age reached in a calendar year, or none without a year of birth.
    pub fn age_in(&self, year: i32) -> Option<i32> {
        self.birth_year.map(|born| year - born)
    }
}

/// The first day of a week.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WeekStart {
    /// ISO 8601 weeks.
    #[default]
    Monday,
    /// Weeks from Sunday to Saturday.
    Sunday,
}

/// The person and how their days and weeks are counted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// The person.
    pub person: Person,
    /// Minutes after midnight at which a day begins; 0 unless set.
    pub day_start_minutes: u32,
    /// The first day of a week.
    pub week_start: WeekStart,
    /// The number to call in an emergency, which depends on the country; none unless set.
    pub emergency_number: Option<String>,
    /// The safety questions answered so far, by their key.
    pub safety: Vec<(String, SafetyAnswer)>,
}

impl Settings {
    /// Returns the answer to a safety question, if it was given.
    pub fn safety_answer(&self, question: &str) -> Option<SafetyAnswer> {
        self.safety.iter().find(|(key, _)| key == question).map(|(_, answer)| *answer)
    }
}
