//! Places on Earth: how far, how large, whether inside.
//!
//! Points are written `latitude longitude altitude accuracy`, lines of them are joined by `;`. The radius and the formulas
//! (spherical law of cosines; the plane polygon over a local projection) are those of JavaRosa, so that forms give equal
//! numbers everywhere.

use std::f64::consts::PI;

/// Metres.
const RADIUS: f64 = 6_378_100.0;

#[derive(Clone, Copy, Debug, PartialEq)]
struct Point {
    latitude: f64,
    longitude: f64,
}

/// The points of a text; those that cannot be read are left out.
fn points(text: &str) -> Vec<Point> {
    text.split(';').filter_map(point).collect()
}

fn point(text: &str) -> Option<Point> {
    let mut numbers = text.split_whitespace();
    let latitude = numbers.next()?.parse().ok()?;
    let longitude = numbers.next()?.parse().ok()?;
    Some(Point {
        latitude,
        longitude,
    })
}

/// Whether a text names places, or nothing at all.
pub(crate) fn is_places(text: &str) -> bool {
    let mut numbers = text.split(';').flat_map(str::split_whitespace);
    numbers.all(|number| number.parse::<f64>().is_ok())
}

/// Metres along the points of all texts, in order.
pub(crate) fn distance(texts: &[String]) -> f64 {
    let all: Vec<Point> = texts.iter().flat_map(|text| points(text)).collect();
    all.windows(2).map(|pair| between(pair[0], pair[1])).sum()
}

fn between(one: Point, other: Point) -> f64 {
    let turned = (one.longitude - other.longitude).to_radians();
    let (from, to) = (one.latitude.to_radians(), other.latitude.to_radians());
    let cosine = from.sin() * to.sin() + from.cos() * to.cos() * turned.cos();
    // Rounding may carry equal points a little beyond 1.
    cosine.clamp(-1.0, 1.0).acos() * RADIUS
}

/// Square metres that the points of all texts enclose.
pub(crate) fn area(texts: &[String]) -> f64 {
    let all: Vec<Point> = texts.iter().flat_map(|text| points(text)).collect();
    let Some((first, rest)) = all.split_first().filter(|_| all.len() >= 3) else {
        return 0.0;
    };
    let around = 2.0 * RADIUS * PI / 360.0;
    let flat: Vec<(f64, f64)> = rest
        .iter()
        .map(|point| {
            let x =
                (point.longitude - first.longitude) * around * point.latitude.to_radians().cos();
            (x, (point.latitude - first.latitude) * around)
        })
        .collect();
    let sum: f64 = flat
        .windows(2)
        .map(|pair| (pair[0].1 * pair[1].0 - pair[0].0 * pair[1].1) / 2.0)
        .sum();
    sum.abs()
}

/// Whether a point is inside a closed shape: a line from it crosses the border an odd number of times.
pub(crate) fn is_inside(place: &str, shape: &str) -> bool {
    let Some(place) = point(place) else {
        return false;
    };
    let border = points(shape);
    let crossed = border.windows(2).filter(|side| {
        let (from, to) = (side[0], side[1]);
        (to.latitude > place.latitude) != (from.latitude > place.latitude)
            && place.longitude
                < (from.longitude - to.longitude) * (place.latitude - to.latitude)
                    / (from.latitude - to.latitude)
                    + to.longitude
    });
    crossed.count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_degree_along_the_equator_is_a_360th_of_its_length() {
        let metres = distance(&["0 0".to_owned(), "0 1 0 0".to_owned()]);
        assert!((metres - 2.0 * PI * RADIUS / 360.0).abs() < 1e-3);
        assert_eq!(distance(&["1 1".to_owned(), "1 1".to_owned()]), 0.0);
        assert_eq!(distance(&["here".to_owned()]), 0.0);
    }

    #[test]
    fn a_square_encloses_its_sides_multiplied() {
        let square = ["0 0;0 0.01;0.01 0.01;0.01 0;0 0".to_owned()];
        let side = 2.0 * PI * RADIUS / 360.0 * 0.01;
        assert!((area(&square) / (side * side) - 1.0).abs() < 1e-6);
        assert_eq!(area(&["0 0;1 1".to_owned()]), 0.0);
    }

    #[test]
    fn inside_is_told_from_outside() {
        let shape = "0 0;0 10;10 10;10 0;0 0";
        assert!(is_inside("5 5 0 0", shape));
        assert!(!is_inside("15 5", shape));
        assert!(!is_inside("", shape));
    }
}
