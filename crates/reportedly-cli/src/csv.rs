//! Comma-separated values that no spreadsheet takes for formulas.

/// A value in a table.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    /// Words, from wherever.
    Text(String),
    /// A number, as its digits.
    Number(String),
    /// Nothing.
    Empty,
}

impl From<Option<String>> for Cell {
    fn from(text: Option<String>) -> Cell {
        text.map_or(Cell::Empty, Cell::Text)
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell::Text(text)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Cell {
        Cell::Number(number.to_string())
    }
}

/// One line of a table, with its line break.
pub(crate) fn line(cells: &[Cell]) -> String {
    let mut line = String::new();
    for (index, cell) in cells.iter().enumerate() {
        if index > 0 {
            line.push(',');
        }
        match cell {
            Cell::Text(text) => push(&mut line, text),
            Cell::Number(digits) => line.push_str(digits),
            Cell::Empty => {}
        }
    }
    line.push_str("\r\n");
    line
}

/// Text in quotes where it needs them. What a spreadsheet would run as a formula gets an apostrophe in front.
fn push(line: &mut String, text: &str) {
    let runs = text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
        || text.starts_with(['\t', '\r', '\n']);
    let quoted =
        runs || text.contains([',', '"', '\n', '\r']) || text.starts_with(' ') || text.ends_with(' ');
    if !quoted {
        line.push_str(text);
        return;
    }
    line.push('"');
    if runs {
        line.push('\'');
    }
    line.push_str(&text.replace('"', "\"\""));
    line.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> String {
        line(&[text.into(), Cell::Number("-5".to_owned()), Cell::Empty]).trim_end().to_owned()
    }

    #[test]
    fn formulas_are_words() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1"] {
            assert_eq!(check(formula), format!("\"'{formula}\",-5,"), "{formula}");
        }
        assert_eq!(check("a - b = c"), "a - b = c,-5,");
    }

    #[test]
    fn separators_are_quoted() {
        assert_eq!(check("one, \"two\"\nthree"), "\"one, \"\"two\"\"\nthree\",-5,");
        assert_eq!(line(&[Cell::from(None), Cell::from("x"), Cell::from(3)]), ",x,3\r\n");
    }
}
