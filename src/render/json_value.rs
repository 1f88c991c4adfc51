//! Figures as the documents write them: what is not known is `null`.

use serde_json::{Value, json};

use crate::nutrition::reference::Reference;

/// Returns a number without the noise of binary fractions: six decimals are kept.
pub(super) fn number(value: f64) -> Value {
    let rounded = (value * 1e6).round() / 1e6;
    if rounded.fract() == 0.0 && rounded.abs() < 1e15 {
        json!(rounded as i64)
    } else {
        json!(rounded)
    }
}

/// Returns a number, or null where it is not known.
pub(super) fn optional(value: Option<f64>) -> Value {
    value.map_or(Value::Null, number)
}

/// Returns a reference intake; null where there is none.
pub(super) fn reference(reference: Option<Reference>) -> Value {
    reference.map_or(Value::Null, |r| {
        json!({
            "kind": r.kind.key(),
            "amount": number(r.amount),
            "authority": r.authority.key(),
        })
    })
}
