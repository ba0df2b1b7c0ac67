//! The words of weighing: dimensions, strengths, and how well a weight is established.

use serde::{Deserialize, Serialize};

/// The six dimensions of the ILO/EC operational indicators (2009). The same sign weighs differently at recruitment and
/// at destination, so these are separate facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Dimension {
    /// Deceptive recruitment.
    D1,
    /// Coercive recruitment.
    D2,
    /// Recruitment by abuse of vulnerability.
    D3,
    /// Exploitation.
    D4,
    /// Coercion at destination.
    D5,
    /// Abuse of vulnerability at destination.
    D6,
}

impl Dimension {
    /// All six, in order.
    pub const ALL: [Dimension; 6] = [
        Dimension::D1,
        Dimension::D2,
        Dimension::D3,
        Dimension::D4,
        Dimension::D5,
        Dimension::D6,
    ];

    /// `D1` to `D6`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Dimension::D1 => "D1",
            Dimension::D2 => "D2",
            Dimension::D3 => "D3",
            Dimension::D4 => "D4",
            Dimension::D5 => "D5",
            Dimension::D6 => "D6",
        }
    }

    /// Reads `D1` or the dimension's long name (`deceptive_recruitment`).
    #[must_use]
    pub fn parse(text: &str) -> Option<Dimension> {
        Some(match text {
            "D1" | "deceptive_recruitment" => Dimension::D1,
            "D2" | "coercive_recruitment" => Dimension::D2,
            "D3" | "recruitment_abuse_of_vulnerability" => Dimension::D3,
            "D4" | "exploitation" => Dimension::D4,
            "D5" | "coercion_at_destination" => Dimension::D5,
            "D6" | "abuse_of_vulnerability_at_destination" => Dimension::D6,
            _ => return None,
        })
    }
}

/// How much one indicator weighs. Ordered: weak below medium below strong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// Alone never enough, in any number.
    Weak,
    /// Three make a dimension positive.
    Medium,
    /// Two make a dimension positive.
    Strong,
}

impl Strength {
    /// Reads `strong`, `medium` or `weak`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Strength> {
        Some(match text {
            "strong" => Strength::Strong,
            "medium" => Strength::Medium,
            "weak" => Strength::Weak,
            _ => return None,
        })
    }
}

/// How well the weight of an indicator is established; shown wherever the weight is. Ordered from the best
/// established to the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WeightStatus {
    /// Read in a secondary source that cites the ILO.
    SecondarySource,
    /// Read in a secondary source, but doubtful.
    Disputed,
    /// Not read anywhere: taken over provisionally from the labour list. Must not be presented as the ILO's.
    NotEstablished,
    /// Our own sign; nobody has published a weight.
    Ours,
}

impl WeightStatus {
    /// Reads the words of the indicators sheet: `secondary_source`, `secondary_source_remark`, `disputed` or
    /// `secondary_source_disputed`, `not_established` or `unconfirmed`, `ours`.
    #[must_use]
    pub fn parse(text: &str) -> Option<WeightStatus> {
        Some(match text.replace('-', "_").as_str() {
            "secondary_source" | "secondary_source_remark" => WeightStatus::SecondarySource,
            "disputed" | "secondary_source_disputed" => WeightStatus::Disputed,
            "not_established" | "unconfirmed" => WeightStatus::NotEstablished,
            "ours" => WeightStatus::Ours,
            _ => return None,
        })
    }
}

/// Which kind of exploitation a list of indicators is about.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// Labour exploitation: lists AL and CL.
    #[default]
    Labour,
    /// Sexual exploitation: lists AS and CS.
    Sexual,
}

/// One of the four lists of the ILO/EC indicators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum List {
    /// Adult labour.
    AL,
    /// Child labour.
    CL,
    /// Adult sexual.
    AS,
    /// Child sexual.
    CS,
}

impl List {
    /// The list for this kind of exploitation and this age group.
    #[must_use]
    pub fn of(family: Family, child: bool) -> List {
        match (family, child) {
            (Family::Labour, false) => List::AL,
            (Family::Labour, true) => List::CL,
            (Family::Sexual, false) => List::AS,
            (Family::Sexual, true) => List::CS,
        }
    }

    /// The kind of exploitation this list is about.
    #[must_use]
    pub fn family(self) -> Family {
        match self {
            List::AL | List::CL => Family::Labour,
            List::AS | List::CS => Family::Sexual,
        }
    }

    /// Reads `AL` or the long name (`adult_labour`).
    #[must_use]
    pub fn parse(text: &str) -> Option<List> {
        Some(match text {
            "AL" | "adult_labour" => List::AL,
            "CL" | "child_labour" => List::CL,
            "AS" | "adult_sexual" => List::AS,
            "CS" | "child_sexual" => List::CS,
            _ => return None,
        })
    }
}

impl Family {
    /// Reads `labour`, `sexual`, or any list of that family (`AL`, `child_sexual`).
    #[must_use]
    pub fn parse(text: &str) -> Option<Family> {
        match text {
            "labour" => Some(Family::Labour),
            "sexual" => Some(Family::Sexual),
            other => List::parse(other).map(List::family),
        }
    }
}
