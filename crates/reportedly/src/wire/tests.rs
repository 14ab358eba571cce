use super::write::number;
use super::*;

#[test]
fn offsets_are_code_points() {
    let text = format!("é“x”😀 {}ü", "a".repeat(600));
    let offsets = Offsets::new(&text);
    for (count, (at, _)) in text.char_indices().enumerate() {
        assert_eq!(offsets.point(at), count);
    }
    assert_eq!(offsets.point(text.len()), text.chars().count());
}

#[test]
fn numbers_keep_their_digits() {
    let value = "2.50".parse().unwrap();
    assert_eq!(serde_json::to_string(&number(value)).unwrap(), "2.50");
}
