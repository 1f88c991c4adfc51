//! The few pieces of HTML that pages are built from. Text goes in through [`text`] and can run
//! nothing when it comes out.

use super::super::inert;
use super::chart::{Drawing, WIDTH};

/// Returns text as HTML: markup characters escaped, controls and marks of direction left out.
pub(super) fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in inert(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// Returns a sentence as HTML, in which the commands of this program stand as code. Nothing but
/// plain words stands in one.
fn sentence(words: &str) -> String {
    const BEGIN: &str = "`mineralog ";
    let escaped = text(words);
    let mut rest = escaped.as_str();
    let mut out = String::with_capacity(rest.len());
    while let Some(at) = rest.find(BEGIN) {
        let command = &rest[at + 1..];
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-');
        let end = command.find(|c| !plain(c)).unwrap_or(command.len());
        out.push_str(&rest[..at]);
        if let Some(after) = command[end..].strip_prefix('`') {
            out.push_str(&format!("<code>{}</code>", &command[..end]));
            rest = after;
        } else {
            out.push('`');
            rest = command;
        }
    }
    out + rest
}

/// Returns a section under a heading.
pub(super) fn section(id: &str, heading: &str, body: &str) -> String {
    format!(
        "<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{}</h2>\n{body}</section>\n",
        text(heading)
    )
}

/// Returns a paragraph.
pub(super) fn paragraph(class: &str, words: &str) -> String {
    let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    format!("<p{class}>{}</p>\n", sentence(words))
}

/// Returns a list; the empty text without an item.
pub(super) fn items(lines: &[String]) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let lines: String = lines.iter().map(|line| format!("<li>{}</li>\n", sentence(line))).collect();
    format!("<ul>\n{lines}</ul>\n")
}

/// Returns names with their values.
pub(super) fn pairs(lines: &[(String, String)]) -> String {
    let lines: String = lines
        .iter()
        .map(|(name, value)| format!("<dt>{}</dt><dd>{}</dd>\n", text(name), text(value)))
        .collect();
    format!("<dl>\n{lines}</dl>\n")
}

/// Returns a table; the first cell of each row names it.
pub(super) fn table(caption: &str, head: &[String], rows: &[Vec<String>]) -> String {
    let mut out = format!("<table>\n<caption>{}</caption>\n<thead><tr>", text(caption));
    for cell in head {
        out.push_str(&format!("<th scope=\"col\">{}</th>", text(cell)));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in rows {
        out.push_str("<tr>");
        for (i, cell) in row.iter().enumerate() {
            let cell = text(cell);
            out.push_str(&if i == 0 {
                format!("<th scope=\"row\">{cell}</th>")
            } else {
                format!("<td>{cell}</td>")
            });
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n");
    out
}

/// A drawing with what stands for it where it cannot be seen.
pub(super) struct Figure {
    /// Its id, unique on the page.
    pub(super) id: String,
    /// What it shows.
    pub(super) title: String,
    /// The same in words.
    pub(super) description: String,
    /// The drawing.
    pub(super) drawing: Drawing,
    /// Columns of the table behind it.
    pub(super) head: Vec<String>,
    /// Rows of the table behind it.
    pub(super) rows: Vec<Vec<String>>,
}

impl Figure {
    /// Returns the drawing with its title, its text and its table.
    pub(super) fn html(&self) -> String {
        let title = text(&self.title);
        format!(
            "<figure>\n<figcaption>{title}</figcaption>\n{}\n<details><summary>The same as a \
             table<span class=\"apart\">: {title}</span></summary>\n<div class=\"scroll\" \
             tabindex=\"0\" role=\"region\" aria-label=\"{title}: table\">\n{}</div></details>\n\
             </figure>\n",
            svg(&self.id, &self.title, &self.description, &self.drawing),
            table(&self.title, &self.head, &self.rows),
        )
    }
}

/// Returns a drawing in its frame, with its title and its text.
pub(super) fn svg(id: &str, title: &str, description: &str, drawing: &Drawing) -> String {
    format!(
        "<svg viewBox=\"0 0 {WIDTH} {}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\"><title \
         id=\"{id}-t\">{}</title><desc id=\"{id}-d\">{}</desc>\n{}</svg>",
        drawing.height,
        text(title),
        text(description),
        drawing.svg
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_can_run_nothing() {
        assert_eq!(
            text("<b onclick=\"x\">&'\u{202e}\u{0}"),
            "&lt;b onclick=&quot;x&quot;&gt;&amp;&#39;"
        );
    }

    #[test]
    fn a_command_stands_as_code() {
        assert_eq!(sentence("run `mineralog done`."), "run <code>mineralog done</code>.");
        assert_eq!(sentence("`mineralog <b>` `x`"), "`mineralog &lt;b&gt;` `x`");
        assert_eq!(sentence("a ` b"), "a ` b");
    }

    #[test]
    fn a_row_is_named_by_its_first_cell() {
        let cells = |cells: &[&str]| cells.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>();
        let table = table("t", &cells(&["a", "b"]), &[cells(&["<", "2"])]);
        assert!(table.contains("<tr><th scope=\"row\">&lt;</th><td>2</td></tr>"), "{table}");
    }
}
