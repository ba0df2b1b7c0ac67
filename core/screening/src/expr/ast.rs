//! The tree of an expression.

use super::Span;
use super::functions::Function;

/// An expression with its place in the text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Expr {
    pub(crate) span: Span,
    pub(crate) node: Node,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    Number(f64),
    Literal(String),
    Path(Path),
    Call {
        function: Function,
        arguments: Vec<Expr>,
    },
    Negate(Box<Expr>),
    /// Operators of one rank, from left to right: `a + b - c`. Kept flat, so that long chains need no deep stack.
    Chain {
        first: Box<Expr>,
        rest: Vec<(Operator, Expr)>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Union,
}

impl Operator {
    /// How tightly it binds: XPath 1.0 §3.
    pub(crate) fn rank(self) -> u8 {
        match self {
            Operator::Or => 1,
            Operator::And => 2,
            Operator::Equal | Operator::NotEqual => 3,
            Operator::Less
            | Operator::LessOrEqual
            | Operator::Greater
            | Operator::GreaterOrEqual => 4,
            Operator::Add | Operator::Subtract => 5,
            Operator::Multiply | Operator::Divide | Operator::Modulo => 6,
            Operator::Union => 8,
        }
    }
}

/// The rank of the sign in `-x`: tighter than `*`, looser than `|`.
pub(crate) const NEGATE_RANK: u8 = 7;

/// A way to some nodes, of the form or of a list beside it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Path {
    pub(crate) span: Span,
    pub(crate) start: Start,
    pub(crate) steps: Vec<Step>,
    /// Which path of its expression this is, from 0: bound nodes are kept in a table beside the tree.
    pub(crate) index: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Start {
    /// `.` or a relative path.
    Context,
    /// `/`.
    Root,
    /// `${name}`.
    Named(String),
    /// `current()`: the node the whole expression belongs to, also within a predicate.
    Current,
    /// `instance('list')`: the document of a list of choices or of an attached file.
    Instance(String),
    /// A bracketed expression or a call that gives nodes: `(a | b)[1]`, `randomize(a)/b`.
    Nodes(Box<Expr>),
}

/// One step of a path.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Step {
    pub(crate) kind: StepKind,
    pub(crate) predicates: Vec<Expr>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum StepKind {
    Child(String),
    AnyChild,
    Parent,
    Itself,
    /// `//`: the node and all below it.
    Below,
    /// `@name`: forms and lists have no attributes that expressions could see, so it leads nowhere.
    Attribute(String),
}

impl Step {
    pub(crate) fn plain(kind: StepKind) -> Step {
        Step {
            kind,
            predicates: Vec::new(),
        }
    }
}

impl Path {
    /// Whether any step or its start holds a predicate.
    pub(crate) fn is_filtered(&self) -> bool {
        self.steps.iter().any(|step| !step.predicates.is_empty())
    }
}

impl Expr {
    /// Calls `visit` for each path in the tree, those within predicates included.
    pub(crate) fn each_path<'a>(&'a self, visit: &mut dyn FnMut(&'a Path)) {
        self.walk(&mut |expr| {
            if let Node::Path(path) = &expr.node {
                visit(path);
            }
        });
    }

    /// Calls `visit` for this expression and all within it.
    pub(crate) fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Expr)) {
        visit(self);
        match &self.node {
            Node::Number(_) | Node::Literal(_) => {}
            Node::Path(path) => {
                if let Start::Nodes(inner) = &path.start {
                    inner.walk(visit);
                }
                for predicate in path.steps.iter().flat_map(|step| &step.predicates) {
                    predicate.walk(visit);
                }
            }
            Node::Call { arguments, .. } => {
                for argument in arguments {
                    argument.walk(visit);
                }
            }
            Node::Negate(inner) => inner.walk(visit),
            Node::Chain { first, rest } => {
                first.walk(visit);
                for (_, operand) in rest {
                    operand.walk(visit);
                }
            }
        }
    }
}
