//! From pairs of shapes to operations: whom a change reaches, and by which ways.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{
    Change, Difference, DocsChange, Occurrence, OperationDifference, Scope, Side, Status,
};
use super::found::Entry;
use super::operations::{Compared, Own, Root};
use super::shapes::{Pairs, Step};

/// How many places one operation lists. No real update comes near; a model made to have more ways
/// than atoms does not get us to walk them.
const PLACES: usize = 20_000;

/// How many steps are walked for one operation.
const STEPS: usize = 400_000;

/// How deep a way is followed.
const DEPTH: usize = 128;

/// Brings together what was found in pairs and in operations.
pub(super) fn difference(pairs: Pairs<'_>, compared: BTreeMap<&String, Compared>) -> Difference {
    let walker = Walker::new(&pairs);
    let mut reach = Reached::default();
    let mut operations = BTreeMap::new();
    for (name, mut compared) in compared {
        reach.operation(name, &compared, &walker);
        if let Some(difference) = walker.operation(&mut compared) {
            operations.insert(name.clone(), difference);
        }
    }
    let Pairs { found, .. } = pairs;
    let mut difference = Difference { changes: found.changes, docs: found.docs, operations };
    reach.fill(&mut difference);
    sort(&mut difference);
    difference
}

/// Finds ways from the roots of operations to changes.
struct Walker<'p, 'm> {
    pairs: &'p Pairs<'m>,
    /// The pairs that lead to a change, of documentation or other.
    leads_to: [BTreeSet<usize>; 2],
}

impl<'p, 'm> Walker<'p, 'm> {
    fn new(pairs: &'p Pairs<'m>) -> Self {
        let leads_to = [false, true].map(|is_docs| leading(pairs, is_docs));
        Self { pairs, leads_to }
    }

    fn leads(&self, pair: usize, is_docs: bool) -> bool {
        self.leads_to[usize::from(is_docs)].contains(&pair)
    }

    /// What differs in an operation; nothing if nothing does.
    fn operation(&self, compared: &mut Compared) -> Option<OperationDifference> {
        let (mut changes, mut docs) = (Vec::new(), Vec::new());
        for Own { side, error, path, entry } in compared.own.drain(..) {
            match entry {
                Entry::Change(index) => changes.push(Occurrence { side, error, path, index }),
                Entry::Docs(index) => docs.push(Occurrence { side, error, path, index }),
            }
        }
        let mut is_cut = false;
        for (is_docs, places) in [(false, &mut changes), (true, &mut docs)] {
            let mut walk = Walk { walker: self, is_docs, path: Vec::new(), steps: STEPS, places };
            for root in &compared.roots {
                is_cut |= walk.root(root).is_none();
            }
        }
        let status = match compared.status {
            Status::Updated if changes.is_empty() && !is_cut => Status::DocsOnly,
            status => status,
        };
        let is_empty = changes.is_empty() && docs.is_empty() && !is_cut;
        (!is_empty).then_some(OperationDifference { status, changes, docs, is_cut })
    }
}

/// The pairs from which some way leads to a change.
fn leading(pairs: &Pairs<'_>, is_docs: bool) -> BTreeSet<usize> {
    let mut sources: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut pending = Vec::new();
    for (index, node) in pairs.nodes.iter().enumerate() {
        let of_branches = node.branches.iter().flat_map(|branch| &branch.entries);
        if node.own.iter().chain(of_branches).any(|entry| entry.is_docs() == is_docs) {
            pending.push(index);
        }
        for target in node.branches.iter().filter_map(|branch| branch.target) {
            sources.entry(target).or_default().push(index);
        }
    }
    let mut leading = BTreeSet::new();
    while let Some(index) = pending.pop() {
        if leading.insert(index) {
            pending.extend(sources.get(&index).into_iter().flatten());
        }
    }
    leading
}

/// A walk over one operation.
struct Walk<'w, 'p, 'm> {
    walker: &'w Walker<'p, 'm>,
    is_docs: bool,
    /// The pairs on the way.
    path: Vec<usize>,
    /// How many steps are left.
    steps: usize,
    places: &'w mut Vec<Occurrence>,
}

