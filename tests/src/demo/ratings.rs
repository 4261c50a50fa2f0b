//! Real people's daily ratings, as the demo's clients check in with them.

/// One day of one person: two ratings on 0..=10, or none where the day was not rated.
pub type DayRated = Option<(i64, i64)>;

const CSV: &str = include_str!("../../data/digibp_daily.csv");

/// Highest sums seen in the data set, to which 10 corresponds.
const LOW_MOOD_MAX: f64 = 42.0;
const SPED_UP_MAX: f64 = 30.0;

/// The 42 days of each person, in the order of the file. Missing days stay missing.
#[must_use]
pub fn people() -> Vec<Vec<DayRated>> {
    let mut people: Vec<Vec<DayRated>> = Vec::new();
    let mut current = "";
    for line in CSV.lines().skip(1) {
        let mut cells = line.split(',');
        let (Some(person), Some(_day), low, fast) = (cells.next(), cells.next(), cells.next(), cells.next()) else {
            continue;
        };
        if person != current {
            current = person;
            people.push(Vec::new());
        }
        let rated = scaled(low, LOW_MOOD_MAX).zip(scaled(fast, SPED_UP_MAX));
        if let Some(days) = people.last_mut() {
            days.push(rated);
        }
    }
    people
}

fn scaled(cell: Option<&str>, most: f64) -> Option<i64> {
    let sum: f64 = cell?.trim().parse().ok()?;
    #[allow(clippy::cast_possible_truncation, reason = "between 0 and 10 after clamping")]
    let rating = (sum / most * 10.0).round().clamp(0.0, 10.0) as i64;
    Some(rating)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    #[test]
    fn the_data_has_43_people_of_42_days_with_about_a_tenth_unrated() {
        let people = super::people();
        assert_eq!(people.len(), 43);
        assert!(people.iter().all(|p| p.len() == 42));
        let missing = people.iter().flatten().filter(|d| d.is_none()).count();
        assert!((150..=250).contains(&missing), "{missing} of 1806 days unrated");
    }
}
