//! Counts and sizes as people of the language write them.

use crate::Lang;

/// A whole number with the language's thousands mark: `1.234` in Vietnamese, `1,234` in English.
pub(crate) fn count(lang: Lang, number: u64) -> String {
    let digits = number.to_string();
    let mark = match lang {
        Lang::Vi => '.',
        Lang::En => ',',
    };
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(mark);
        }
        out.push(digit);
    }
    out
}

/// A size in bytes, rounded so that it can be read at a glance: `812 B`, `24 kB`, `1,3 MB` (1 kB =
/// 1,000 bytes, as networks count).
pub(crate) fn bytes(lang: Lang, bytes: u64) -> String {
    const KILO: u64 = 1_000;
    const MEGA: u64 = 1_000_000;
    if bytes < KILO {
        format!("{bytes} B")
    } else if bytes < MEGA {
        let kilo = bytes.div_ceil(KILO);
        // 999,001 bytes and more would read "1000 kB".
        if kilo == KILO {
            tenths(lang, 10, "MB")
        } else {
            format!("{kilo} kB")
        }
    } else {
        tenths(lang, bytes.div_ceil(MEGA / 10), "MB")
    }
}

fn tenths(lang: Lang, tenths: u64, unit: &str) -> String {
    let mark = match lang {
        Lang::Vi => ',',
        Lang::En => '.',
    };
    format!("{}{mark}{} {unit}", count(lang, tenths / 10), tenths % 10)
}

/// A number of screens, rows or choices as it crosses to a shell; there are far fewer than fit.
pub(crate) fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_marked_as_the_language_does() {
        assert_eq!(count(Lang::Vi, 0), "0");
        assert_eq!(count(Lang::Vi, 999), "999");
        assert_eq!(count(Lang::Vi, 1_000), "1.000");
        assert_eq!(count(Lang::En, 1_234_567), "1,234,567");
        assert_eq!(count(Lang::En, u64::MAX), "18,446,744,073,709,551,615");
    }

    #[test]
    fn sizes_round_up_and_never_read_as_less_than_they_are() {
        assert_eq!(bytes(Lang::Vi, 0), "0 B");
        assert_eq!(bytes(Lang::Vi, 999), "999 B");
        assert_eq!(bytes(Lang::Vi, 1_000), "1 kB");
        assert_eq!(bytes(Lang::Vi, 23_001), "24 kB");
        assert_eq!(bytes(Lang::Vi, 999_000), "999 kB");
        assert_eq!(bytes(Lang::Vi, 999_001), "1,0 MB");
        assert_eq!(bytes(Lang::En, 1_300_000), "1.3 MB");
        assert_eq!(bytes(Lang::En, 1_300_001), "1.4 MB");
    }
}
