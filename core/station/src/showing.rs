//! What a person sees: the facts each view needs, gathered from the vault and the documents.

use std::collections::{BTreeMap, BTreeSet};

use nuong_casefile::{Author, CaseId, ConflictPath, Right, Stage};
use nuong_screening::{AnswerError, Outcome};
use nuong_trust::Role;
use nuong_vault::{CaseFilter, CaseOrder, CaseRow, ChangeState};
use nuong_view::{
    CaseFacts, CaseListFacts, CaseListView, CaseRowFacts, CaseView, ConflictView, ConsentFormView,
    InterviewFacts, InterviewView, Lang, NeedFormView, Packs, ProfileFacts, ProfileView, RoleFact,
    Sending, SyncDone, SyncFacts, SyncProgress, SyncView, Texts, Viewer,
};

use crate::Station;
use crate::act::device_of;
use crate::assessing;
use crate::cases::may;
use crate::error::Error;
use crate::exchange::SyncReport;
use crate::interviews::{InterviewKey, pack_of};
use crate::keys::tag_of;
use crate::phone::done;
use crate::projection::WRITTEN_HERE;

impl Station {
    /// One page of the worklist, what needs the person now first.
    ///
    /// # Errors
    /// `device.not_enrolled`, or the vault's.
    pub fn list(
        &self,
        search: &str,
        skip: u32,
        limit: u32,
        lang: Lang,
    ) -> Result<CaseListView, Error> {
        self.list_page(search, (skip, limit), false, lang)
    }

    /// As [`Station::list`], from the row `page.0` on at most `page.1` rows, with or without names.
    ///
    /// # Errors
    /// As [`Station::list`].
    pub fn list_page(
        &self,
        search: &str,
        page: (u32, u32),
        names_hidden: bool,
        lang: Lang,
    ) -> Result<CaseListView, Error> {
        let (skip, limit) = page;
        let filter = CaseFilter {
            search: (!search.trim().is_empty()).then(|| search.to_owned()),
            ..CaseFilter::default()
        };
        let page = self
            .vault
            .case_rows(&filter, CaseOrder::UrgentFirst, skip.into(), limit)?;
        let total = self.vault.count_case_rows(&filter)?;
        let waiting = self.vault.waiting_tags()?;
        let at_hub = self.last_exchange()?;
        let rows: Vec<CaseRowFacts> = page
            .rows
            .iter()
            .map(|row| row_facts(row, &waiting, at_hub))
            .collect();
        let rights = self.rights()?;
        let facts = CaseListFacts {
            rows: &rows,
            skip,
            total,
            search,
            names_hidden,
            may: &rights,
            now: self.env.now(),
        };
        self.view(lang, |viewer| Ok(viewer.case_list(&facts)))
    }

    /// A case: who, where it stands, what its answers point to and why, what differs, what happened.
    ///
    /// # Errors
    /// `case.unknown`, or the vault's.
    pub fn show(&mut self, case: CaseId, lang: Lang) -> Result<CaseView, Error> {
        self.with_facts(case, lang, |viewer, facts| Ok(viewer.case(facts)))
    }

    /// The form on which consent is asked for: with the units of the authority, this device's own first.
    ///
    /// # Errors
    /// `case.unknown`, `device.not_enrolled`, or the vault's.
    pub fn consent_form(&mut self, case: CaseId, lang: Lang) -> Result<ConsentFormView, Error> {
        let own = &self.identity()?.certificate.terms().units;
        let own = own.iter().map(ToString::to_string);
        let units: Vec<String> = own.chain(self.other_units()?).collect();
        self.with_facts(case, lang, |viewer, facts| {
            Ok(viewer.consent_form(facts, &units))
        })
    }

    /// The form on which a need is written down.
    ///
    /// # Errors
    /// `case.unknown`, or the vault's.
    pub fn need_form(&mut self, case: CaseId, lang: Lang) -> Result<NeedFormView, Error> {
        self.with_facts(case, lang, |viewer, facts| Ok(viewer.need_form(facts)))
    }

    /// One place where people recorded different things.
    ///
    /// # Errors
    /// `conflict.unknown` where nothing differs there (any more), `case.unknown`, or the vault's.
    pub fn show_conflict(
        &mut self,
        case: CaseId,
        path: &ConflictPath,
        lang: Lang,
    ) -> Result<ConflictView, Error> {
        let path = path.to_string();
        self.with_facts(case, lang, |viewer, facts| {
            viewer
                .conflicts(facts)
                .into_iter()
                .find(|c| c.path == path)
                .ok_or(Error::UnknownConflict)
        })
    }

