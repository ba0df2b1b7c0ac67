use minicbor::{Decode, Encode};

/// What a person is to the authority, and so what their device may do.
///
/// | right | officer | outreach | supervisor | administrator | hub |
/// |---|---|---|---|---|---|
/// | create a case | yes | yes | yes | – | – |
/// | record answers and facts | yes | yes | yes | – | – |
/// | note | yes | yes | yes | – | – |
/// | record consent and its withdrawal | yes | yes | yes | – | – |
/// | refer | yes | yes | yes | – | – |
/// | resolve a conflict | yes | yes | yes | – | – |
/// | hand over to another unit | yes | yes | yes | – | – |
/// | link two cases of one person | yes | yes | yes | – | – |
/// | decide | – | – | yes | – | – |
/// | certify devices | – | – | – | yes | – |
/// | publish questionnaires | – | – | – | yes | – |
///
/// Who is in front of the person screened must never be kept from writing down what that person says, so all that belongs
/// to an interview and its consequences is open to everyone who does casework. Deciding belongs to the supervisor alone. Who
/// runs the devices does not write cases, nor read them (an administrator's device is given no unit key), so that one seized
/// phone is never both. A hub carries, and may do nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum Role {
    /// A border guard or police officer who screens.
    #[n(0)]
    Officer,
    /// An outreach or social worker in a commune.
    #[n(1)]
    Outreach,
    /// Decides; sees the merged list of a district or province.
    #[n(2)]
    Supervisor,
    /// Certifies devices and publishes questionnaires; does no casework.
    #[n(3)]
    Administrator,
    /// Stores and forwards what it cannot read.
    #[n(4)]
    Hub,
}

/// Something a role may or may not do. The first nine are rights over a case, checked when a change is applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TrustRight {
    /// Open a new case.
    Create,
    /// Record answers and facts about the person.
    Record,
    /// Add a note.
    Note,
    /// Record consent given, refused or withdrawn.
    Consent,
    /// Refer the person to a service, or record a need.
    Refer,
    /// Choose among concurrent values.
    Resolve,
    /// Decide whether there are reasonable grounds, and what follows.
    Decide,
    /// Hand the case to another unit.
    HandOver,
    /// Say that two cases are of one person, or take that back.
    Link,
    /// Certify devices.
    EnrolDevices,
    /// Publish questionnaires.
    PublishQuestionnaires,
}

impl TrustRight {
    /// Every right.
    pub const ALL: [Self; 11] = [
        Self::Create,
        Self::Record,
        Self::Note,
        Self::Consent,
        Self::Refer,
        Self::Resolve,
        Self::Decide,
        Self::HandOver,
        Self::Link,
        Self::EnrolDevices,
        Self::PublishQuestionnaires,
    ];
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 5] = [
        Self::Officer,
        Self::Outreach,
        Self::Supervisor,
        Self::Administrator,
        Self::Hub,
    ];

    /// Whether this role has the right; the table is at [`Role`].
    pub fn may(&self, right: TrustRight) -> bool {
        use TrustRight as R;
        match self {
            Self::Officer | Self::Outreach => !matches!(
                right,
                R::Decide | R::EnrolDevices | R::PublishQuestionnaires
            ),
            Self::Supervisor => !matches!(right, R::EnrolDevices | R::PublishQuestionnaires),
            Self::Administrator => matches!(right, R::EnrolDevices | R::PublishQuestionnaires),
            Self::Hub => false,
        }
    }

    /// Whether a device of this role works on cases, and so is given the keys of its units.
    pub fn reads_cases(&self) -> bool {
        self.may(TrustRight::Record)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table again, written out by hand: a right that moves must be moved twice.
    #[test]
    fn each_role_may_do_what_the_table_says() {
        use TrustRight as R;
        let casework = [
            R::Create,
            R::Record,
            R::Note,
            R::Consent,
            R::Refer,
            R::Resolve,
            R::HandOver,
            R::Link,
        ];
        let table: [(Role, &[R], bool); 5] = [
            (Role::Officer, &[], true),
            (Role::Outreach, &[], true),
            (Role::Supervisor, &[R::Decide], true),
            (
                Role::Administrator,
                &[R::EnrolDevices, R::PublishQuestionnaires],
                false,
            ),
            (Role::Hub, &[], false),
        ];
        for (role, own, does_casework) in table {
            for right in R::ALL {
                let expected = own.contains(&right) || (does_casework && casework.contains(&right));
                assert_eq!(role.may(right), expected, "{role:?} {right:?}");
            }
            assert_eq!(role.reads_cases(), does_casework);
        }
    }
}
