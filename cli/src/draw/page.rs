//! A page of plain text: headings, paragraphs and lists, broken at the width of the terminal.

use unicode_width::UnicodeWidthStr;

/// Longer lines are hard to follow, however wide the terminal is.
const WIDEST: usize = 100;

/// A narrower terminal is taken for this wide: one word a line helps nobody.
const NARROWEST: usize = 40;

/// What a line of text that goes nowhere in particular is as wide as.
const UNKNOWN: usize = 88;

/// The columns to write in: the terminal's, or a page's where there is none.
pub(crate) fn width() -> usize {
    let terminal = terminal_size::terminal_size().map(|(columns, _)| usize::from(columns.0));
    terminal.unwrap_or(UNKNOWN).clamp(NARROWEST, WIDEST)
}

/// The columns a text takes.
pub(crate) fn columns(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// A page that grows downwards.
pub(crate) struct Page {
    width: usize,
    text: String,
}

impl Page {
    pub(crate) fn new() -> Self {
        Self::of_width(width())
    }

    pub(crate) fn of_width(width: usize) -> Self {
        Self {
            width,
            text: String::new(),
        }
    }

    /// An empty line, unless the page begins here or has one already.
    pub(crate) fn gap(&mut self) -> &mut Self {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
        self
    }

    /// The heading of the page.
    pub(crate) fn title(&mut self, text: &str) -> &mut Self {
        self.gap().underlined(text, '═')
    }

    /// The heading of a part.
    pub(crate) fn heading(&mut self, text: &str) -> &mut Self {
        self.gap().underlined(text, '─')
    }

    fn underlined(&mut self, text: &str, rule: char) -> &mut Self {
        let lines = wrap(text, self.width, self.width);
        let widest = lines.iter().map(|line| columns(line)).max().unwrap_or(0);
        lines.iter().for_each(|line| self.line(line));
        self.line(&rule.to_string().repeat(widest));
        self
    }

    /// A paragraph, indented by so many columns.
    pub(crate) fn paragraph(&mut self, indent: usize, text: &str) -> &mut Self {
        self.item(&" ".repeat(indent), text)
    }

    /// A paragraph after a mark, under whose end the further lines stand.
    pub(crate) fn item(&mut self, mark: &str, text: &str) -> &mut Self {
        if text.trim().is_empty() {
            return self;
        }
        let indent = columns(mark);
        let room = self.width.saturating_sub(indent).max(NARROWEST / 2);
        for (at, line) in wrap(text, room, room).iter().enumerate() {
            if at == 0 {
                self.line(&format!("{mark}{line}"));
            } else {
                self.line(&format!("{}{line}", " ".repeat(indent)));
            }
        }
        self
    }

    /// A text at the left edge and another at the right, on one line where both fit.
    pub(crate) fn ends(&mut self, left: &str, right: &str) -> &mut Self {
        let used = columns(left) + columns(right);
        if used + 2 <= self.width {
            self.line(&format!("{left}{}{right}", " ".repeat(self.width - used)));
            return self;
        }
        let mark: String = left.chars().take_while(|c| *c == ' ').collect();
        self.item(&mark, left.trim_start()).item(&mark, right)
    }

    /// A label and what stands beside it, in two columns.
    pub(crate) fn labelled(
        &mut self,
        indent: usize,
        label: &str,
        room: usize,
        text: &str,
    ) -> &mut Self {
        let pad = room.saturating_sub(columns(label));
        self.item(
            &format!("{}{label}{}  ", " ".repeat(indent), " ".repeat(pad)),
            text,
        )
    }

    /// Short texts beside each other where they fit, else below each other.
    pub(crate) fn spread(&mut self, texts: &[String]) -> &mut Self {
        let line = texts.join("   ");
        if columns(&line) <= self.width {
            self.line(&line);
        } else {
            texts.iter().for_each(|text| {
                self.paragraph(0, text);
            });
        }
        self
    }

    /// A line as it is, however long: something to copy.
    pub(crate) fn verbatim(&mut self, indent: usize, text: &str) -> &mut Self {
        self.line(&format!("{}{text}", " ".repeat(indent)));
        self
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// The page, without a line end after its last line.
    pub(crate) fn finish(&mut self) -> String {
        std::mem::take(&mut self.text).trim_end().to_owned()
    }
}

/// Breaks a text between words so that no line is wider than it may be. A word wider than a line is broken inside.
fn wrap(text: &str, first: usize, rest: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for part in text.split('\n') {
        let mut line = String::new();
        for word in part.split_whitespace() {
            for piece in pieces(word, rest.min(first)) {
                let limit = if lines.is_empty() { first } else { rest };
                let joined = columns(&line) + usize::from(!line.is_empty()) + columns(&piece);
                if joined > limit && !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                }
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(&piece);
            }
        }
        lines.push(line);
    }
    lines
}

/// A word as it is, or in parts that each fit a line.
fn pieces(word: &str, room: usize) -> Vec<String> {
    if columns(word) <= room {
        return vec![word.to_owned()];
    }
    let mut parts = vec![String::new()];
    for letter in word.chars() {
        let part = parts.len() - 1;
        let mut longer = parts[part].clone();
        longer.push(letter);
        if columns(&longer) > room && !parts[part].is_empty() {
            parts.push(letter.to_string());
        } else {
            parts[part] = longer;
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_wider_than_the_page_and_no_word_is_lost() {
        let text = "Người này có thể đang cần được bảo vệ ngay; hãy hỏi nhẹ nhàng, đừng giục. \
                    https://example.org/a-word-longer-than-any-line-of-this-page-could-ever-be-made";
        for width in [20, 40, 57] {
            let page = Page::of_width(width).item("  – ", text).finish();
            assert!(
                page.lines().all(|line| columns(line) <= width.max(24)),
                "{page}"
            );
            let squeezed = |text: &str| text.split_whitespace().collect::<String>();
            assert_eq!(squeezed(&page), format!("–{}", squeezed(text)));
        }
    }

    #[test]
    fn stacked_marks_take_one_column_each() {
        // Decomposed: a letter and two marks are one column wide.
        assert_eq!(columns("Nguye\u{302}\u{303}n"), 6);
        let page = Page::of_width(40).heading("Tình trạng").finish();
        assert_eq!(page, "Tình trạng\n──────────");
    }

    #[test]
    fn what_does_not_fit_beside_goes_below() {
        assert_eq!(
            Page::of_width(40)
                .ends("left", "right")
                .finish()
                .chars()
                .count(),
            40
        );
        let long = "a name of sixty characters that leaves no room at all for it";
        assert!(
            Page::of_width(40)
                .ends(long, "right")
                .finish()
                .ends_with("\nright")
        );
    }

    #[test]
    fn gaps_do_not_add_up() {
        let page = Page::of_width(40)
            .gap()
            .paragraph(0, "a")
            .gap()
            .gap()
            .paragraph(0, "b")
            .finish();
        assert_eq!(page, "a\n\nb");
    }
}
