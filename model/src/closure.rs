//! Choosing operations: which shapes they reach, and by which way.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt;

use crate::ir::{Member, Model, Operation, Shape, ShapeId};
use crate::suggest::closest;

/// An operation was asked for that the model does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownOperation {
    /// The name that was asked for.
    pub name: String,
    /// The name that may have been meant.
    pub suggestion: Option<String>,
}

/// A way from an operation to a shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// Where it begins.
    pub from: Root,
    /// The structure that it begins with.
    pub start: ShapeId,
    /// The members that it follows, none if it ends where it begins.
    pub steps: Vec<Step>,
}

/// What holds on to shapes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Root {
    /// The input of the operation of that name.
    Input(String),
    /// The output of the operation of that name.
    Output(String),
    /// An error of the operation of that name.
    Error(String),
    /// An error that every operation may answer with.
    ServiceError,
}

/// From a shape to the target of one of its members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The name of the member; `member` of lists, `key` and `value` of maps.
    pub member: String,
    /// Its target.
    pub target: ShapeId,
}

impl Model {
    /// This model with the chosen operations only, the shapes that they reach and the waiters
    /// that poll them.
    ///
    /// # Errors
    /// The first of the names that is no operation of the model.
    pub fn retain_operations(&self, names: &[String]) -> Result<Self, UnknownOperation> {
        let mut operations = BTreeMap::new();
        for name in names {
            let operation = self.operations.get(name).ok_or_else(|| {
                let known = self.operations.keys().map(String::as_str);
                UnknownOperation {
                    name: name.clone(),
                    suggestion: closest(name, known).map(str::to_owned),
                }
            })?;
            operations.insert(name.clone(), operation.clone());
        }
        let reached = self.reached_by(&operations);
        Ok(Self {
            service: self.service.clone(),
            shapes: self
                .shapes
                .iter()
                .filter(|(id, _)| reached.contains(id))
                .map(|(id, shape)| (id.clone(), shape.clone()))
                .collect(),
            waiters: self
                .waiters
                .iter()
                .filter(|(_, waiter)| operations.contains_key(&waiter.operation))
                .map(|(name, waiter)| (name.clone(), waiter.clone()))
                .collect(),
            operations,
        })
    }

    /// The shortest way to a shape from every input, output and error that reaches it, the
    /// shortest first.
    #[must_use]
    pub fn why(&self, shape: &ShapeId) -> Vec<Path> {
        let next = self.steps_towards(shape);
        let service_errors =
            self.service.errors.iter().map(|error| (Root::ServiceError, &error.target));
        let mut paths: Vec<Path> = self
            .operations
            .values()
            .flat_map(roots)
            .chain(service_errors)
            .filter_map(|(from, start)| {
                let mut at = start;
                let mut steps = Vec::new();
                while at != shape {
                    let member = next.get(at)?;
                    steps.push(Step { member: member.name.clone(), target: member.target.clone() });
                    at = &member.target;
                }
                Some(Path { from, start: start.clone(), steps })
            })
            .collect();
        paths.sort_by(|a, b| (a.steps.len(), &a.from).cmp(&(b.steps.len(), &b.from)));
        paths
    }

    /// All shapes that can be reached from these operations and the errors of the service.
    pub(crate) fn reached_by<'m>(
        &'m self,
        operations: &'m BTreeMap<String, Operation>,
    ) -> BTreeSet<&'m ShapeId> {
        let service_errors = self.service.errors.iter().map(|error| &error.target);
        let roots = operations.values().flat_map(roots).map(|(_, shape)| shape);
        let mut reached = BTreeSet::new();
        let mut pending: Vec<&ShapeId> = roots.chain(service_errors).collect();
        while let Some(id) = pending.pop() {
            if let Some(shape) = self.shape(id)
                && reached.insert(id)
            {
                pending.extend(shape.kind.members().map(|member| &member.target));
            }
        }
        reached
    }

    /// For every shape that reaches `goal`, the member to follow first.
    ///
    /// Searches backwards, once for all: every shape is met on a shortest way.
    fn steps_towards<'m>(&'m self, goal: &'m ShapeId) -> BTreeMap<&'m ShapeId, &'m Member> {
        let mut sources: BTreeMap<&ShapeId, Vec<(&Shape, &Member)>> = BTreeMap::new();
        for shape in self.shapes.values() {
            for member in shape.kind.members() {
                sources.entry(&member.target).or_default().push((shape, member));
            }
        }
        let mut next = BTreeMap::new();
        let mut pending = VecDeque::from([goal]);
        while let Some(target) = pending.pop_front() {
            for &(shape, member) in sources.get(target).into_iter().flatten() {
                if shape.id != *goal && !next.contains_key(&shape.id) {
                    next.insert(&shape.id, member);
                    pending.push_back(&shape.id);
                }
            }
        }
        next
    }
}

/// The shapes that an operation names itself.
fn roots(operation: &Operation) -> impl Iterator<Item = (Root, &ShapeId)> {
    let name = &operation.name;
    let input = operation.input.iter();
    let output = operation.output.iter();
    input
        .map(|id| (Root::Input(name.clone()), id))
        .chain(output.map(|id| (Root::Output(name.clone()), id)))
        .chain(operation.errors.iter().map(|error| (Root::Error(name.clone()), &error.target)))
}

impl fmt::Display for UnknownOperation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the model has no operation `{}`", self.name)?;
        match &self.suggestion {
            Some(suggestion) => write!(f, "; did you mean `{suggestion}`?"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for UnknownOperation {}

impl fmt::Display for Root {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input(operation) => write!(f, "{operation} input"),
            Self::Output(operation) => write!(f, "{operation} output"),
            Self::Error(operation) => write!(f, "{operation} error"),
            Self::ServiceError => f.write_str("service error"),
        }
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.from, self.start)?;
        for step in &self.steps {
            write!(f, " .{} → {}", step.member, step.target)?;
        }
        Ok(())
    }
}
