//! The format of the AWS tools' shared files, `~/.aws/config` and `~/.aws/credentials`.
//!
//! It resembles INI and is none: values may hold properties of their own, one indented line each, and an
//! indented line otherwise continues the value above it. The rules are those of the AWS SDKs and Tools
//! Reference Guide, "Shared config and credentials files", where it is silent those of botocore:
//! - `[section]` opens a section; one that is opened again is continued, and later properties win;
//! - `key = value`, the key in any case;
//! - a line that begins with `#` or `;`, whatever its indentation, is a comment, and so is the rest of a
//!   line from a `#` or `;` that follows white space;
//! - white space around names and values is not part of them; quotes are.

use std::collections::BTreeMap;

/// The sections of a file by their whole header, e.g. `profile dev`.
pub(super) type Sections = BTreeMap<String, Section>;

/// The properties of a section by their name in lower case.
pub(super) type Section = BTreeMap<String, Property>;

/// A property's value: text, or when that is empty perhaps properties of its own.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Property {
    pub(super) text: String,
    pub(super) nested: BTreeMap<String, String>,
}

/// Why a text is not in this format.
#[derive(Debug, PartialEq)]
pub(super) struct SyntaxError {
    /// Counted from 1.
    pub(super) line: usize,
    pub(super) problem: &'static str,
}

/// Reads a whole file. Takes time and memory proportional to the text, whatever it holds.
pub(super) fn parse(text: &str) -> Result<Sections, SyntaxError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut parser = Parser::default();
    for (index, line) in text.lines().enumerate() {
        parser.line(line).map_err(|problem| SyntaxError { line: index + 1, problem })?;
    }
    Ok(parser.sections)
}

#[derive(Default)]
struct Parser {
    sections: Sections,
    section: Option<String>,
    /// The last property's name, and how far its line was indented.
    property: Option<(String, usize)>,
}

impl Parser {
    fn line(&mut self, line: &str) -> Result<(), &'static str> {
        let content = line.trim();
        if content.is_empty() || content.starts_with(['#', ';']) {
            return Ok(());
        }
        let indent = line.len() - line.trim_start().len();
        match &self.property {
            Some((_, above)) if indent > *above => self.continuation(content),
            _ if content.starts_with('[') => self.header(content),
            _ => self.property(content, indent),
        }
    }

    fn header(&mut self, content: &str) -> Result<(), &'static str> {
        let (name, rest) = without_comment(content)
            .strip_prefix('[')
            .and_then(|content| content.split_once(']'))
            .ok_or("a section's name ends with `]`")?;
        if !rest.trim().is_empty() {
            return Err("nothing but a comment may follow a section's name");
        }
        let name: Vec<&str> = name.split_whitespace().collect();
        if name.is_empty() {
            return Err("a section has a name");
        }
        let name = name.join(" ");
        self.sections.entry(name.clone()).or_default();
        self.section = Some(name);
        self.property = None;
        Ok(())
    }

    fn property(&mut self, content: &str, indent: usize) -> Result<(), &'static str> {
        let (name, value) = key_and_value(content)?;
        let section = self
            .section
            .as_ref()
            .and_then(|section| self.sections.get_mut(section))
            .ok_or("a property stands in a section")?;
        let property = Property { text: value.to_owned(), nested: BTreeMap::new() };
        section.insert(name.clone(), property);
        self.property = Some((name, indent));
        Ok(())
    }

    fn continuation(&mut self, content: &str) -> Result<(), &'static str> {
        let Some(property) = self.open_property() else {
            return Err("a continued line follows a property");
        };
        if property.text.is_empty() {
            let (name, value) = key_and_value(content)?;
            property.nested.insert(name, value.to_owned());
        } else {
            property.text.push('\n');
            property.text.push_str(content);
        }
        Ok(())
    }

    fn open_property(&mut self) -> Option<&mut Property> {
        let (name, _) = self.property.as_ref()?;
        self.sections.get_mut(self.section.as_ref()?)?.get_mut(name)
    }
}

fn key_and_value(content: &str) -> Result<(String, &str), &'static str> {
    let (name, value) = content.split_once('=').ok_or("expected `key = value`")?;
    let name = name.trim();
    if name.is_empty() {
        return Err("a property has a name");
    }
    Ok((name.to_ascii_lowercase(), without_comment(value)))
}

