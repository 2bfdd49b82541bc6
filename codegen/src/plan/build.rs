//! From a model and its names to a plan.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use shapewright_model::ir::{
    self, Member, Model, Needs, Operation, Shape, ShapeId, Structure, Traits,
};

use super::defaults::{default_of, is_sound, left_to_service};
use super::protocols::spoken;
use super::recursion::{MemberId, boxed_members};
use super::types::Types;
use super::{
    ConstantPlan, EnumPlan, IntEnumPlan, Limits, MemberPlan, OperationPlan, Plan, PlanError,
    ServicePlan, ShapeKind, ShapePlan, TraitPlan, Type, VariantPlan, customizations, traits,
};
use crate::names::{Names, is_error};

/// Plans the crate for all operations of a model.
///
/// # Errors
/// Everything that cannot be planned: that the service speaks no protocol, and each member's target
/// that cannot be a type.
pub fn plan(model: &Model, names: &Names<'_>) -> Result<Plan, Vec<PlanError>> {
    let builder = Builder {
        types: Types { model, names, needs: Needs::of(&model.service.protocols) },
        boxed: boxed_members(model),
        inputs: reachable(model, |operation| operation.input.as_ref()),
        outputs: reachable(model, |operation| operation.output.as_ref()),
        problems: RefCell::default(),
    };
    let mut plan = Plan {
        service: builder.service().map_err(|problem| vec![problem])?,
        shapes: BTreeMap::new(),
        enums: BTreeMap::new(),
        int_enums: BTreeMap::new(),
        errors: BTreeMap::new(),
        operations: BTreeMap::new(),
    };
    let keys: BTreeSet<_> = builder.types.key_enums().collect();
    let referenced = referenced_shapes(model);
    for shape in model.shapes.values().filter(|shape| referenced.contains(&shape.id)) {
        match &shape.kind {
            ir::ShapeKind::Structure(content) if is_error(shape) => {
                let error = builder.shape(shape, content, ShapeKind::Error);
                plan.errors.insert(error.name.clone(), error);
            }
            ir::ShapeKind::Structure(content) => {
                let structure = builder.shape(shape, content, ShapeKind::Structure);
                plan.shapes.insert(structure.name.clone(), structure);
            }
            ir::ShapeKind::Union(content) => {
                let union = builder.shape(shape, content, ShapeKind::Union);
                plan.shapes.insert(union.name.clone(), union);
            }
            ir::ShapeKind::Enum(values) => {
                let mut planned = builder.enumeration(shape, values);
                planned.is_key = keys.contains(&shape.id);
                plan.enums.insert(planned.name.clone(), planned);
            }
            ir::ShapeKind::IntEnum(values) => {
                let planned = builder.int_enum(shape, values);
                plan.int_enums.insert(planned.name.clone(), planned);
            }
            _ => {}
        }
    }
    for operation in model.operations.values() {
        plan.operations.insert(names.operation(&operation.name), builder.operation(operation));
    }
    let problems = builder.problems.into_inner();
    if problems.is_empty() { Ok(plan) } else { Err(problems.into_iter().collect()) }
}

struct Builder<'a> {
    types: Types<'a>,
    boxed: BTreeSet<MemberId>,
    inputs: BTreeSet<ShapeId>,
    outputs: BTreeSet<ShapeId>,
    /// What members cannot be planned for; several may lead to the same.
    problems: RefCell<BTreeSet<PlanError>>,
}

