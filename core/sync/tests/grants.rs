//! Which grants count at the hub, and who hears of them.
#![allow(clippy::unwrap_used)]

mod common;

use common::{World, unit};
use nuong_sync::HubStore as _;

/// The units that the hub gives a case to.
fn granted(world: &World, case: &common::Case) -> Vec<nuong_trust::UnitId> {
    let granted = world.store.granted(&case.tag()).unwrap();
    granted.into_iter().map(|granted| granted.unit).collect()
}

#[test]
fn who_has_only_seen_a_tag_can_neither_take_the_case_nor_stand_in_its_way() {
    let mut world = World::new(16);
    let (mut a, mut thief) = (
        world.device("a", &["post-a"]),
        world.device("t", &["post-b"]),
    );
    let mut colleague = world.device("c", &["post-a"]);
    let case = world.case(1);
    world.write(&mut a, &case, &[b"one"], &["post-a"]);
    // The first to speak of the case at the hub is somebody who saw it on a memory card.
    world.forge(&mut thief, case.tag(), "post-b");
    let repeated = a.parcels[&a.order[0]].grants().unwrap().proven;
    world.write_grants(&mut thief, case.tag(), repeated);
    world.sync(&mut thief);
    assert!(granted(&world, &case).is_empty());
    world.sync(&mut a);
    world.sync(&mut thief);
    assert!(thief.received.is_empty());
    assert_eq!(granted(&world, &case), [unit("post-a")]);
    world.sync(&mut colleague);
    assert!(colleague.parcels.contains_key(&a.order[0]));
}

#[test]
fn grants_count_in_whatever_order_they_come_to_the_hub() {
    let mut world = World::new(16);
    let (mut a, mut b) = (
        world.device("a", &["post-a"]),
        world.device("b", &["post-b"]),
    );
    let case = world.case(1);
    world.write(&mut a, &case, &[b"one"], &["post-a", "post-b"]);
    // It was handed over on a card; the hub hears of it first from those who were given it.
    world.write(&mut b, &case, &[b"two"], &["province"]);
    world.sync(&mut b);
    assert_eq!(granted(&world, &case), [unit("province")]);
    world.sync(&mut a);
    let mut units = granted(&world, &case);
    units.sort();
    assert_eq!(units, [unit("post-a"), unit("post-b"), unit("province")]);
}

#[test]
fn those_who_have_a_case_hear_of_whom_else_it_is_given_to() {
    let mut world = World::new(16);
    let (mut a, mut b) = (
        world.device("a", &["post-a"]),
        world.device("b", &["post-a"]),
    );
    let case = world.case(1);
    world.write(&mut a, &case, &[b"one"], &["post-a"]);
    world.sync(&mut a);
    world.sync(&mut b);
    // A parcel with nothing written in it, only the grant to another unit.
    world.write(&mut a, &case, &[], &["province"]);
    world.sync(&mut a);
    world.sync(&mut b);
    let grants = b.parcels[&a.head.name].grants().unwrap().proven;
    assert_eq!(grants[0].to()[0].unit, unit("province"));
}
