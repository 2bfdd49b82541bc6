//! Evaluating expressions.

use std::cmp::Ordering;

use super::parser::{Comparison, Elements, Node, Projection};
use super::value::{List, Object, Value};
use super::{ExpressionError, ExpressionErrorKind};

/// The most elements that an expression may put into lists of its own: flattening lists that
/// repeat themselves would double them at each step.
const MAX_ELEMENTS: usize = 1_000_000;

/// What an expression finds in a value.
pub(super) fn evaluate<'a>(node: &'a Node, value: Value<'a>) -> Result<Value<'a>, ExpressionError> {
    Evaluation { elements: 0 }.node(node, value)
}

struct Evaluation {
    /// How many elements have been put into lists.
    elements: usize,
}

impl Evaluation {
    fn node<'a>(
        &mut self,
        node: &'a Node,
        current: Value<'a>,
    ) -> Result<Value<'a>, ExpressionError> {
        Ok(match node {
            Node::Current => current,
            Node::Literal(document) => document.into(),
            Node::Field(name) => match current {
                Value::Object(object) => object.get(name),
                _ => Value::Null,
            },
            Node::Index(index) => match current {
                Value::List(list) => item(&list, *index),
                _ => Value::Null,
            },
            Node::Slice(from, to, step) => match current {
                Value::List(list) => self.made(slice(&list, *from, *to, *step))?,
                _ => Value::Null,
            },
            Node::Then(first, second) => {
                let found = self.node(first, current)?;
                self.node(second, found)?
            }
            Node::Project(projection) => self.project(projection, current)?,
            Node::Or(left, right) => {
                let found = self.node(left, current.clone())?;
                if found.is_true() { found } else { self.node(right, current)? }
            }
            Node::And(left, right) => {
                let found = self.node(left, current.clone())?;
                if found.is_true() { self.node(right, current)? } else { found }
            }
            Node::Not(of) => Value::Boolean(!self.node(of, current)?.is_true()),
            Node::Compare(left, comparison, right) => {
                let left = self.node(left, current.clone())?;
                compare(&left, *comparison, &self.node(right, current)?)
            }
            Node::MultiSelectList(_) | Node::MultiSelectHash(_)
                if matches!(current, Value::Null) =>
            {
                Value::Null
            }
            Node::MultiSelectList(nodes) => {
                let values = self.each(nodes, &current)?;
                self.made(values)?
            }
            Node::MultiSelectHash(entries) => {
                let entries = entries
                    .iter()
                    .map(|(key, node)| Ok((key.as_str(), self.node(node, current.clone())?)));
                Value::Object(Object::Made(entries.collect::<Result<_, ExpressionError>>()?))
            }
            Node::Call(function, arguments) => function.call(&self.each(arguments, &current)?)?,
        })
    }

    /// What each of several expressions finds.
    fn each<'a>(
        &mut self,
        nodes: &'a [Node],
        current: &Value<'a>,
    ) -> Result<Vec<Value<'a>>, ExpressionError> {
        nodes.iter().map(|node| self.node(node, current.clone())).collect()
    }

    fn project<'a>(
        &mut self,
        projection: &'a Projection,
        current: Value<'a>,
    ) -> Result<Value<'a>, ExpressionError> {
        let elements = match (&projection.elements, self.node(&projection.of, current)?) {
            (Elements::Items, Value::List(list)) => list,
            (Elements::Flattened, Value::List(list)) => {
                let mut flat = Vec::new();
                for value in list.iter() {
                    match value {
                        Value::List(inner) => flat.extend(inner.iter()),
                        value => flat.push(value),
                    }
                    self.within_limit(flat.len())?;
                }
                List::Made(flat.into())
            }
            (Elements::Values, Value::Object(object)) => {
                List::Made(object.entries().map(|(_, value)| value).collect())
            }
            (Elements::Where(condition), Value::List(list)) => {
                let mut kept = Vec::new();
                for value in list.iter() {
                    if self.node(condition, value.clone())?.is_true() {
                        kept.push(value);
                    }
                }
                List::Made(kept.into())
            }
            _ => return Ok(Value::Null),
        };
        let mut found = Vec::new();
        for value in elements.iter() {
            match self.node(&projection.each, value)? {
                Value::Null => {}
                value => found.push(value),
            }
        }
        self.made(found)
    }

    /// A list that the expression has made.
    fn made<'a>(&mut self, values: Vec<Value<'a>>) -> Result<Value<'a>, ExpressionError> {
        self.within_limit(values.len())?;
        self.elements += values.len();
        Ok(values.into_iter().collect())
    }

    fn within_limit(&self, more: usize) -> Result<(), ExpressionError> {
        if self.elements + more <= MAX_ELEMENTS {
            return Ok(());
        }
        let problem = format!("lists of more than {MAX_ELEMENTS} elements");
        Err(ExpressionError::new(ExpressionErrorKind::Limit, problem))
    }
}

/// The element at that index, counted from the end if it is negative.
fn item<'a>(list: &List<'a>, index: i64) -> Value<'a> {
    let index = if index < 0 {
        usize::try_from(index.unsigned_abs()).ok().and_then(|back| list.len().checked_sub(back))
    } else {
        usize::try_from(index).ok()
    };
    index.map_or(Value::Null, |index| list.at(index))
}

/// The elements of a slice, by the specification's rules, which are those of Python.
fn slice<'a>(list: &List<'a>, from: Option<i64>, to: Option<i64>, step: i64) -> Vec<Value<'a>> {
    let length = i64::try_from(list.len()).unwrap_or(i64::MAX);
    // Going backwards, the place before the first element is an end, too.
    let (lowest, highest) = if step < 0 { (-1, length - 1) } else { (0, length) };
    let place = |place: i64| {
        let from_start = if place < 0 { place.saturating_add(length) } else { place };
        from_start.clamp(lowest, highest)
    };
    let (first, end) = if step < 0 { (highest, lowest) } else { (lowest, highest) };
    let (mut index, end) = (from.map_or(first, place), to.map_or(end, place));
    let mut values = Vec::new();
    while if step < 0 { index > end } else { index < end } {
        values.push(usize::try_from(index).map_or(Value::Null, |index| list.at(index)));
        index = index.saturating_add(step);
    }
    values
}

/// Only numbers have an order; of other values it is null.
fn compare<'a>(left: &Value<'a>, comparison: Comparison, right: &Value<'a>) -> Value<'a> {
    let ordered = |fits: fn(Ordering) -> bool| match left.compare(right) {
        Some(ordering) => Value::Boolean(fits(ordering)),
        None => Value::Null,
    };
    match comparison {
        Comparison::Equal => Value::Boolean(left == right),
        Comparison::NotEqual => Value::Boolean(left != right),
        Comparison::Less => ordered(Ordering::is_lt),
        Comparison::LessOrEqual => ordered(Ordering::is_le),
        Comparison::Greater => ordered(Ordering::is_gt),
        Comparison::GreaterOrEqual => ordered(Ordering::is_ge),
    }
}
