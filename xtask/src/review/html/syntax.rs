//! Requests and responses as they are written in a script, in the manner of the public
//! API-changes pages: `cluster='string'`, `'tasks': [`, `'tcp'|'udp'`.

use shapewright_codegen::names::snake_name;
use shapewright_model::ir::{Member, Model, Operation, Shape, ShapeId, ShapeKind};

/// A line of a request or response.
pub(super) struct Line {
    /// How far in it begins, in steps.
    pub(super) depth: usize,
    pub(super) text: String,
    /// The way to the value that it begins or belongs to, as in reviews.
    pub(super) path: String,
}

/// How many lines are written at most.
const LINES: usize = 4_000;

/// What stands for a structure inside itself.
const RECURSIVE: &str = "{'... recursive ...'}";

/// The call of an operation.
pub(super) fn request(model: &Model, operation: &Operation) -> Vec<Line> {
    let method = snake_name(&operation.name);
    let call = format!("client.{}(", method.trim_start_matches("r#"));
    let mut writer = Writer::new(model, true);
    match operation.input.as_ref().and_then(|id| model.shape(id)) {
        Some(shape) if shape.kind.members().next().is_some() => {
            writer.line(0, call, "");
            writer.path.push(&shape.id);
            writer.members(shape, 1, "", |name| format!("{name}="));
            writer.line(0, ")".to_owned(), "");
        }
        _ => writer.line(0, format!("{call})"), ""),
    }
    writer.lines
}

/// The answer of an operation; nothing if it gives none.
pub(super) fn response(model: &Model, operation: &Operation) -> Vec<Line> {
    let mut writer = Writer::new(model, false);
    if let Some(id) = &operation.output {
        writer.value(id, 0, "", (String::new(), ""));
    }
    writer.lines
}

struct Writer<'m> {
    model: &'m Model,
    is_request: bool,
    lines: Vec<Line>,
    /// The shapes around the value that is written.
    path: Vec<&'m ShapeId>,
}

impl<'m> Writer<'m> {
    fn new(model: &'m Model, is_request: bool) -> Self {
        Self { model, is_request, lines: Vec::new(), path: Vec::new() }
    }

    fn line(&mut self, depth: usize, text: String, path: &str) {
        match self.lines.len() {
            LINES => self.lines.push(Line { depth, text: "...".to_owned(), path: String::new() }),
            lines if lines < LINES => {
                self.lines.push(Line { depth, text, path: path.to_owned() });
            }
            _ => {}
        }
    }

    /// Writes a value, between what stands before it on its first line and after it on its last.
    fn value(
        &mut self,
        id: &'m ShapeId,
        depth: usize,
        path: &str,
        (before, after): (String, &str),
    ) {
        let Some(shape) = self.model.shape(id) else { return };
        if self.lines.len() > LINES {
            return;
        }
        if let Some(text) = self.scalar(shape) {
            return self.line(depth, format!("{before}{text}{after}"), path);
        }
        if self.path.contains(&id) {
            return self.line(depth, format!("{before}{RECURSIVE}{after}"), path);
        }
        self.path.push(id);
        match &shape.kind {
            ShapeKind::List(list) => {
                self.line(depth, format!("{before}["), path);
                let element = (String::new(), ",");
                self.value(&list.member.target, depth + 1, &format!("{path}[]"), element);
                self.line(depth, format!("]{after}"), path);
            }
            ShapeKind::Map(map) => {
                let key = self.model.shape(&map.key.target).and_then(|key| self.scalar(key));
                let key = format!("{}: ", key.unwrap_or_else(|| "'string'".to_owned()));
                self.line(depth, format!("{before}{{"), path);
                self.value(&map.value.target, depth + 1, &format!("{path}{{}}"), (key, ""));
                self.line(depth, format!("}}{after}"), path);
            }
            kind if kind.members().next().is_none() => {
                self.line(depth, format!("{before}{{}}{after}"), path);
            }
            _ => {
                self.line(depth, format!("{before}{{"), path);
                self.members(shape, depth + 1, path, |name| format!("'{name}': "));
                self.line(depth, format!("}}{after}"), path);
            }
        }
        self.path.pop();
    }

    fn members(
        &mut self,
        shape: &'m Shape,
        depth: usize,
        path: &str,
        before: impl Fn(&str) -> String,
    ) {
        let members: Vec<&Member> = shape.kind.members().collect();
        for (index, member) in members.iter().enumerate() {
            let after = if index + 1 < members.len() { "," } else { "" };
            let path = below(path, &member.name);
            self.value(&member.target, depth, &path, (before(&member.name), after));
        }
    }

    /// A value that stands on one line.
    fn scalar(&self, shape: &Shape) -> Option<String> {
        Some(match &shape.kind {
            ShapeKind::Boolean => "True|False".to_owned(),
            ShapeKind::Byte
            | ShapeKind::Short
            | ShapeKind::Integer
            | ShapeKind::Long
            | ShapeKind::BigInteger => "123".to_owned(),
            ShapeKind::Float | ShapeKind::Double | ShapeKind::BigDecimal => "123.0".to_owned(),
            ShapeKind::String => "'string'".to_owned(),
            ShapeKind::Enum(values) => {
                let values = values.iter().map(|value| format!("'{}'", value.value));
                values.collect::<Vec<_>>().join("|")
            }
            ShapeKind::IntEnum(values) => {
                let values = values.iter().map(|value| value.value.to_string());
                values.collect::<Vec<_>>().join("|")
            }
            ShapeKind::Blob if shape.traits.streaming && self.is_request => {
                "b'bytes'|file".to_owned()
            }
            ShapeKind::Blob if shape.traits.streaming => "StreamingBody()".to_owned(),
            ShapeKind::Blob => "b'bytes'".to_owned(),
            ShapeKind::Timestamp => "datetime(2015, 1, 1)".to_owned(),
            ShapeKind::Document => "{...}|[...]|123|123.4|'string'|True|None".to_owned(),
            ShapeKind::List(_)
            | ShapeKind::Map(_)
            | ShapeKind::Structure(_)
            | ShapeKind::Union(_) => return None,
        })
    }
}

/// The way to a member.
pub(super) fn below(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}
