//! The person and the settings, a field a row.

use super::{Store, odd};
use crate::domain::{Authority, LifeStage, SafetyAnswer, Settings, Sex, WeekStart};
use crate::error::Result;

impl Store {
    /// Returns the person and the settings; what was never set has its default.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be read or holds a value that means nothing.
    pub fn settings(&self) -> Result<Settings> {
        let mut settings = Settings::default();
        let mut statement =
            self.connection.prepare_cached("SELECT field, value FROM setting ORDER BY id")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (field, value): (String, String) = (row.get(0)?, row.get(1)?);
            let odd = || odd(&field, &value);
            let person = &mut settings.person;
            match field.as_str() {
                "sex" => person.sex = Some(Sex::parse(&value).ok_or_else(odd)?),
                "birth_year" => person.birth_year = Some(value.parse().map_err(|_| odd())?),
                "life_stage" => person.life_stage = LifeStage::parse(&value).ok_or_else(odd)?,
                "authority" => person.authority = Authority::parse(&value).ok_or_else(odd)?,
                "weight_kg" => person.weight_kg = Some(value.parse().map_err(|_| odd())?),
                "day_start_minutes" => {
                    settings.day_start_minutes = value.parse().map_err(|_| odd())?;
                }
                "week_start" if value == "sunday" => settings.week_start = WeekStart::Sunday,
                "emergency_number" => settings.emergency_number = Some(value),
                "week_start" => settings.week_start = WeekStart::Monday,
                other => {
                    if let Some(question) = other.strip_prefix("safety.") {
                        let answer = SafetyAnswer::parse(&value).ok_or_else(odd)?;
                        settings.safety.push((question.to_owned(), answer));
                    }
                }
            }
        }
        Ok(settings)
    }
}