    /// One screen of an interview, counted from 0; the ending past the last.
    ///
    /// # Errors
    /// As [`Station::interview`].
    pub fn interview_view(
        &mut self,
        key: &InterviewKey,
        at: usize,
        problems: &BTreeMap<String, AnswerError>,
        lang: Lang,
    ) -> Result<InterviewView, Error> {
        self.interview_asked_in(key, at, problems, (lang, None))
    }

    /// As [`Station::interview_view`], with the words of the questionnaire in the language of a tag.
    ///
    /// # Errors
    /// As [`Station::interview`].
    pub fn interview_asked_in(
        &mut self,
        key: &InterviewKey,
        at: usize,
        problems: &BTreeMap<String, AnswerError>,
        (lang, asked_in): (Lang, Option<&str>),
    ) -> Result<InterviewView, Error> {
        let read_only = self.with_case(key.case, nuong_casefile::Case::read_only)?;
        let respondent = self.respondent(key)?;
        let interview = self.interview(key)?.clone();
        let facts = InterviewFacts {
            interview: &interview,
            at,
            respondent,
            problems,
            read_only,
        };
        self.view(lang, |viewer| {
            Ok(viewer.asking_in(asked_in).interview(&facts))
        })
    }

    /// Whose device this is.
    ///
    /// # Errors
    /// `device.not_enrolled`.
    pub fn profile(&self, lang: Lang) -> Result<ProfileView, Error> {
        let identity = self.identity()?;
        let terms = identity.certificate.terms();
        let facts = ProfileFacts {
            person: terms.person.clone(),
            role: role_fact(terms.role),
            units: terms.units.iter().map(ToString::to_string).collect(),
            device: self.device().to_string(),
            valid_until: terms.validity.not_after,
            revoked: identity.bulletin.revoked_at(&self.device()).is_some(),
            now: self.env.now(),
        };
        self.view(lang, |viewer| Ok(viewer.profile(&facts)))
    }

    /// What waits to be sent, and what the last exchange brought.
    ///
    /// # Errors
    /// `device.not_enrolled`, or the vault's.
    pub fn sync_view(&self, last: Option<&SyncReport>, lang: Lang) -> Result<SyncView, Error> {
        self.sync_screen(None, last.map(done), lang)
    }

    /// As [`Station::sync_view`], with the exchange under way.
    pub(crate) fn sync_screen(
        &self,
        running: Option<SyncProgress>,
        last: Option<SyncDone>,
        lang: Lang,
    ) -> Result<SyncView, Error> {
        let facts = self.sync_facts(running, last)?;
        self.view(lang, |viewer| Ok(viewer.sync(&facts)))
    }

    pub(crate) fn sync_facts(
        &self,
        running: Option<SyncProgress>,
        last: Option<SyncDone>,
    ) -> Result<SyncFacts, Error> {
        let waiting = self.to_bring()?;
        Ok(SyncFacts {
            hub: self.hub_known()?,
            waiting_cases: self.vault.waiting_tags()?.len() as u64,
            waiting_bytes: waiting.iter().map(|p| p.len).sum(),
            carried: waiting.iter().filter(|p| !p.own).count() as u64,
            running,
            last,
            aside: counted(self.vault.quarantined()?.into_iter().map(|q| q.code)),
            now: self.env.now(),
        })
    }

