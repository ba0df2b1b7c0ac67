use super::*;
use crate::{SeededRandom, UnitBox};

#[test]
fn a_bulletin_never_outgrows_what_devices_read() {
    let mut random = SeededRandom::for_simulation(1);
    let mut authority = Authority::create(&mut random).unwrap();
    authority
        .add_unit(UnitId::new("post-a").unwrap(), &mut random)
        .unwrap();
    let boxes = &mut authority.units[0].epochs[0].boxes;
    while codec::length(boxes) < MAX_BULLETIN - 400 {
        let device = DeviceId::new((boxes.len() as u128).to_be_bytes());
        boxes.push(UnitBox {
            device,
            sealed: [0xff; 80],
        });
    }
    let mut names = (0..).map(|at| UnitId::new(format!("unit-{at}")).unwrap());
    let refused = loop {
        assert!(Bulletin::decode(&authority.bulletin(1).encode()).is_ok());
        let before = authority.to_secret_bytes();
        if let Err(error) = authority.add_unit(names.next().unwrap(), &mut random) {
            assert!(*authority.to_secret_bytes() == *before);
            break error;
        }
    };
    assert_eq!(refused, TrustError::TooLarge);
}