impl Builder<'_> {
    fn service(&self) -> Result<ServicePlan, PlanError> {
        let service = &self.types.model.service;
        let preferred = service.protocols.first();
        let no_protocol = || PlanError::NoProtocol { at: service.at.clone() };
        Ok(ServicePlan {
            id: service.id.clone(),
            name: service.abbreviation.clone().unwrap_or_else(|| service.full_name.clone()),
            version: service.version.clone(),
            endpoint_prefix: service.endpoint_prefix.clone(),
            signing_name: service.signing_name.clone(),
            target_prefix: service.target_prefix.clone(),
            protocol: spoken(*preferred.ok_or_else(no_protocol)?),
            traits: traits::of_service(service, self.types.needs),
            docs: service.docs.clone(),
        })
    }

    fn shape(&self, shape: &Shape, content: &Structure, kind: ShapeKind) -> ShapePlan {
        let names = self.types.names;
        let mut traits = traits::of_shape(&shape.traits, self.types.needs);
        if let Some(error) = &content.error {
            traits.extend(traits::of_error(error));
        }
        ShapePlan {
            name: names.shape(&shape.id),
            schema: names.schema(&shape.id),
            shape: shape.id.0.clone(),
            kind,
            members: self.members(&shape.id, content, kind, kind == ShapeKind::Error),
            traits,
            deprecated: shape.traits.deprecated.clone(),
            docs: shape.docs.clone(),
            is_input: self.inputs.contains(&shape.id),
            is_output: content.error.is_some() || self.outputs.contains(&shape.id),
            is_operation: false,
        }
    }

    fn members(
        &self,
        owner: &ShapeId,
        content: &Structure,
        kind: ShapeKind,
        is_top: bool,
    ) -> Vec<MemberPlan> {
        let planned = content.members.iter().map(|member| self.member(owner, member, kind, is_top));
        planned
            .filter_map(|member| {
                member.map_err(|problem| self.problems.borrow_mut().insert(problem)).ok()
            })
            .collect()
    }

    fn member(
        &self,
        owner: &ShapeId,
        member: &Member,
        kind: ShapeKind,
        is_top: bool,
    ) -> Result<MemberPlan, PlanError> {
        let names = self.types.names;
        let name = match kind {
            ShapeKind::Union => names.union_variant(owner, member),
            ShapeKind::Structure | ShapeKind::Error => names.field(owner, member),
        };
        let is_side = is_top && kind == ShapeKind::Structure;
        let stream = if is_side { self.types.stream(member)? } else { None };
        let (ty, target) = match stream {
            Some(stream) => stream,
            None => (self.types.of(member)?, self.types.schema(member)?),
        };
        let shape = self.types.model.shape(&member.target);
        if !is_sound(member, &ty, shape) {
            return Err(PlanError::Default {
                member: member.name.clone(),
                target: shape.map_or("a value", |shape| shape.kind.describe()),
                at: member.at.clone(),
            });
        }
        let boxed = self.boxed.contains(&(owner.clone(), member.name.clone()));
        let traits = self.types.model.member_traits(member);
        let limits = limits(&traits);
        let mut traits = traits::of_member(&traits, self.types.needs, is_top);
        if member.required {
            traits.insert(0, TraitPlan::Flag("Required"));
        }
        let default = if kind == ShapeKind::Union { None } else { default_of(member, &ty) };
        Ok(MemberPlan {
            name,
            member: member.name.clone(),
            ty: if boxed { Type::Boxed(Box::new(ty)) } else { ty },
            // Boxes have default values, too: no structure requires itself (SW0206), and unions
            // begin as unknown.
            optional: kind != ShapeKind::Union && !member.required && default.is_none(),
            default,
            target,
            traits,
            limits,
            deprecated: member.traits.deprecated.clone(),
            docs: documentation(member, self.types.model),
        })
    }

    fn enumeration(&self, shape: &Shape, values: &[ir::EnumValue]) -> EnumPlan {
        let names = self.types.names;
        let variants = names.enum_variants(&shape.id, values);
        let variants = variants.into_iter().zip(values).map(|(name, value)| VariantPlan {
            name,
            value: value.value.clone(),
            deprecated: value.deprecated.clone(),
            docs: value.docs.clone(),
        });
        EnumPlan {
            name: names.shape(&shape.id),
            shape: shape.id.0.clone(),
            variants: variants.collect(),
            is_key: false,
            deprecated: shape.traits.deprecated.clone(),
            docs: shape.docs.clone(),
        }
    }

    fn int_enum(&self, shape: &Shape, values: &[ir::IntEnumValue]) -> IntEnumPlan {
        let names = self.types.names;
        let constants = names.enum_constants(&shape.id, values);
        let constants = constants.into_iter().zip(values).map(|(name, value)| ConstantPlan {
            name,
            member: value.name.clone(),
            value: value.value,
            deprecated: value.deprecated.clone(),
            docs: value.docs.clone(),
        });
        IntEnumPlan {
            name: names.shape(&shape.id),
            shape: shape.id.0.clone(),
            constants: constants.collect(),
            deprecated: shape.traits.deprecated.clone(),
            docs: shape.docs.clone(),
        }
    }

    fn operation(&self, operation: &Operation) -> OperationPlan {
        let names = self.types.names;
        let name = names.operation(&operation.name);
        let errors = &self.types.model.service.errors;
        let targets = operation.errors.iter().chain(errors).map(|error| names.shape(&error.target));
        let mut errors: Vec<String> = targets.collect();
        let mut seen = BTreeSet::new();
        errors.retain(|error| seen.insert(error.clone()));
        let input = self.side(&name, operation, operation.input.as_ref(), false);
        let mut traits = traits::of_operation(operation, self.types.needs);
        traits.extend(customizations::of_operation(self.types.model, operation));
        let shape = operation.input.as_ref().and_then(|id| self.types.model.shape(id));
        if let Some(ir::ShapeKind::Structure(content)) = shape.map(|shape| &shape.kind) {
            let defaults = left_to_service(&content.members, &input.members);
            traits.extend(defaults.map(|json| TraitPlan::Text("InputDefaults", json)));
        }
        OperationPlan {
            operation: operation.name.clone(),
            method: names.method(&operation.name),
            http_method: operation.http.method.clone(),
            uri: operation.http.uri.clone(),
            input,
            output: self.side(
                &names.output(&operation.name, self.types.model),
                operation,
                operation.output.as_ref(),
                true,
            ),
            errors,
            traits,
            deprecated: operation.traits.deprecated.clone(),
            docs: operation.docs.clone(),
        }
    }

    /// The structure of an operation's input or output, under a name of its own.
    fn side(
        &self,
        name: &str,
        operation: &Operation,
        id: Option<&ShapeId>,
        is_output: bool,
    ) -> ShapePlan {
        let shape = id.and_then(|id| self.types.model.shape(id));
        let mut members = match shape.map(|shape| (&shape.id, &shape.kind)) {
            Some((id, ir::ShapeKind::Structure(content))) => {
                self.members(id, content, ShapeKind::Structure, true)
            }
            _ => Vec::new(),
        };
        let mut traits = Vec::new();
        if !is_output {
            traits.extend(traits::of_root(operation, self.types.needs));
            for member in &mut members {
                let service = &self.types.model.service;
                member.traits.extend(customizations::of_input_member(service, &member.member));
            }
        }
        if let Some(shape) = shape {
            traits.extend(traits::of_shape(&shape.traits, self.types.needs));
        }
        let side = if is_output { "OUTPUT" } else { "INPUT" };
        ShapePlan {
            name: name.to_owned(),
            shape: shape.map_or_else(|| operation.name.clone(), |shape| shape.id.0.clone()),
            schema: format!("{side}_SCHEMA"),
            kind: ShapeKind::Structure,
            members,
            traits,
            deprecated: None,
            docs: shape.map(|shape| shape.docs.clone()).unwrap_or_default(),
            is_input: !is_output,
            is_output,
            is_operation: true,
        }
    }
}

