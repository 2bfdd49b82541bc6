//! From tokens to a tree: a parser that goes by how strongly operators bind.

use super::functions::Function;
use super::lexer::{Token, syntax, tokens};
use super::{ExpressionError, ExpressionErrorKind};
use crate::codec::MAX_DEPTH;
use crate::document::Document;

/// A part of an expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    /// `@`
    Current,
    Literal(Document),
    /// A member or entry.
    Field(String),
    Index(i64),
    /// From, to and step.
    Slice(Option<i64>, Option<i64>, i64),
    /// The second of what the first finds: `a.b`, `a[0]`, `a | b`.
    Then(Box<Node>, Box<Node>),
    /// The last of each of the elements that the others find.
    Project(Box<Projection>),
    Or(Box<Node>, Box<Node>),
    And(Box<Node>, Box<Node>),
    Not(Box<Node>),
    Compare(Box<Node>, Comparison, Box<Node>),
    MultiSelectList(Vec<Node>),
    MultiSelectHash(Vec<(String, Node)>),
    Call(Function, Vec<Node>),
}

impl Node {
    fn children(&self) -> Vec<&Self> {
        match self {
            Self::Current
            | Self::Literal(_)
            | Self::Field(_)
            | Self::Index(_)
            | Self::Slice(..) => Vec::new(),
            Self::Not(of) => vec![of],
            Self::Then(left, right)
            | Self::Or(left, right)
            | Self::And(left, right)
            | Self::Compare(left, _, right) => vec![left, right],
            Self::MultiSelectList(nodes) | Self::Call(_, nodes) => nodes.iter().collect(),
            Self::MultiSelectHash(entries) => entries.iter().map(|(_, node)| node).collect(),
            Self::Project(projection) => match &projection.elements {
                Elements::Where(condition) => vec![&projection.of, condition, &projection.each],
                _ => vec![&projection.of, &projection.each],
            },
        }
    }

    /// Whether more than so many nodes stand below each other. A chain of operators is a high
    /// tree without any nesting in the text.
    fn is_higher_than(&self, limit: usize) -> bool {
        let mut level = vec![self];
        for _ in 0..limit {
            level = level.into_iter().flat_map(Self::children).collect();
        }
        !level.is_empty()
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Projection {
    pub(super) of: Node,
    pub(super) elements: Elements,
    pub(super) each: Node,
}

/// Which elements a projection takes.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Elements {
    /// `[*]` and slices: those of a list.
    Items,
    /// `[]`: those of a list, and those of lists in it.
    Flattened,
    /// `*`: the values of an object.
    Values,
    /// `[?…]`: those of a list for which that holds.
    Where(Node),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Comparison {
    fn of(sign: &str) -> Self {
        match sign {
            "==" => Self::Equal,
            "!=" => Self::NotEqual,
            "<" => Self::Less,
            "<=" => Self::LessOrEqual,
            ">" => Self::Greater,
            _ => Self::GreaterOrEqual,
        }
    }
}

/// How strongly an operator binds what stands before it. What binds less than a projection ends
/// it: it applies to the whole list.
mod binding {
    pub(super) const NOTHING: u8 = 0;
    pub(super) const PIPE: u8 = 1;
    pub(super) const OR: u8 = 2;
    pub(super) const AND: u8 = 3;
    pub(super) const COMPARISON: u8 = 5;
    pub(super) const FLATTEN: u8 = 9;
    pub(super) const PROJECTION: u8 = 10;
    pub(super) const STAR: u8 = 20;
    pub(super) const FILTER: u8 = 21;
    pub(super) const DOT: u8 = 40;
    pub(super) const NOT: u8 = 45;
    pub(super) const BRACKET: u8 = 55;
}

pub(super) fn parse(text: &str) -> Result<Node, ExpressionError> {
    let mut parser = Parser { tokens: tokens(text)?, end: text.len(), next: 0, depth: 0 };
    let node = parser.expression(binding::NOTHING)?;
    if parser.peek().is_some() {
        return Err(parser.unexpected("the end of the expression"));
    }
    if node.is_higher_than(MAX_DEPTH) { Err(too_deep()) } else { Ok(node) }
}

fn too_deep() -> ExpressionError {
    let problem = format!("an expression nested more than {MAX_DEPTH} levels deep");
    ExpressionError::new(ExpressionErrorKind::Limit, problem)
}

struct Parser {
    tokens: Vec<(usize, Token)>,
    /// The length of the text.
    end: usize,
    next: usize,
    depth: usize,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next).map(|(_, token)| token)
    }