    pub(crate) fn view<T>(
        &self,
        lang: Lang,
        make: impl FnOnce(&Viewer<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let name_of = |author: &Author| self.name_of(device_of(*author));
        let unit_of = |unit: &str| self.unit_name(unit);
        let viewer = Viewer::new(Texts::shared(lang), self.env.offset_minutes, &name_of);
        make(&viewer.with_units(&unit_of))
    }

    fn with_facts<T>(
        &mut self,
        id: CaseId,
        lang: Lang,
        make: impl FnOnce(&Viewer<'_>, &CaseFacts<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let (record, conflicts, read_only) = self.with_case(id, |case| {
            (case.record(), case.conflicts(), case.read_only())
        })?;
        let mut by_rule = assessing::assess_each(&self.vault, &self.packs, &self.env, &record)?;
        let assessment = by_rule.remove(0);
        let mut packs = Packs::new();
        for entry in &record.interviews {
            if let Some(pack) = pack_of(&self.vault, &self.packs, entry)? {
                packs.insert(entry.pack.clone(), pack);
            }
        }
        let aside = counted(
            self.vault
                .changes_not_applied(*id.as_bytes())?
                .into_iter()
                .filter_map(|c| match c.state {
                    ChangeState::Aside { code } => Some(code),
                    _ => None,
                }),
        );
        let row = self.vault.case_row(*id.as_bytes())?;
        let written_here = row.is_some_and(|row| row.sent_state == WRITTEN_HERE);
        let waits = self.vault.waiting_tags()?.contains(tag_of(id).as_bytes());
        let facts = CaseFacts {
            record: &record,
            conflicts: &conflicts,
            assessment: &assessment,
            other_rules: &by_rule,
            packs: &packs,
            may: &self.rights()?,
            read_only,
            aside: &aside,
            sending: &sending(written_here, waits, self.last_exchange()?),
            now: self.env.now(),
        };
        self.view(lang, |viewer| make(viewer, &facts))
    }

    fn rights(&self) -> Result<BTreeSet<Right>, Error> {
        use Right::{Consent, Create, Decide, HandOver, Link, Note, Record, Refer, Resolve};
        let role = self.identity()?.certificate.terms().role;
        let all = [
            Create, Record, Note, Consent, Refer, Resolve, Decide, HandOver, Link,
        ];
        Ok(all.into_iter().filter(|right| may(role, *right)).collect())
    }
}

fn row_facts(row: &CaseRow, waiting: &BTreeSet<[u8; 16]>, at_hub: Option<i64>) -> CaseRowFacts {
    let stage = stage_of(row.stage);
    CaseRowFacts {
        case: CaseId(row.case_id).to_string(),
        name: row.name.clone(),
        place: (!row.place.is_empty()).then(|| row.place.clone()),
        created_at: row.created_at,
        stage,
        outcome: (!row.instrument.is_empty()).then(|| outcome_of(row.outcome)),
        child: row.child,
        urgent: row.urgent.clone(),
        conflicts: row.conflicts.into(),
        unfinished: row.interview_open,
        read_only: false,
        handed_to: (stage == Stage::HandedOver).then(|| row.place.clone()),
        sending: sending(
            row.sent_state == WRITTEN_HERE,
            waiting.contains(&row.tag),
            at_hub,
        ),
    }
}

fn sending(written_here: bool, waits: bool, at_hub: Option<i64>) -> Sending {
    match (written_here, waits, at_hub) {
        (false, ..) => Sending::Received,
        (true, false, Some(at)) => Sending::AtHub { at },
        (true, ..) => Sending::Here,
    }
}

/// The stage behind a row's small number.
fn stage_of(code: u8) -> Stage {
    let all = [
        Stage::New,
        Stage::Screened,
        Stage::NeedsDecision,
        Stage::Decided,
        Stage::HandedOver,
        Stage::Closed,
    ];
    all.into_iter()
        .find(|stage| *stage as u8 == code)
        .unwrap_or(Stage::New)
}

/// The outcome behind a row's small number; what is not known counts as little known.
fn outcome_of(code: u8) -> Outcome {
    let all = [
        Outcome::NoSignsSoFar,
        Outcome::TooLittleKnown,
        Outcome::SomeSigns,
        Outcome::ReasonableGrounds,
    ];
    all.into_iter()
        .find(|outcome| *outcome as u8 == code)
        .unwrap_or(Outcome::TooLittleKnown)
}

fn role_fact(role: Role) -> RoleFact {
    match role {
        Role::Officer => RoleFact::Officer,
        Role::Outreach => RoleFact::Outreach,
        Role::Supervisor => RoleFact::Supervisor,
        Role::Administrator => RoleFact::Administrator,
        Role::Hub => RoleFact::Hub,
    }
}

/// How many there are of each code.
pub(crate) fn counted(codes: impl Iterator<Item = String>) -> Vec<(String, u64)> {
    let mut counts = BTreeMap::new();
    for code in codes {
        *counts.entry(code).or_insert(0) += 1;
    }
    counts.into_iter().collect()
}