/// The text up to a `#` or `;` that follows white space, trimmed.
fn without_comment(text: &str) -> &str {
    let mut after_space = true;
    for (at, c) in text.char_indices() {
        if after_space && matches!(c, '#' | ';') {
            return text[..at].trim();
        }
        after_space = c.is_whitespace();
    }
    text.trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text<'a>(sections: &'a Sections, section: &str, key: &str) -> &'a str {
        &sections[section][key].text
    }

    fn problem(text: &str) -> (usize, &'static str) {
        let error = parse(text).unwrap_err();
        (error.line, error.problem)
    }

    #[test]
    fn reads_sections_properties_and_comments() {
        let sections = parse(
            "# first\n; second\n[default] ; third\nRegion = us-east-1 # fourth\n\n  # fifth\n\
             output=json\n[profile  dev]\t\nregion = eu-west-1;not a comment\nempty =\n",
        )
        .unwrap();
        assert_eq!(text(&sections, "default", "region"), "us-east-1");
        assert_eq!(text(&sections, "default", "output"), "json");
        assert_eq!(text(&sections, "profile dev", "region"), "eu-west-1;not a comment");
        assert_eq!(text(&sections, "profile dev", "empty"), "");
    }

    #[test]
    fn a_byte_order_mark_and_foreign_line_ends_do_no_harm() {
        let sections = parse("\u{feff}[default]\r\nregion = us-east-1\r\n\r\n").unwrap();
        assert_eq!(text(&sections, "default", "region"), "us-east-1");
    }

    #[test]
    fn values_keep_all_but_the_space_around_them() {
        let secret = "a/b+c=d\\n\"e'%(f)s#g";
        let sections = parse(&format!("[default]\nkey = {secret}")).unwrap();
        assert_eq!(text(&sections, "default", "key"), secret);
    }

    #[test]
    fn indented_lines_nest_or_continue() {
        let sections = parse(
            "[services dev]\necs =\n  endpoint_url = http://localhost:1 # why\n\n  other = 2\n\
             s3 =\n\tendpoint_url = http://localhost:2\nnote = one\n  two = three\n",
        )
        .unwrap();
        let services = &sections["services dev"];
        assert_eq!(services["ecs"].nested["endpoint_url"], "http://localhost:1");
        assert_eq!(services["ecs"].nested["other"], "2");
        assert_eq!(services["s3"].nested["endpoint_url"], "http://localhost:2");
        assert_eq!(services["note"].text, "one\ntwo = three");
    }

    #[test]
    fn a_section_may_be_indented_as_a_whole() {
        let sections = parse("[default]\n    region = a\n    output = b\n").unwrap();
        assert_eq!(text(&sections, "default", "region"), "a");
        assert_eq!(text(&sections, "default", "output"), "b");
    }

    #[test]
    fn a_section_opened_twice_is_one_and_the_later_property_wins() {
        let sections = parse("[a]\nx=1\ny=1\n[b]\n[a]\nx=2\n").unwrap();
        assert_eq!(text(&sections, "a", "x"), "2");
        assert_eq!(text(&sections, "a", "y"), "1");
    }

    #[test]
    fn says_where_and_why_a_text_is_refused() {
        assert_eq!(problem("a = b\n").0, 1);
        assert_eq!(problem("[default]\nno equals sign\n"), (2, "expected `key = value`"));
        assert_eq!(problem("\n[default\na=b\n"), (2, "a section's name ends with `]`"));
        assert_eq!(problem("[]\n"), (1, "a section has a name"));
        assert_eq!(problem("[a] b\n"), (1, "nothing but a comment may follow a section's name"));
        assert_eq!(problem("[a]\n= b\n"), (2, "a property has a name"));
        assert_eq!(problem("[a]\nb =\n  c\n"), (3, "expected `key = value`"));
    }

    #[test]
    fn garbage_is_refused_or_read_but_never_panics() {
        let long = "x".repeat(1 << 20);
        let nested = format!("[a]\nb =\n{}", "  c = d\n".repeat(10_000));
        for garbage in ["\0\0\0", "]", "=", "[[]]", "\u{feff}\u{feff}", "\r\r\r", &long, &nested] {
            let _ = parse(garbage);
        }
        let sections = parse(&format!("[{long}]\n{long} = {long}\n")).unwrap();
        assert_eq!(text(&sections, &long, &long), long);
    }
}
