//! What units are called.

use crate::common::{NOW, Province, unit};
use nuong_trust::{Authority, Bulletin, MAX_UNIT_NAME_CHARS, TrustError};

#[test]
fn what_a_unit_is_called_travels_in_the_bulletin_and_can_be_taken_back() {
    let mut province = Province::new();
    let unnamed = province.authority.bulletin(NOW);
    let post = unit("post-a");
    let name = |province: &mut Province, name| province.authority.name_unit(&post, name);
    name(&mut province, Some(" Đồn Biên phòng Mường Khương ")).unwrap();
    let named = province.authority.bulletin(NOW + 1);
    assert_eq!(named.number(), unnamed.number() + 1);
    let read = Bulletin::decode(&named.encode()).unwrap();
    read.verify(&province.authority.root()).unwrap();
    assert_eq!(read.unit_name(&post), Some("Đồn Biên phòng Mường Khương"));
    assert_eq!(read.unit_name(&unit("post-b")), None);

    let secret = province.authority.to_secret_bytes();
    let mut kept = Authority::from_secret_bytes(&secret).unwrap();
    assert_eq!(
        kept.bulletin(NOW + 2).unit_name(&post),
        read.unit_name(&post)
    );

    let long = "ă".repeat(MAX_UNIT_NAME_CHARS + 1);
    for bad in ["", "  ", "a\nb", &long] {
        let refused = name(&mut province, Some(bad));
        assert_eq!(refused, Err(TrustError::InvalidUnitName), "{bad:?}");
    }
    let unknown = province.authority.name_unit(&unit("elsewhere"), None);
    assert_eq!(unknown, Err(TrustError::UnknownUnit));

    name(&mut province, None).unwrap();
    let bulletin = province.authority.bulletin(NOW + 3);
    assert_eq!(bulletin.unit_name(&post), None);
    // Where nothing has a name nothing is written, as devices of before the names have it.
    assert_eq!(bulletin.encode().len(), unnamed.encode().len());
}
