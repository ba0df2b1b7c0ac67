//! Answers in words, and words as answers.

use nuong_screening::{Answer, Choice, Kind, Question};

use crate::moments;
use crate::viewer::Viewer;

impl Viewer<'_> {
    /// An answer in words, as the question and its choices say it. Without the question, the value
    /// as it is held.
    pub fn answer(&self, question: Option<&Question>, answer: Option<&Answer>) -> String {
        match answer {
            None => self.text("answer-cleared"),
            Some(Answer::DoesNotKnow) => self.text("answer-does-not-know"),
            Some(Answer::DoesNotWantToSay) => self.text("answer-does-not-want-to-say"),
            Some(Answer::Value(value)) => match question {
                Some(question) => self.value(question, value),
                None => self.bare_value(value),
            },
        }
    }

    fn value(&self, question: &Question, value: &str) -> String {
        match &question.kind {
            Kind::SelectOne { .. } => self.choice_text(question, value),
            Kind::Rank { .. } => {
                let ranked = value.split_whitespace().enumerate();
                let ranked: Vec<String> = ranked
                    .map(|(at, name)| format!("{}. {}", at + 1, self.choice_text(question, name)))
                    .collect();
                ranked.join(", ")
            }
            Kind::Acknowledge => self.text("answer-acknowledged"),
            Kind::Time => time_in_words(value).to_owned(),
            Kind::DateTime => match value.split_once('T') {
                Some((date, time)) => format!("{} {}", date_in_words(date), time_in_words(time)),
                None => value.to_owned(),
            },
            Kind::Geopoint => place_in_words(value),
            Kind::SelectMultiple { .. } => {
                let taken: Vec<String> = value
                    .split_whitespace()
                    .map(|name| self.choice_text(question, name))
                    .collect();
                self.listed(&taken)
            }
            Kind::Date => date_in_words(value),
            _ => value.to_owned(),
        }
    }

    /// A value whose question is not known here, such as a fact about the person.
    fn bare_value(&self, value: &str) -> String {
        match value {
            "yes" => self.text("answer-yes"),
            "no" => self.text("answer-no"),
            _ => moments::iso_date(value),
        }
    }

    fn choice_text(&self, question: &Question, name: &str) -> String {
        let label = question
            .choice(name)
            .map_or("", |choice| choice.label(self.code()));
        if label.is_empty() {
            self.bare_value(name)
        } else {
            label.to_owned()
        }
    }

    /// What a choice says; one without a text in any language is shown by its name.
    pub(crate) fn choice_label(&self, choice: &Choice) -> String {
        let label = choice.label(self.code());
        if label.is_empty() {
            self.bare_value(&choice.name)
        } else {
            label.to_owned()
        }
    }
}

/// `2010-03-01` → `01/03/2010`, `2010-03` → `03/2010`, `2010` → `2010`.
fn date_in_words(value: &str) -> String {
    match value.split_once('-') {
        Some((year, month)) if !month.contains('-') => format!("{month}/{year}"),
        _ => moments::iso_date(value),
    }
}

/// `14:05:00.000+07:00` → `14:05`.
fn time_in_words(value: &str) -> &str {
    value.get(..5).unwrap_or(value)
}

/// `21.0285 105.8542 0 0` → `21.0285, 105.8542`.
fn place_in_words(value: &str) -> String {
    let mut numbers = value.split_whitespace();
    match (numbers.next(), numbers.next()) {
        (Some(latitude), Some(longitude)) => format!("{latitude}, {longitude}"),
        _ => value.to_owned(),
    }
}

/// What a person typed into a question of this kind, as an answer: dates as they are written here
/// (`1/3/2010`, `3/2010`), times too (`7:30`, `7h30`, `1/3/2010 7h`), whole numbers with thousands marks
/// (`1.500.000`), fractions with a comma, places as latitude and longitude (`21.0285, 105.8542`). What cannot be read so is handed on as typed, for the interview to refuse with its
/// reason. Nothing but blanks is no answer.
pub fn typed(kind: &Kind, text: &str) -> Option<Answer> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let value = match kind {
        Kind::Date => typed_date(text),
        Kind::Integer => typed_integer(text),
        Kind::Decimal | Kind::Range { .. } => Some(text.replace(',', ".")),
        Kind::Time => typed_time(text),
        Kind::DateTime => typed_moment(text),
        Kind::Geopoint => typed_place(text),
        Kind::Geotrace | Kind::Geoshape => {
            let places: Option<Vec<String>> = text.split(';').map(typed_place).collect();
            places.map(|places| places.join(";"))
        }
        _ => None,
    };
    Some(Answer::Value(value.unwrap_or_else(|| text.to_owned())))
}

fn typed_date(text: &str) -> Option<String> {
    let parts: Vec<u32> = text
        .split(['/', '.'])
        .map(|part| part.trim().parse().ok())
        .collect::<Option<_>>()?;
    match parts[..] {
        [day, month, year] => Some(format!("{year:04}-{month:02}-{day:02}")),
        [month, year] => Some(format!("{year:04}-{month:02}")),
        _ => None,
    }
}

