//! The public items of a planned crate.

use std::collections::{BTreeMap, BTreeSet};

use shapewright_model::diff::Scope;
use shapewright_model::ir::Needs;

use crate::names::predicates;
use crate::plan::{
    EnumPlan, IntEnumPlan, MemberPlan, OperationPlan, Plan, ServicePlan, ShapeKind, ShapePlan,
    TraitPlan,
};

/// A public item.
#[derive(Default)]
pub(super) struct Item {
    /// What programs see of it: its type, or what kind of item it is.
    pub(super) form: String,
    /// What the tables say of it.
    pub(super) table: String,
    pub(super) is_deprecated: bool,
    /// Where in the model it comes from.
    pub(super) at: Vec<(Scope, String)>,
    /// The parameters, if it is a function.
    pub(super) parameters: Vec<Parameter>,
}

/// A parameter of a function.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Parameter {
    /// The member that it comes from.
    pub(super) at: String,
    pub(super) ty: String,
}

/// All items by path, but for those that cannot differ, since `other` has plans equal to theirs;
/// `needs` are those of the protocols of both models.
///
/// Setters are left out: there is one for each field that has no parameter, and it takes the
/// field's type.
pub(super) fn items(plan: &Plan, other: &Plan, needs: Needs) -> BTreeMap<String, Item> {
    let mut items = Items::default();
    items.service(&plan.service, needs);
    for shape in differing(&plan.shapes, &other.shapes) {
        items.shape(&format!("types::{}", shape.name), shape, None);
    }
    for plan in differing(&plan.enums, &other.enums) {
        items.enumeration(plan);
    }
    for plan in differing(&plan.int_enums, &other.int_enums) {
        items.int_enum(plan);
    }
    for error in plan.errors.values() {
        let error = &without_stated(error, other.errors.get(&error.name));
        items.shape(&format!("error::{}", error.name), error, None);
        let at = vec![(Scope::Shape, error.shape.clone())];
        let form = format!("error::{}", error.name);
        items.add(format!("error::ServiceError::{}", error.name), Item { form, at, ..item() });
    }
    for (method, name) in predicates(plan.errors.keys()) {
        let shape = plan.errors.get(name).map(|error| error.shape.clone()).unwrap_or_default();
        let (form, at) = (format!("fn, of {name}"), vec![(Scope::Shape, shape)]);
        items.add(format!("error::ServiceError::{method}"), Item { form, at, ..item() });
    }
    for operation in differing(&plan.operations, &other.operations) {
        items.operation(operation);
    }
    items.all
}

/// Those of which the other plan does not have the same.
fn differing<'p, T: PartialEq>(
    own: &'p BTreeMap<String, T>,
    other: &BTreeMap<String, T>,
) -> impl Iterator<Item = &'p T> {
    own.iter().filter(|(name, one)| other.get(*name) != Some(*one)).map(|(_, one)| one)
}

#[derive(Default)]
struct Items {
    all: BTreeMap<String, Item>,
}

impl Items {
    fn add(&mut self, path: String, item: Item) {
        self.all.insert(path, item);
    }

    /// The fields of the service's static, as far as protocols read them, each under the name
    /// that the difference of models has for it.
    fn service(&mut self, service: &ServicePlan, needs: Needs) {
        let texts = [
            ("id", "id", true, &service.id),
            ("version", "version", needs.version, &service.version),
            ("endpoint_prefix", "endpointPrefix", true, &service.endpoint_prefix),
            ("signing_name", "signingName", true, &service.signing_name),
            ("target_prefix", "targetPrefix", needs.target, &service.target_prefix),
        ];
        for (field, what, _, text) in texts.into_iter().filter(|(_, _, is_read, _)| *is_read) {
            self.service_field(service, (field, "&str"), &[what], text.clone());
        }
        let protocol = service.protocol.name.to_owned();
        self.service_field(service, ("protocol", "&dyn Protocol"), &["protocols"], protocol);
        let traits = format!("{:?}", service.traits);
        let whats = ["awsQueryCompatible", "namespace", "noErrorWrapping", "xmlNamespace"];
        self.service_field(service, ("traits", "&[ServiceTrait]"), &whats, traits);
    }

    fn service_field(
        &mut self,
        service: &ServicePlan,
        (field, form): (&str, &str),
        whats: &[&str],
        table: String,
    ) {
        let place = |what| (Scope::Service, format!("{}${what}", service.id));
        let (form, at) = (form.to_owned(), whats.iter().map(place).collect());
        self.add(format!("SERVICE.{field}"), Item { form, table, at, ..item() });
    }

    /// A struct or enum; `operation` is the one that it is a side of.
    fn shape(&mut self, path: &str, shape: &ShapePlan, operation: Option<&OperationPlan>) {
        let of_shape = (Scope::Shape, shape.shape.clone());
        let of_operation =
            operation.map(|operation| (Scope::Operation, operation.operation.clone()));
        let at: Vec<_> = [of_shape].into_iter().chain(of_operation).collect();
        let form = match shape.kind {
            ShapeKind::Union => "enum",
            ShapeKind::Structure | ShapeKind::Error => "struct",
        };
        self.add(
            path.to_owned(),
            Item {
                form: form.to_owned(),
                table: format!("{:?}", shape.traits),
                is_deprecated: shape.deprecated.is_some(),
                at: at.clone(),
                ..item()
            },
        );
        for member in &shape.members {
            self.member(path, shape, member);
        }
        if shape.kind == ShapeKind::Union {
            return;
        }
        let parameters = parameters(shape);
        let form = signature(&parameters, shape);
        self.add(format!("{path}::new"), Item { form, at: Vec::new(), parameters, ..item() });
        let lent: Vec<_> = shape.members.iter().filter(|member| member.lends().is_some()).collect();
        if shape.is_output && !lent.is_empty() {
            let form = "methods that borrow lists".to_owned();
            let at = lent.iter().map(|member| (Scope::Shape, place(shape, member))).collect();
            self.add(format!("{path}::{{readers}}"), Item { form, at, ..item() });
        }
    }

