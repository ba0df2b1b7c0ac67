//! The schedule of a run: what happens next, by the dice.

use crate::broken::Checked;
use crate::place::Stop;
use crate::world::World;

/// Events of the shortest and the longest run.
const EVENTS: (i64, i64) = (40, 120);

/// The longest a clock is wrong, in seconds: forty days.
const SKEW: i64 = 40 * 86_400;

impl World {
    /// Plays the whole schedule.
    ///
    /// # Errors
    /// A broken invariant.
    pub fn play(&mut self) -> Checked {
        self.morning()?;
        let (fewest, most) = EVENTS;
        let events = usize::try_from(self.dice.between(fewest, most)).unwrap_or_default();
        let events = self
            .options
            .events
            .map_or(events, |limit| limit.min(events));
        for event in 0..events {
            self.now += self.dice.between(1, 5400);
            self.step(event, events)?;
            self.check_stopped()?;
        }
        Ok(())
    }

    /// Mostly a day begins well: people open cases and bring them together, so that they have something to differ about.
    fn morning(&mut self) -> Checked {
        for place in 0..self.places.len() {
            if self.dice.chance(60) {
                self.open_case(place)?;
                self.check_stopped()?;
            }
        }
        for place in (0..self.places.len()).chain(0..self.places.len()) {
            if self.dice.chance(70) {
                self.sync(place, false)?;
            }
        }
        Ok(())
    }

    fn step(&mut self, event: usize, events: usize) -> Checked {
        let place = self.dice.below(self.places.len());
        if event == events / 2 {
            self.revoke()?;
        }
        match self
            .dice
            .weighted(&[5, 18, 24, 4, 7, 5, 28, 6, 8, 6, 3, 2, 6])
        {
            0 => self.open_case(place),
            1 => self.interview(place),
            2 => self.write(place),
            3 => self.decide(place),
            4 => self.resolve(place),
            5 => self.give(place),
            6 => self.sync(place, true).map(drop),
            7 => self.export(place),
            8 => self.import(place),
            9 => {
                let stop = if self.dice.chance(75) {
                    Stop::Killed
                } else {
                    Stop::Closed
                };
                self.stop(place, stop)
            }
            10 => {
                self.skew(place);
                Ok(())
            }
            11 => {
                self.now += self.dice.between(1, 5) * 86_400;
                Ok(())
            }
            _ => self.rogue_acts(),
        }
    }

    /// Sets a station's clock wrong, or right again.
    fn skew(&mut self, place: usize) {
        let furthest = if self.to_be_revoked == Some(place) && !self.options.late_parcels {
            // What it wrote while its clock was ahead would be dated after its revocation, and be refused.
            0
        } else {
            SKEW
        };
        let skew = if self.dice.chance(30) {
            0
        } else {
            self.dice.between(-SKEW, furthest)
        };
        self.places[place].skew = skew;
        self.trace.note(format!(
            "{} has its clock off by {skew} s",
            self.places[place].name
        ));
    }

    /// Revokes the station that is to be, if one is. The hub is told at once, the others by chance.
    fn revoke(&mut self) -> Checked {
        let Some(place) = self.to_be_revoked else {
            return Ok(());
        };
        let device = self.places[place].keys.device_id();
        if self
            .authority
            .revoke(device, self.now, &mut self.random)
            .is_err()
        {
            return Ok(());
        }
        self.places[place].revoked = true;
        self.trace.met("revocations", 1);
        let bulletin = self.latest_bulletin();
        self.revoked_by = Some(bulletin.number());
        self.trace.note(format!(
            "{} is revoked by bulletin {}",
            self.places[place].name,
            bulletin.number()
        ));
        self.hub
            .take_bulletin(bulletin.number(), &bulletin.encode())?;
        for other in self.live().collect::<Vec<_>>() {
            if self.dice.chance(40) {
                self.bring_bulletin(other)?;
            }
        }
        Ok(())
    }
}
