//! From pairs of files to reviews: what is loaded, and which models belong together.

use std::collections::BTreeSet;

use miette::{IntoDiagnostic, Report, miette};
use shapewright_model::Loaded;
use shapewright_model::ir::Service;
use shapewright_model::suggest::closest;

use super::ignore::Ignores;
use super::input::{Location, Pair};
use super::judge::{review, title};
use super::several::WithInputs;
use super::{Reviews, Whole, both};
use crate::context::Context;
use crate::generation::passed_on;

/// A comparison of models, pair by pair.
pub(crate) struct Comparison<'c> {
    context: &'c Context,
    /// The operations to look at, if not all.
    operations: Option<&'c [String]>,
    /// The operations that models have; known only if some were asked for.
    known: BTreeSet<String>,
    ignores: &'c mut Ignores,
    is_one: bool,
    reviews: Vec<WithInputs>,
    /// The models that the other side has not, at least not in that file.
    gone: Vec<Alone>,
    come: Vec<Alone>,
    /// Why models cannot be compared.
    problems: Vec<Report>,
}

/// A model that stands alone.
struct Alone {
    name: String,
    label: String,
    loaded: Loaded,
}

impl<'c> Comparison<'c> {
    pub(crate) fn new(
        context: &'c Context,
        operations: Option<&'c [String]>,
        ignores: &'c mut Ignores,
    ) -> Self {
        Self {
            context,
            operations,
            known: BTreeSet::new(),
            ignores,
            is_one: true,
            reviews: Vec::new(),
            gone: Vec::new(),
            come: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// Reviews all these pairs.
    ///
    /// # Errors
    ///
    /// If a model cannot be loaded, after the problems of all others were reported, or if no
    /// model has one of the operations.
    pub(crate) fn reviews(mut self, pairs: Vec<Pair>) -> miette::Result<Reviews> {
        self.is_one = matches!(pairs.as_slice(), [Pair { old: Some(_), new: Some(_), .. }]);
        for pair in pairs {
            if let Err(problem) = self.pair(pair) {
                self.problems.push(problem);
            }
        }
        // The same service and version first, then the same service.
        self.moved(|service| (service.id.clone(), service.version.clone()));
        self.moved(|service| (service.id.clone(), String::new()));
        if let Some(last) = self.problems.pop() {
            self.problems.iter().for_each(|problem| self.context.report(problem));
            return Err(last);
        }
        self.check_operations()?;
        let whole = |alone: Alone| Whole {
            title: title(&alone.loaded.model.service).to_owned(),
            path: alone.name,
        };
        let added = self.come.into_iter().map(whole).collect();
        let removed = self.gone.into_iter().map(whole).collect();
        Ok(Reviews::new(self.is_one, self.reviews, added, removed))
    }

    fn pair(&mut self, Pair { name, old, new }: Pair) -> miette::Result<()> {
        match (old, new) {
            (Some(old), Some(new)) => {
                let (before, after) = (old.files()?, new.files()?);
                // What is not looked at has no operations that anybody could ask for.
                let is_wanted = self.is_one || self.operations.is_some();
                if before.is_same(&after) && !is_wanted {
                    return Ok(());
                }
                let (before, after) = both(|| before.load(), || after.load());
                // What is questionable about the old model is nobody's task any more.
                let (before, after) = (before?, passed_on(self.context, after)?);
                self.compare(before, after, (&old.label(), &new.label()))
            }
            (Some(old), None) => {
                let loaded = old.files()?.load()?;
                let alone = self.alone(name, &old, loaded)?;
                self.gone.extend(alone);
                Ok(())
            }
            (None, Some(new)) => {
                let loaded = passed_on(self.context, new.files()?.load())?;
                let alone = self.alone(name, &new, loaded)?;
                self.come.extend(alone);
                Ok(())
            }
            (None, None) => Ok(()),
        }
    }

    /// A model of one side, unless it has none of the operations.
    fn alone(
        &mut self,
        name: String,
        location: &Location,
        mut loaded: Loaded,
    ) -> miette::Result<Option<Alone>> {
        let is_wanted = self.restrict(&mut [&mut loaded])?;
        self.ignores.compared(&loaded.model);
        let label = location.label();
        Ok(is_wanted.then_some(Alone { name, label, loaded }))
    }

    fn compare(
        &mut self,
        mut old: Loaded,
        mut new: Loaded,
        labels: (&str, &str),
    ) -> miette::Result<()> {
        if self.restrict(&mut [&mut old, &mut new])? {
            self.ignores.compared(&old.model);
            self.ignores.compared(&new.model);
            let review = review(&old, &new, labels, self.ignores);
            self.reviews.push((review, (old, new)));
        }
        Ok(())
    }

    /// Leaves the operations to look at; false if the models have none of them.
    fn restrict(&mut self, models: &mut [&mut Loaded]) -> miette::Result<bool> {
        let Some(names) = self.operations else { return Ok(true) };
        let mut has_any = false;
        for loaded in models {
            let operations = &loaded.model.operations;
            self.known.extend(operations.keys().cloned());
            let kept = names.iter().filter(|name| operations.contains_key(*name));
            let kept: Vec<_> = kept.cloned().collect();
            has_any |= !kept.is_empty();
            loaded.model = loaded.model.retain_operations(&kept).into_diagnostic()?;
        }
        Ok(has_any)
    }

    /// Reviews the models that moved to another file: those of one service that are alone on
    /// each side.
    fn moved(&mut self, key: impl Fn(&Service) -> (String, String)) {
        let key = |alone: &Alone| key(&alone.loaded.model.service);
        let mut left = Vec::new();
        for new in std::mem::take(&mut self.come) {
            let Some(at) = self.gone.iter().position(|old| key(old) == key(&new)) else {
                left.push(new);
                continue;
            };
            let old = self.gone.remove(at);
            if let Err(problem) = self.compare(old.loaded, new.loaded, (&old.label, &new.label)) {
                self.problems.push(problem);
            }
        }
        self.come = left;
    }

    fn check_operations(&self) -> miette::Result<()> {
        let mut names = self.operations.into_iter().flatten();
        let Some(unknown) = names.find(|name| !self.known.contains(*name)) else {
            return Ok(());
        };
        let help = match closest(unknown, self.known.iter().map(String::as_str)) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "operations are named as in the model".to_owned(),
        };
        let models = if self.is_one { "neither model has" } else { "no model has" };
        Err(miette!(help = help, "{models} an operation `{unknown}`"))
    }
}
