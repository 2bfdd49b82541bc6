//! Values that the model names are constants, and others are numbers as well.

use feature_int_enum::operations::Put;
use feature_int_enum::types::FaceCard;

#[test]
fn known_and_unknown_values_are_set_in_the_same_way() {
    let card = Put::new(FaceCard::JACK).with_faces([FaceCard::KING, FaceCard::from(7)]);
    assert_eq!(i32::from(card.wild), 1);
    assert_eq!(card.faces, Some(vec![FaceCard(-3), FaceCard(7)]));
    assert_eq!(format!("{card:?}"), "Put { faces: [-3, 7], wild: 1 }");
}

#[test]
fn values_can_be_matched() {
    let name = match FaceCard(2) {
        FaceCard::JACK => "jack",
        FaceCard::QUEEN => "queen",
        _ => "another",
    };
    assert_eq!(name, "queen");
}