    fn peek_sign(&self) -> &'static str {
        match self.peek() {
            Some(Token::Sign(sign)) => sign,
            _ => "",
        }
    }

    /// Passes over a sign if it stands here; tells whether it did.
    fn skip(&mut self, sign: &str) -> bool {
        let is_here = self.peek_sign() == sign;
        self.next += usize::from(is_here);
        is_here
    }

    fn require(&mut self, sign: &str) -> Result<(), ExpressionError> {
        if self.skip(sign) { Ok(()) } else { Err(self.unexpected(sign)) }
    }

    /// An error about the next token.
    fn unexpected(&self, wanted: &str) -> ExpressionError {
        let at = self.tokens.get(self.next).map_or(self.end, |(at, _)| *at);
        syntax(at, &format!("expected {wanted}"))
    }

    /// An expression, as far as its operators bind more strongly than that.
    fn expression(&mut self, binding: u8) -> Result<Node, ExpressionError> {
        if self.depth == MAX_DEPTH {
            return Err(too_deep());
        }
        self.depth += 1;
        let mut node = self.start()?;
        while self.binding() > binding {
            node = self.operator(node)?;
        }
        self.depth -= 1;
        Ok(node)
    }

    /// How strongly the operator binds that stands here.
    fn binding(&self) -> u8 {
        match self.peek_sign() {
            "|" => binding::PIPE,
            "||" => binding::OR,
            "&&" => binding::AND,
            "==" | "!=" | "<" | "<=" | ">" | ">=" => binding::COMPARISON,
            "[]" => binding::FLATTEN,
            "[?" => binding::FILTER,
            "." => binding::DOT,
            "[" => binding::BRACKET,
            _ => binding::NOTHING,
        }
    }

    /// What an expression begins with.
    fn start(&mut self) -> Result<Node, ExpressionError> {
        let Some(token) = self.peek().cloned() else {
            return Err(self.unexpected("an expression"));
        };
        self.next += 1;
        match token {
            Token::Identifier(name) if self.peek_sign() == "(" => self.call(&name),
            Token::Identifier(name) | Token::Quoted(name) => Ok(Node::Field(name)),
            Token::Literal(value) => Ok(Node::Literal(value)),
            Token::Sign("@") => Ok(Node::Current),
            Token::Sign("!") => self.expression(binding::NOT).map(|of| Node::Not(Box::new(of))),
            Token::Sign("(") => {
                let node = self.expression(binding::NOTHING)?;
                self.require(")").map(|()| node)
            }
            Token::Sign("{") => self.multi_select_hash(),
            Token::Sign("*") => self.project(Node::Current, Elements::Values, binding::STAR),
            Token::Sign("[]") => self.project(Node::Current, Elements::Flattened, binding::FLATTEN),
            Token::Sign("[?") => self.filter(Node::Current),
            Token::Sign("[") if self.is_index() => self.brackets(Node::Current),
            Token::Sign("[") => self.multi_select_list(),
            _ => {
                self.next -= 1;
                Err(self.unexpected("an expression"))
            }
        }
    }

    /// What an operator makes of the node before it.
    fn operator(&mut self, left: Node) -> Result<Node, ExpressionError> {
        let sign = self.peek_sign();
        self.next += 1;
        match sign {
            "." => {
                if self.skip("*") {
                    return self.project(left, Elements::Values, binding::STAR);
                }
                let right = self.member(binding::DOT)?;
                Ok(Node::Then(Box::new(left), Box::new(right)))
            }
            "|" => {
                let right = self.expression(binding::PIPE)?;
                Ok(Node::Then(Box::new(left), Box::new(right)))
            }
            "||" => {
                let right = self.expression(binding::OR)?;
                Ok(Node::Or(Box::new(left), Box::new(right)))
            }
            "&&" => {
                let right = self.expression(binding::AND)?;
                Ok(Node::And(Box::new(left), Box::new(right)))
            }
            "[]" => self.project(left, Elements::Flattened, binding::FLATTEN),
            "[?" => self.filter(left),
            "[" if self.is_index() => self.brackets(left),
            "[" => Err(self.unexpected("an index")),
            _ => {
                let right = self.expression(binding::COMPARISON)?;
                Ok(Node::Compare(Box::new(left), Comparison::of(sign), Box::new(right)))
            }
        }
    }

    /// What may stand behind a dot.
    fn member(&mut self, binding: u8) -> Result<Node, ExpressionError> {
        match self.peek() {
            Some(Token::Identifier(_) | Token::Quoted(_) | Token::Sign("*")) => {
                self.expression(binding)
            }
            Some(Token::Sign("[")) => {
                self.next += 1;
                self.multi_select_list()
            }
            Some(Token::Sign("{")) => {
                self.next += 1;
                self.multi_select_hash()
            }
            _ => Err(self.unexpected("a member")),
        }
    }

    /// A projection, with what applies to each element: all that follows and binds more strongly.
    fn project(
        &mut self,
        of: Node,
        elements: Elements,
        binding: u8,
    ) -> Result<Node, ExpressionError> {
        let each = if self.binding() < binding::PROJECTION {
            Node::Current
        } else if self.skip(".") {
            self.member(binding)?
        } else {
            self.expression_of_element(binding)?
        };
        Ok(Node::Project(Box::new(Projection { of, elements, each })))
    }

    /// An expression that begins with brackets, which are an operator on the element.
    fn expression_of_element(&mut self, binding: u8) -> Result<Node, ExpressionError> {
        match self.peek_sign() {
            "[" | "[?" => self.expression(binding),
            _ => Err(self.unexpected("a member or an index")),
        }
    }

    fn filter(&mut self, of: Node) -> Result<Node, ExpressionError> {
        let condition = self.expression(binding::NOTHING)?;
        self.require("]")?;
        self.project(of, Elements::Where(condition), binding::FILTER)
    }

    /// Whether what stands in these brackets is an index, a slice or a star.
    fn is_index(&self) -> bool {
        let then = self.tokens.get(self.next + 1).map(|(_, token)| token);
        match self.peek() {
            Some(Token::Number(_) | Token::Sign(":")) => true,
            Some(Token::Sign("*")) => then == Some(&Token::Sign("]")),
            _ => false,
        }
    }

    /// An index, a slice or a star, in brackets.
    fn brackets(&mut self, of: Node) -> Result<Node, ExpressionError> {
        if self.skip("*") {
            self.require("]")?;
            return self.project(of, Elements::Items, binding::STAR);
        }
        let first = self.number();
        if let Some(index) = first
            && self.skip("]")
        {
            return Ok(then(of, Node::Index(index)));
        }
        self.require(":")?;
        let last = self.number();
        let step = if self.skip(":") { self.number() } else { None };
        self.require("]")?;
        if step == Some(0) {
            let problem = "the step of a slice cannot be 0";
            return Err(ExpressionError::new(ExpressionErrorKind::InvalidValue, problem));
        }
        let slice = Node::Slice(first, last, step.unwrap_or(1));
        self.project(then(of, slice), Elements::Items, binding::STAR)
    }

    fn number(&mut self) -> Option<i64> {
        match self.peek() {
            Some(Token::Number(number)) => {
                let number = *number;
                self.next += 1;
                Some(number)
            }
            _ => None,
        }
    }

    fn multi_select_list(&mut self) -> Result<Node, ExpressionError> {
        let mut nodes = vec![self.expression(binding::NOTHING)?];
        while self.skip(",") {
            nodes.push(self.expression(binding::NOTHING)?);
        }
        self.require("]").map(|()| Node::MultiSelectList(nodes))
    }

    fn multi_select_hash(&mut self) -> Result<Node, ExpressionError> {
        let mut entries = Vec::new();
        loop {
            let Some(Token::Identifier(key) | Token::Quoted(key)) = self.peek().cloned() else {
                return Err(self.unexpected("a key"));
            };
            self.next += 1;
            self.require(":")?;
            entries.push((key, self.expression(binding::NOTHING)?));
            if !self.skip(",") {
                break;
            }
        }
        self.require("}").map(|()| Node::MultiSelectHash(entries))
    }

    fn call(&mut self, name: &str) -> Result<Node, ExpressionError> {
        self.require("(")?;
        let mut arguments = Vec::new();
        if !self.skip(")") {
            arguments.push(self.expression(binding::NOTHING)?);
            while self.skip(",") {
                arguments.push(self.expression(binding::NOTHING)?);
            }
            self.require(")")?;
        }
        Function::of(name, arguments.len()).map(|function| Node::Call(function, arguments))
    }
}

/// The second of what the first finds.
fn then(first: Node, second: Node) -> Node {
    match first {
        Node::Current => second,
        first => Node::Then(Box::new(first), Box::new(second)),
    }
}