    fn member(&mut self, path: &str, shape: &ShapePlan, member: &MemberPlan) {
        let form =
            if member.optional { format!("Option<{}>", member.ty) } else { member.ty.to_string() };
        self.add(
            format!("{path}::{}", member.name),
            Item {
                form,
                table: format!(
                    "{:?}",
                    (&member.member, &member.default, &member.target, unlabelled(&member.traits))
                ),
                is_deprecated: member.deprecated.is_some(),
                at: vec![(Scope::Shape, place(shape, member))],
                ..item()
            },
        );
    }

    fn enumeration(&mut self, plan: &EnumPlan) {
        let path = format!("types::{}", plan.name);
        let at = vec![(Scope::Shape, plan.shape.clone())];
        let (form, is_deprecated) = ("enum".to_owned(), plan.deprecated.is_some());
        self.add(path.clone(), Item { form, is_deprecated, at: at.clone(), ..item() });
        if plan.is_key {
            let form = "impl Ord".to_owned();
            self.add(format!("{path}::{{order}}"), Item { form, at: at.clone(), ..item() });
        }
        for variant in &plan.variants {
            let of_value = (Scope::Shape, format!("{}${}", plan.shape, variant.value));
            self.add(
                format!("{path}::{}", variant.name),
                Item {
                    form: "variant".to_owned(),
                    table: variant.value.clone(),
                    is_deprecated: variant.deprecated.is_some(),
                    at: vec![of_value],
                    ..item()
                },
            );
        }
    }

    fn int_enum(&mut self, plan: &IntEnumPlan) {
        let path = format!("types::{}", plan.name);
        let at = vec![(Scope::Shape, plan.shape.clone())];
        let (form, is_deprecated) = ("struct of i32".to_owned(), plan.deprecated.is_some());
        self.add(path.clone(), Item { form, is_deprecated, at: at.clone(), ..item() });
        for constant in &plan.constants {
            let of_value = (Scope::Shape, format!("{}${}", plan.shape, constant.value));
            self.add(
                format!("{path}::{}", constant.name),
                Item {
                    form: "const".to_owned(),
                    table: constant.value.to_string(),
                    is_deprecated: constant.deprecated.is_some(),
                    at: vec![of_value],
                    ..item()
                },
            );
        }
    }

    fn operation(&mut self, plan: &OperationPlan) {
        let input = format!("operations::{}", plan.input.name);
        self.shape(&input, &plan.input, Some(plan));
        self.shape(&format!("operations::{}", plan.output.name), &plan.output, Some(plan));
        if let Some(item) = self.all.get_mut(&input) {
            // An error is known by its name, wherever in the list it stands.
            let errors: BTreeSet<&String> = plan.errors.iter().collect();
            let table = (&plan.operation, &plan.http_method, path(plan), &plan.traits, errors);
            item.table.push_str(&format!("{table:?}"));
            item.is_deprecated |= plan.deprecated.is_some();
        }
        let parameters = parameters(&plan.input);
        let form = signature(&parameters, &plan.input);
        let is_deprecated = plan.deprecated.is_some();
        let at = vec![(Scope::Operation, plan.operation.clone())];
        self.add(
            format!("Client::{}", plan.method),
            Item { form, is_deprecated, at, parameters, ..item() },
        );
    }
}

/// The path of an operation, each label by the member that it stands for: its own name shows
/// nowhere.
fn path(plan: &OperationPlan) -> String {
    let mut path = plan.uri.clone();
    for member in &plan.input.members {
        for label in member.traits.iter().filter_map(label) {
            for end in ["}", "+}"] {
                let by_member = format!("{{ {}{end}", member.member);
                path = path.replace(&format!("{{{label}{end}"), &by_member);
            }
        }
    }
    path
}

/// An error without the status of a client's fault that the other model leaves open: clients read
/// the status that comes.
fn without_stated(error: &ShapePlan, other: Option<&ShapePlan>) -> ShapePlan {
    let is_status = |one: &TraitPlan| matches!(one, TraitPlan::Number("HttpStatus", _));
    let is_open = other.is_some_and(|other| !other.traits.iter().any(is_status));
    let mut error = error.clone();
    error.traits.retain(|one| {
        !(is_open && matches!(one, TraitPlan::Number("HttpStatus", status) if *status < 500))
    });
    error
}

fn label(one: &TraitPlan) -> Option<&String> {
    match one {
        TraitPlan::Http("Label", label) => label.as_ref(),
        _ => None,
    }
}

/// Traits without the names of labels.
fn unlabelled(traits: &[TraitPlan]) -> Vec<TraitPlan> {
    let unlabelled = |one: &TraitPlan| match label(one) {
        Some(_) => TraitPlan::Flag("Label"),
        None => one.clone(),
    };
    traits.iter().map(unlabelled).collect()
}

fn item() -> Item {
    Item::default()
}

fn parameters(shape: &ShapePlan) -> Vec<Parameter> {
    let parameter =
        |member: &MemberPlan| Parameter { at: place(shape, member), ty: member.ty.to_string() };
    shape.required().map(parameter).collect()
}

fn signature(parameters: &[Parameter], shape: &ShapePlan) -> String {
    let named = shape.required().zip(parameters);
    let shown: Vec<_> = named.map(|(member, one)| format!("{}: {}", member.name, one.ty)).collect();
    format!("fn({})", shown.join(", "))
}

fn place(shape: &ShapePlan, member: &MemberPlan) -> String {
    format!("{}${}", shape.shape, member.member)
}
