//! The members of requests and responses with their documentation, as trees.

use shapewright_model::ir::{Member, Model, Shape, ShapeId, ShapeKind};

use super::syntax::below;

/// A value and what is said of it.
pub(super) struct Node<'m> {
    /// The member's name; elements, keys and values have none.
    pub(super) name: Option<&'m str>,
    pub(super) ty: &'static str,
    pub(super) is_required: bool,
    /// As the model has it: HTML.
    pub(super) docs: &'m str,
    /// The way to it, as in reviews.
    pub(super) path: String,
    pub(super) below: Vec<Node<'m>>,
}

/// How many values a tree has at most.
const NODES: usize = 4_000;

/// What the members of a structure hold.
pub(super) fn members<'m>(model: &'m Model, root: Option<&'m ShapeId>) -> Vec<Node<'m>> {
    let Some(shape) = root.and_then(|id| model.shape(id)) else { return Vec::new() };
    let mut builder = Builder { model, path: vec![&shape.id], left: NODES };
    builder.below(shape, "")
}

struct Builder<'m> {
    model: &'m Model,
    /// The shapes around the value.
    path: Vec<&'m ShapeId>,
    left: usize,
}

impl<'m> Builder<'m> {
    fn below(&mut self, shape: &'m Shape, path: &str) -> Vec<Node<'m>> {
        let is_named = matches!(shape.kind, ShapeKind::Structure(_) | ShapeKind::Union(_));
        let mut nodes = Vec::new();
        match &shape.kind {
            ShapeKind::List(list) => {
                nodes.extend(self.node(None, &list.member, &format!("{path}[]")))
            }
            ShapeKind::Map(map) => {
                if let Some(mut key) = self.node(None, &map.key, &format!("{path}{{key}}")) {
                    key.below.extend(self.node(None, &map.value, &format!("{path}{{}}")));
                    nodes.push(key);
                }
            }
            kind if is_named => {
                for member in kind.members() {
                    nodes.extend(self.node(Some(&member.name), member, &below(path, &member.name)));
                }
            }
            _ => {}
        }
        nodes
    }

    fn node(&mut self, name: Option<&'m str>, member: &'m Member, path: &str) -> Option<Node<'m>> {
        let shape = self.model.shape(&member.target)?;
        self.left = self.left.checked_sub(1)?;
        let mut nodes = Vec::new();
        if !self.path.contains(&&shape.id) {
            self.path.push(&shape.id);
            nodes = self.below(shape, path);
            self.path.pop();
        }
        let docs = if member.docs.is_empty() { &shape.docs } else { &member.docs };
        let (ty, is_required, path) = (type_name(&shape.kind), member.required, path.to_owned());
        Some(Node { name, ty, is_required, docs, path, below: nodes })
    }
}

/// A kind as scripts call it.
fn type_name(kind: &ShapeKind) -> &'static str {
    match kind {
        ShapeKind::Boolean => "boolean",
        ShapeKind::Byte
        | ShapeKind::Short
        | ShapeKind::Integer
        | ShapeKind::IntEnum(_)
        | ShapeKind::Long
        | ShapeKind::BigInteger => "integer",
        ShapeKind::Float | ShapeKind::Double | ShapeKind::BigDecimal => "float",
        ShapeKind::String | ShapeKind::Enum(_) => "string",
        ShapeKind::Blob => "bytes",
        ShapeKind::Timestamp => "datetime",
        ShapeKind::Document => "document",
        ShapeKind::List(_) => "list",
        ShapeKind::Map(_) | ShapeKind::Structure(_) | ShapeKind::Union(_) => "dict",
    }
}
