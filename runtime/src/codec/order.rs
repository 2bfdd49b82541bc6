//! Which member comes next: what makes finding members by name cheap.

use std::ptr;

use crate::schema::{Member, Schema, SchemaKind};

/// The most shapes of which an order is kept: beyond it, searching for one costs what it saves.
const MAX_ORDERS: usize = 16;

/// The orders in which a sender writes the members of shapes, where they are not those of the
/// schemas.
///
/// Senders leave members out and have orders of their own, which rarely change within a list:
/// which member follows which is learned from its first elements. What is learned is only ever a
/// guess, and a wrong one costs a comparison.
#[derive(Clone, Default)]
pub(crate) struct Orders(Vec<Order>);

#[derive(Clone)]
struct Order {
    schema: &'static Schema,
    /// The index of the member that comes first, then of the one behind each member.
    next: Vec<usize>,
}

/// A place between the members of a shape.
#[derive(Clone, Copy)]
pub(crate) struct Between {
    schema: &'static Schema,
    /// Which of the orders is the shape's; `usize::MAX` if none is.
    order: usize,
    /// The number of the member before, counted from 1; 0 at the start.
    behind: usize,
}

impl Orders {
    /// The place before the first member.
    pub(crate) fn start(&self, schema: &'static Schema) -> Between {
        let known = self.0.iter().position(|order| ptr::eq(order.schema, schema));
        Between { schema, order: known.unwrap_or(usize::MAX), behind: 0 }
    }

    /// The member that is likely to stand there, and its index.
    #[inline]
    pub(crate) fn likely(&self, place: &Between) -> Option<(usize, &'static Member)> {
        let order = self.0.get(place.order);
        let next = order.and_then(|order| order.next.get(place.behind).copied());
        let index = next.unwrap_or(place.behind);
        place.schema.members.get(index).map(|member| (index, member))
    }

    /// The member that stands there, and its index, where it is not the likely one; the place is
    /// behind it then.
    pub(crate) fn search(
        &mut self,
        place: &mut Between,
        stands_here: impl Fn(&Member) -> bool,
    ) -> Option<(usize, &'static Member)> {
        let mut members = place.schema.members.iter().enumerate();
        let found = members.find(|(_, member)| stands_here(member))?;
        self.learn(place, found.0);
        place.pass(found.0);
        Some(found)
    }

    /// Keeps that this member stood there.
    fn learn(&mut self, place: &mut Between, index: usize) {
        // Of a union's members there is only one.
        if place.schema.kind == SchemaKind::Union {
            return;
        }
        if place.order == usize::MAX {
            // A shape within this one may have met it already.
            place.order = self.start(place.schema).order;
        }
        if place.order == usize::MAX && self.0.len() < MAX_ORDERS {
            place.order = self.0.len();
            let next = (0..=place.schema.members.len()).collect();
            self.0.push(Order { schema: place.schema, next });
        }
        let order = self.0.get_mut(place.order);
        if let Some(next) = order.and_then(|order| order.next.get_mut(place.behind)) {
            *next = index;
        }
    }
}

impl Between {
    /// Goes behind the member of that index.
    #[inline]
    pub(crate) fn pass(&mut self, index: usize) {
        self.behind = index + 1;
    }
}