/// What the traits of a member and its target ask of values.
fn limits(traits: &Traits) -> Limits {
    let (least, greatest) = traits.range.unwrap_or_default();
    Limits { least, greatest, unique: traits.unique_items, pattern: traits.pattern.clone() }
}

/// The member's documentation, or its target's where the member has none and the target is a
/// scalar with something to say.
fn documentation(member: &Member, model: &Model) -> String {
    if !member.docs.is_empty() {
        return member.docs.clone();
    }
    match model.shape(&member.target) {
        Some(shape) => shape.docs.clone(),
        None => String::new(),
    }
}

/// The shapes that become types: all that members refer to, and the errors. The inputs and
/// outputs of operations are types of their operations, unless members refer to them as well.
#[must_use]
pub fn referenced_shapes(model: &Model) -> BTreeSet<ShapeId> {
    let mut roots: Vec<&ShapeId> = model.service.errors.iter().map(|error| &error.target).collect();
    for operation in model.operations.values() {
        roots.extend(operation.errors.iter().map(|error| &error.target));
        for side in [&operation.input, &operation.output].into_iter().flatten() {
            roots.extend(targets(model, side));
        }
    }
    closure(model, roots)
}

/// The shapes that the members of all operations' inputs lead to, or those of their outputs.
fn reachable(model: &Model, side: impl Fn(&Operation) -> Option<&ShapeId>) -> BTreeSet<ShapeId> {
    let sides = model.operations.values().filter_map(side);
    closure(model, sides.flat_map(|side| targets(model, side)).collect())
}

fn closure(model: &Model, roots: Vec<&ShapeId>) -> BTreeSet<ShapeId> {
    let mut reached = BTreeSet::new();
    let mut pending = roots;
    while let Some(id) = pending.pop() {
        if reached.insert(id.clone()) {
            pending.extend(targets(model, id));
        }
    }
    reached
}

/// The shapes that a shape's members refer to.
fn targets<'a>(model: &'a Model, id: &ShapeId) -> Vec<&'a ShapeId> {
    match model.shape(id).map(|shape| &shape.kind) {
        Some(ir::ShapeKind::List(list)) => vec![&list.member.target],
        Some(ir::ShapeKind::Map(map)) => vec![&map.key.target, &map.value.target],
        Some(ir::ShapeKind::Structure(content) | ir::ShapeKind::Union(content)) => {
            content.members.iter().map(|member| &member.target).collect()
        }
        _ => Vec::new(),
    }
}
