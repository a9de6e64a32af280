//! A node that was read, and the places that it leads to.

use super::node::{CUT, Node, Nodes, Transition};
use super::place::{Place, narrow};
use crate::format::Result;

/// A node of a dictionary at a place, read once for all that a walk asks of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OpenNode<'a> {
    pub(super) nodes: Nodes<'a>,
    pub(super) place: Place,
    pub(super) node: Node,
}

impl<'a> OpenNode<'a> {
    /// Returns where it is.
    #[inline]
    pub(crate) fn place(&self) -> Place {
        self.place
    }

    /// Returns whether the prefix is a key itself.
    #[inline]
    pub(crate) fn is_key(&self) -> bool {
        match self.node {
            Node::End => true,
            Node::One(_) => false,
            Node::Many(node) => node.is_final,
        }
    }

    /// Returns the bytes that go on from here, falling.
    ///
    /// # Errors
    ///
    /// [`Damaged`](crate::format::Damaged) if the node is cut.
    #[inline]
    pub(crate) fn falling_bytes(&self) -> Result<&[u8]> {
        match &self.node {
            Node::End => Ok(&[]),
            Node::One(transition) => Ok(std::slice::from_ref(&transition.input)),
            Node::Many(node) => self.nodes.inputs(node),
        }
    }

    /// Returns the place behind the byte number `position`, the lowest first.
    ///
    /// # Errors
    ///
    /// [`Damaged`](crate::format::Damaged) if there are not so many, or if the node is cut, leads
    /// forward, or has a range outside that of the place.
    #[inline]
    pub(crate) fn child(&self, position: usize) -> Result<Place> {
        Ok(self.transition(position)?.ok_or(CUT)?.1)
    }

    /// Returns the place behind `byte`, or `None` if no key goes on so.
    ///
    /// # Errors
    ///
    /// Those of [`OpenNode::child`].
    #[inline]
    pub(crate) fn step(&self, byte: u8) -> Result<Option<Place>> {
        let position = match &self.node {
            Node::One(transition) if transition.input == byte => Some(0),
            Node::End | Node::One(_) => None,
            Node::Many(node) => self.nodes.position(node, byte)?,
        };
        position.map(|position| self.child(position)).transpose()
    }

    /// Returns the slot after the last one whose key is the prefix itself: the first of the place
    /// if there is no such key.
    ///
    /// # Errors
    ///
    /// Those of [`OpenNode::child`].
    pub(crate) fn whole_end(&self) -> Result<u32> {
        if !self.is_key() {
            return Ok(self.place.first);
        }
        // The key itself has the slots before those of its first continuation, or all.
        Ok(self.transition(0)?.map_or(self.place.end, |(_, child)| child.first))
    }

    /// Returns the byte number `position`, the lowest first, and the place behind it.
    #[inline]
    pub(super) fn transition(&self, position: usize) -> Result<Option<(Transition, Place)>> {
        let (transition, next) = match &self.node {
            Node::One(transition) if position == 0 => (*transition, None),
            Node::Many(node) if position < node.len => {
                // The next output ends the range. Behind the last transition the range of the place
                // does.
                let next = match position + 1 < node.len {
                    true => Some(self.nodes.output(node, position + 1)?),
                    false => None,
                };
                (self.nodes.transition(node, position)?, next)
            }
            _ => return Ok(None),
        };
        Ok(Some((transition, narrow(self.place, transition, next)?)))
    }
}
