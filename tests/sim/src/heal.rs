//! The end of every run: no more faults, everyone meets the hub until nobody has anything new, and then all must be well.

use nuong_station::InterviewKey;
use nuong_station::casefile::CaseId;

use crate::broken::{Checked, Invariant, ensure};
use crate::world::World;

/// So many rounds of exchanges are enough for anything here; a world that still moves then goes round in circles.
const ROUNDS: usize = 12;

impl World {
    /// Makes everything right again.
    ///
    /// # Errors
    /// A broken invariant.
    pub fn heal(&mut self) -> Checked {
        self.trace.note("no more faults".to_owned());
        for place in &mut self.places {
            place.skew = 0;
        }
        self.now += 3600;
        let bulletin = self.latest_bulletin();
        self.hub
            .take_bulletin(bulletin.number(), &bulletin.encode())?;
        self.rogue_syncs()?;
        for place in 0..self.places.len() {
            self.leave_all(place)?;
        }
        self.settle_down()?;
        for place in self.live().collect::<Vec<_>>() {
            self.settle_some(place)?;
            self.settle_what_blocks(place)?;
        }
        self.settle_down()
    }

    /// Settles half of what differs at a station, not asking what others settle meanwhile.
    fn settle_some(&mut self, place: usize) -> Checked {
        for case in self.cases(place)? {
            for conflict in self.differing(place, case)? {
                if self.dice.chance(50) {
                    let chosen = self.dice.below(conflict.values.len());
                    self.settle(place, case, &conflict.path, chosen)?;
                    self.check_stopped()?;
                }
            }
        }
        Ok(())
    }

    /// Exchanges until nobody has anything new.
    fn settle_down(&mut self) -> Checked {
        for _ in 0..ROUNDS {
            if !self.round()? {
                return Ok(());
            }
        }
        ensure(false, Invariant::Converged, || {
            format!("after {ROUNDS} rounds there is still something to exchange")
        })
    }

    /// One exchange of everyone; whether anything moved.
    fn round(&mut self) -> Checked<bool> {
        let mut moved = false;
        for place in 0..self.places.len() {
            self.now += 60;
            let report = self.sync(place, false)?;
            let name = &self.places[place].name;
            if self.places[place].revoked {
                ensure(report.is_none(), Invariant::Granted, || {
                    format!("the hub served {name}, which is revoked")
                })?;
                continue;
            }
            let Some(report) = report else {
                return ensure(false, Invariant::Converged, || {
                    format!("{name} cannot exchange on a good line")
                })
                .map(|()| true);
            };
            moved |=
                report.parcels_sent > 0 || report.received.parcels > 0 || report.acknowledged > 0;
        }
        Ok(moved)
    }

    /// Leaves every screen with answers on it. Those that stand in a conflict stay drafts.
    ///
    /// # Errors
    /// A broken invariant.
    pub fn leave_all(&mut self, place: usize) -> Checked {
        for case in self.ledger.cases_with_drafts(place) {
            self.leave_case(place, case)?;
        }
        Ok(())
    }

    fn leave_case(&mut self, place: usize, case: CaseId) -> Checked {
        let Some((_, _, interview, _)) = self.ledger.drafts_of(place, Some(case)).next().cloned()
        else {
            return Ok(());
        };
        let (now, key) = (self.now, InterviewKey { case, interview });
        let left = self.places[place].station(now).leave_screen(&key);
        if self.outcome(place, "leaves the screen", left)?.is_some() {
            self.ledger.fold(place, case);
        }
        Ok(())
    }

    /// Settles the conflicts that keep a station's answers from becoming part of the document.
    fn settle_what_blocks(&mut self, place: usize) -> Checked {
        for case in self.ledger.cases_with_drafts(place) {
            for conflict in self.differing(place, case)? {
                self.settle(place, case, &conflict.path, 0)?;
                self.check_stopped()?;
            }
            self.leave_case(place, case)?;
            let name = &self.places[place].name;
            ensure(
                !self.ledger.cases_with_drafts(place).contains(&case),
                Invariant::Acknowledged,
                || {
                    format!(
                        "answers of {name} stay drafts of case {case} though nothing is in conflict"
                    )
                },
            )?;
        }
        Ok(())
    }
}