/// `7:30`, `7h30`, `7h`, `19 giờ 5` → `19:05:00.000`.
fn typed_time(text: &str) -> Option<String> {
    let text = text.to_lowercase().replace("giờ", ":").replace('h', ":");
    let (hour, minute) = text.split_once(':')?;
    let minute = minute.trim();
    let number = |text: &str, below: u32| text.parse::<u32>().ok().filter(|number| *number < below);
    let minute = if minute.is_empty() { "0" } else { minute };
    let (hour, minute) = (number(hour.trim(), 24)?, number(minute, 60)?);
    Some(format!("{hour:02}:{minute:02}:00.000"))
}

/// A day, a blank and a time.
fn typed_moment(text: &str) -> Option<String> {
    let (date, time) = text.split_once([' ', 'T'])?;
    let date = typed_date(date).unwrap_or_else(|| date.to_owned());
    Some(format!("{date}T{}", typed_time(time)?))
}

fn is_number(text: &str) -> bool {
    text.trim().parse::<f64>().is_ok_and(f64::is_finite)
}

/// Latitude and longitude, parted by a comma, a semicolon or blanks; a comma within a number is a decimal comma.
fn typed_place(text: &str) -> Option<String> {
    let blanks: Vec<&str> = text.split_whitespace().collect();
    let parts: Vec<String> = match blanks[..] {
        [one] => one.split(',').map(str::to_owned).collect(),
        _ => blanks
            .iter()
            .map(|part| part.trim_end_matches(',').replace(',', "."))
            .collect(),
    };
    match &parts[..] {
        [latitude, longitude] if is_number(latitude) && is_number(longitude) => {
            Some(format!("{} {} 0 0", latitude.trim(), longitude.trim()))
        }
        _ => None,
    }
}

fn typed_integer(text: &str) -> Option<String> {
    let mut groups = text.split(['.', ',', ' ', '\u{a0}']);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let digits = |group: &str| group.chars().all(|c| c.is_ascii_digit());
    let grouped = !first.is_empty() && first.len() <= 3 && digits(first) && !rest.is_empty();
    (grouped && rest.iter().all(|group| group.len() == 3 && digits(group)))
        .then(|| first.to_owned() + &rest.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(kind: &Kind, text: &str) -> Option<String> {
        typed(kind, text).map(|answer| answer.text().to_owned())
    }

    #[test]
    fn dates_are_read_as_people_here_write_them() {
        assert_eq!(
            value(&Kind::Date, " 1/3/2010 ").as_deref(),
            Some("2010-03-01")
        );
        assert_eq!(value(&Kind::Date, "03/2008").as_deref(), Some("2008-03"));
        assert_eq!(value(&Kind::Date, "2008").as_deref(), Some("2008"));
        assert_eq!(
            value(&Kind::Date, "2010-03-01").as_deref(),
            Some("2010-03-01")
        );
        assert_eq!(value(&Kind::Date, "hôm qua").as_deref(), Some("hôm qua"));
    }

    #[test]
    fn numbers_are_read_with_the_marks_people_use() {
        assert_eq!(
            value(&Kind::Integer, "1.500.000").as_deref(),
            Some("1500000")
        );
        assert_eq!(value(&Kind::Integer, "800 000").as_deref(), Some("800000"));
        assert_eq!(value(&Kind::Integer, "16").as_deref(), Some("16"));
        assert_eq!(value(&Kind::Decimal, "1,5").as_deref(), Some("1.5"));
    }

    #[test]
    fn times_and_places_are_read_as_people_here_write_them() {
        for (typed, held) in [
            ("7:30", "07:30:00.000"),
            ("7h30", "07:30:00.000"),
            ("19 giờ 5", "19:05:00.000"),
            ("7h", "07:00:00.000"),
        ] {
            assert_eq!(value(&Kind::Time, typed).as_deref(), Some(held), "{typed}");
        }
        assert_eq!(value(&Kind::Time, "25:00").as_deref(), Some("25:00"));
        assert_eq!(
            value(&Kind::DateTime, "1/3/2010 7h30").as_deref(),
            Some("2010-03-01T07:30:00.000")
        );
        for typed in ["21.0285, 105.8542", "21.0285,105.8542", "21,0285 105,8542"] {
            assert_eq!(
                value(&Kind::Geopoint, typed).as_deref(),
                Some("21.0285 105.8542 0 0"),
                "{typed}"
            );
        }
        assert_eq!(value(&Kind::Geopoint, "ở nhà").as_deref(), Some("ở nhà"));
        assert_eq!(time_in_words("07:30:00.000+07:00"), "07:30");
        assert_eq!(place_in_words("21.0285 105.8542 0 0"), "21.0285, 105.8542");
    }

    #[test]
    fn what_cannot_be_read_is_handed_on_as_typed() {
        for text in ["1.5", "16 tuổi", "-", ".500", "1.50.000", "1234.567"] {
            assert_eq!(value(&Kind::Integer, text).as_deref(), Some(text));
        }
        assert_eq!(typed(&Kind::Text, "  "), None);
    }

    #[test]
    fn partial_dates_are_shown_as_far_as_they_are_known() {
        assert_eq!(date_in_words("2010-03-01"), "01/03/2010");
        assert_eq!(date_in_words("2008-02"), "02/2008");
        assert_eq!(date_in_words("2008"), "2008");
    }
}
