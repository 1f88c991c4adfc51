//! A JSON document as text.

use serde_json::Value;

use super::ascii;

/// Returns a document as text. Characters that could steer a terminal are written as escapes: JSON
/// allows them inside strings, where alone they can stand.
pub fn document(value: &Value, in_ascii: bool) -> String {
    let text = serde_json::to_string_pretty(value).expect("a JSON value can be written");
    let mut out = String::with_capacity(text.len() + 1);
    for c in text.chars() {
        let steers = matches!(c, '\u{7f}'..='\u{9f}' | '\u{200e}' | '\u{200f}' | '\u{61c}'
            | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
        if steers {
            out.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out.push('\n');
    if in_ascii { ascii::json(&out) } else { out }
}

/// Returns the document that says what file was written.
pub fn written(path: &std::path::Path, format: &str, bytes: usize) -> Value {
    serde_json::json!({
        "written": {"file": path.to_string_lossy(), "format": format, "bytes": bytes},
    })
}