impl Walk<'_, '_, '_> {
    /// Lists all places below a root; nothing if there are too many.
    fn root(&mut self, root: &Root) -> Option<()> {
        self.pair(root, root.pair, String::new())
    }

    fn pair(&mut self, root: &Root, pair: usize, path: String) -> Option<()> {
        if !self.walker.leads(pair, self.is_docs) || self.path.contains(&pair) {
            return Some(());
        }
        if self.path.len() >= DEPTH {
            return None;
        }
        let node = self.walker.pairs.nodes.get(pair)?;
        self.path.push(pair);
        self.list(root, &node.own, &path)?;
        for branch in &node.branches {
            self.steps = self.steps.checked_sub(1)?;
            let leads = branch.target.is_some_and(|pair| self.walker.leads(pair, self.is_docs));
            if leads || !branch.entries.is_empty() {
                let path = join(&path, branch.step);
                self.list(root, &branch.entries, &path)?;
                if let Some(target) = branch.target {
                    self.pair(root, target, path)?;
                }
            }
        }
        self.path.pop();
        Some(())
    }

    fn list(&mut self, root: &Root, entries: &[Entry], path: &str) -> Option<()> {
        for entry in entries.iter().filter(|entry| entry.is_docs() == self.is_docs) {
            if self.places.len() >= PLACES {
                return None;
            }
            self.places.push(Occurrence {
                side: root.side,
                error: root.error.clone(),
                path: path.to_owned(),
                index: entry.index(),
            });
        }
        Some(())
    }
}

fn join(path: &str, step: Step<'_>) -> String {
    match step {
        Step::Member(name) if path.is_empty() => name.to_owned(),
        Step::Member(name) => format!("{path}.{name}"),
        Step::Element => format!("{path}[]"),
        Step::Key => format!("{path}{{key}}"),
        Step::Value => format!("{path}{{}}"),
    }
}

/// Which operations and sides each change reaches.
#[derive(Default)]
struct Reached {
    by_entry: BTreeMap<Entry, BTreeMap<String, BTreeSet<Side>>>,
}

impl Reached {
    fn operation(&mut self, name: &str, compared: &Compared, walker: &Walker<'_, '_>) {
        for own in &compared.own {
            self.add(own.entry, name, own.side);
        }
        let mut seen = BTreeSet::new();
        let mut pending: Vec<_> =
            compared.roots.iter().map(|root| (root.side, root.pair)).collect();
        while let Some((side, pair)) = pending.pop() {
            let leads = walker.leads(pair, false) || walker.leads(pair, true);
            if !leads || !seen.insert((side, pair)) {
                continue;
            }
            let Some(node) = walker.pairs.nodes.get(pair) else { continue };
            let of_branches = node.branches.iter().flat_map(|branch| &branch.entries);
            for entry in node.own.iter().chain(of_branches) {
                self.add(*entry, name, side);
            }
            pending.extend(node.branches.iter().filter_map(|b| b.target).map(|pair| (side, pair)));
        }
    }

    fn add(&mut self, entry: Entry, operation: &str, side: Side) {
        let reach = self.by_entry.entry(entry).or_default();
        if let Some(sides) = reach.get_mut(operation) {
            sides.insert(side);
        } else {
            reach.insert(operation.to_owned(), BTreeSet::from([side]));
        }
    }

    fn fill(self, difference: &mut Difference) {
        for (entry, reach) in self.by_entry {
            match entry {
                Entry::Change(index) => {
                    if let Some(change) = difference.changes.get_mut(index) {
                        change.reaches = reach;
                    }
                }
                Entry::Docs(index) => {
                    if let Some(docs) = difference.docs.get_mut(index) {
                        docs.reaches = reach;
                    }
                }
            }
        }
    }
}

/// Puts everything in an order that does not depend on how it was found.
fn sort(difference: &mut Difference) {
    let Difference { changes, docs, operations } = difference;
    let key = |change: &Change| (change.scope, change.at.clone(), change.kind, change.what.clone());
    let moved_changes = sort_by(changes, key);
    let moved_docs =
        sort_by(docs, |docs: &DocsChange| -> (Scope, String) { (docs.scope, docs.at.clone()) });
    for operation in operations.values_mut() {
        let renumber = |places: &mut Vec<Occurrence>, moved: &[usize]| {
            for place in places {
                place.index = moved.get(place.index).copied().unwrap_or(place.index);
            }
        };
        renumber(&mut operation.changes, &moved_changes);
        renumber(&mut operation.docs, &moved_docs);
    }
}

/// Sorts, and tells where each item went.
fn sort_by<T, K: Ord>(items: &mut Vec<T>, key: impl Fn(&T) -> K) -> Vec<usize> {
    let mut numbered: Vec<(usize, T)> = items.drain(..).enumerate().collect();
    numbered.sort_by_cached_key(|(_, item)| key(item));
    let mut moved = vec![0; numbered.len()];
    for (now, (before, item)) in numbered.into_iter().enumerate() {
        if let Some(place) = moved.get_mut(before) {
            *place = now;
        }
        items.push(item);
    }
    moved
}
