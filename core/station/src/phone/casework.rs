//! Casework: the list, a case, and what is done with it.

use std::path::Path;

use nuong_casefile::{Command, ConflictPath, Decision};
use nuong_screening::Answer;
use nuong_trust::UnitId;
use nuong_view::{
    CaseListView, CaseView, ConflictView, ConsentFormView, NeedFormView, UnitListView,
};

use super::interviewing::case_id;
use super::{Change, Opened, Phone};
use crate::error::Error;

/// The most rows of one page, so that a page is drawn at once and fits in memory twice.
const MAX_PAGE: u32 = 200;

impl Phone {
    /// One page of the worklist, what needs the person now first. Pages hold 200 rows at most.
    ///
    /// # Errors
    /// `profile.locked`, `device.not_enrolled`, or the vault's.
    pub fn list(&self, search: &str, skip: u32, limit: u32) -> Result<CaseListView, Error> {
        let lang = self.lang();
        self.with(|opened| {
            let hidden = opened.names_hidden(&self.root)?;
            let page = (skip, limit.clamp(1, MAX_PAGE));
            opened
                .station(&self.root)?
                .list_page(search, page, hidden, lang)
        })
    }

    /// Shows the names in the list, or hides them again, until the profile is closed.
    ///
    /// # Errors
    /// `profile.locked`, or the vault's.
    pub fn toggle_names(&self) -> Result<(), Error> {
        self.with(|opened| {
            opened.names_shown = Some(opened.names_hidden(&self.root)?);
            Ok(())
        })?;
        self.tell([Change::List]);
        Ok(())
    }

    /// A case: who, where it stands, what its answers point to and why, what differs, what happened.
    ///
    /// # Errors
    /// `case.unknown`, or the vault's.
    pub fn case(&self, case: &str) -> Result<CaseView, Error> {
        let lang = self.lang();
        self.station(|station| station.show(case_id(case)?, lang))
    }

    /// One place where people recorded different things.
    ///
    /// # Errors
    /// `conflict.unknown` where nothing differs there any more, `case.unknown`, or the vault's.
    pub fn conflict(&self, case: &str, path: &str) -> Result<ConflictView, Error> {
        let lang = self.lang();
        self.station(|station| station.show_conflict(case_id(case)?, &place(path)?, lang))
    }

    /// Settles on one of the values of a conflict, given back as its view had it.
    ///
    /// # Errors
    /// `conflict.unknown`, `conflict.not_a_value`, `role.not_allowed`, or the vault's.
    pub fn resolve(&self, case: &str, path: &str, value: Option<&Answer>) -> Result<(), Error> {
        let id = case_id(case)?;
        self.station(|station| station.resolve_with(id, &place(path)?, value))?;
        self.tell_of(id);
        Ok(())
    }

    /// Adds a note.
    ///
    /// # Errors
    /// As [`crate::Station::command`].
    pub fn note(&self, case: &str, text: &str) -> Result<(), Error> {
        let text = text.to_owned();
        self.command(case, Command::AddNote { text })
    }

    /// Decides how a case goes on.
    ///
    /// # Errors
    /// As [`crate::Station::command`]; `casefile.bad_form` for a decision that there is not.
    pub fn decide(&self, case: &str, decision: &str, reason: &str) -> Result<(), Error> {
        let decision = Decision::named(decision).ok_or(Error::NotADecision)?;
        let reason = reason.to_owned();
        self.command(case, Command::Decide { decision, reason })
    }

    /// Refers the person to a service.
    ///
    /// # Errors
    /// As [`crate::Station::command`].
    pub fn refer(&self, case: &str, to: &str, reason: &str) -> Result<(), Error> {
        let (to, reason) = (to.to_owned(), reason.to_owned());
        self.command(case, Command::Refer { to, reason })
    }

    /// The form on which consent is asked for.
    ///
    /// # Errors
    /// `case.unknown`, or the vault's.
    pub fn consent_form(&self, case: &str) -> Result<ConsentFormView, Error> {
        let lang = self.lang();
        self.station(|station| station.consent_form(case_id(case)?, lang))
    }

    /// The form on which a need is written down.
    ///
    /// # Errors
    /// `case.unknown`, or the vault's.
    pub fn need_form(&self, case: &str) -> Result<NeedFormView, Error> {
        let lang = self.lang();
        self.station(|station| station.need_form(case_id(case)?, lang))
    }

    /// Records that the person gives or refuses consent.
    ///
    /// # Errors
    /// As [`crate::Station::command`].
    pub fn consent(
        &self,
        case: &str,
        purpose: &str,
        receiver: &str,
        given: bool,
    ) -> Result<(), Error> {
        let (purpose, receiver) = (purpose.to_owned(), receiver.to_owned());
        self.command(
            case,
            Command::GiveConsent {
                purpose,
                receiver,
                given,
            },
        )
    }

    /// Records that the person withdraws consent.
    ///
    /// # Errors
    /// As [`crate::Station::command`].
    pub fn withdraw_consent(&self, case: &str, purpose: &str, receiver: &str) -> Result<(), Error> {
        let (purpose, receiver) = (purpose.to_owned(), receiver.to_owned());
        self.command(case, Command::WithdrawConsent { purpose, receiver })
    }

    /// Records what the person needs.
    ///
    /// # Errors
    /// As [`crate::Station::command`].
    pub fn need(&self, case: &str, need: &str, detail: &str) -> Result<(), Error> {
        let (need, detail) = (need.to_owned(), detail.to_owned());
        self.command(case, Command::AddNeed { need, detail })
    }

    /// The units a case can be given to: all that the authority has, but this phone's own.
    ///
    /// # Errors
    /// `device.not_enrolled`.
    pub fn units(&self) -> Result<UnitListView, Error> {
        let lang = self.lang();
        self.station(|station| station.unit_list(lang))
    }

    /// Gives a case to another unit.
    ///
    /// # Errors
    /// `unit.unknown`, `role.not_allowed`, `case.unknown`, or the vault's.
    pub fn hand_over(&self, case: &str, unit: &str) -> Result<(), Error> {
        let id = case_id(case)?;
        let unit = UnitId::new(unit).map_err(|_| Error::UnknownUnit)?;
        self.station(|station| station.hand_over(id, &unit))?;
        self.tell_of(id);
        Ok(())
    }

    fn command(&self, case: &str, command: Command) -> Result<(), Error> {
        let id = case_id(case)?;
        self.station(|station| station.command(id, &[command]))?;
        self.tell_of(id);
        Ok(())
    }
}

impl Opened {
    /// Whether the list hides names now: as last tapped, else as the person's settings say.
    fn names_hidden(&mut self, root: &Path) -> Result<bool, Error> {
        match self.names_shown {
            Some(shown) => Ok(!shown),
            None => self.station(root)?.names_hidden(),
        }
    }
}

fn place(path: &str) -> Result<ConflictPath, Error> {
    path.parse().map_err(|_| Error::UnknownConflict)
}
