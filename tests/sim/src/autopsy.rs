//! What the hub and the stations hold when a told story has ended badly: who granted what to whom, and who has it.

use std::collections::BTreeMap;

use nuong_station::sync::{HubStore as _, Parcel};
use nuong_station::trust::{CaseTag, case_tag};

use crate::world::World;

impl World {
    /// Tells the hub's log and the parcels at each station.
    pub fn autopsy(&mut self) {
        let tags: BTreeMap<CaseTag, String> = self
            .ledger
            .cases
            .keys()
            .map(|case| (case_tag(case.as_bytes()), case.to_string()))
            .collect();
        let last = self.hub.store.last_position().unwrap_or_default();
        for position in 1..=last {
            let Ok(Some(entry)) = self.hub.store.entry(position) else {
                continue;
            };
            if let Ok(parcel) = Parcel::decode(&entry.bytes) {
                let line = self.about(&parcel, &tags);
                self.trace.note(format!("hub {position}: {line}"));
            }
        }
        for place in 0..self.places.len() {
            let name = self.places[place].name.clone();
            let Ok(vault) = self.places[place].vault() else {
                continue;
            };
            for about in vault.parcels().unwrap_or_default() {
                if let Ok(Some(held)) = vault.parcel(about.name)
                    && let Ok(parcel) = Parcel::decode(&held.bytes)
                {
                    let line = self.about(&parcel, &tags);
                    self.trace.note(format!("{name} holds {line}"));
                }
            }
        }
    }

    fn about(&self, parcel: &Parcel, tags: &BTreeMap<CaseTag, String>) -> String {
        let named = |tag: &CaseTag| {
            let known = tags.get(tag).map(|case| case[..6].to_owned());
            known.unwrap_or_else(|| format!("{tag:?}"))
        };
        let header = parcel.header();
        let grants: Vec<String> = parcel
            .grants()
            .unwrap_or_default()
            .proven
            .iter()
            .map(|g| {
                let to: Vec<String> = g
                    .to()
                    .iter()
                    .map(|to| format!("{}/{}", to.unit, to.epoch))
                    .collect();
                let key = g.key().as_bytes()[0];
                format!("{} g{} {key:02x}→{to:?}", named(&g.tag()), g.generation())
            })
            .collect();
        let sections: Vec<String> = parcel
            .sections()
            .filter_map(|s| {
                let tag = s.kind.tag()?;
                let withheld = if s.present { "" } else { " withheld" };
                Some(format!(
                    "{} g{}{withheld}",
                    named(&tag),
                    s.generation.unwrap_or_default()
                ))
            })
            .collect();
        format!(
            "{} {} at {}: {sections:?} grants {grants:?}",
            self.name_of(header.author),
            header.seq,
            header.at
        )
    }
}
