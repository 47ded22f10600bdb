//! The nearest of the words that would have been right, for "did you mean".

/// The candidate nearest to `word`, if one is near enough to be a likely slip: by Damerau-Levenshtein
/// distance of at most a third of the longer word, compared in lower case with `-`, `_` and blanks
/// alike. Ties go to the first candidate.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = |text: &str| text.to_lowercase().replace(['-', '_', ' '], "");
    let word = plain(word);
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let other = plain(candidate);
            let distance = strsim::damerau_levenshtein(&word, &other);
            let longer = word.chars().count().max(other.chars().count());
            (distance * 3 <= longer).then_some((distance, candidate))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The question whether the nearest candidate was meant; else the given words.
pub fn did_you_mean<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    otherwise: impl FnOnce() -> String,
) -> String {
    match nearest(word, candidates) {
        Some(candidate) => format!("did you mean `{candidate}`?"),
        None => otherwise(),
    }
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn slips_are_found_and_strangers_are_not() {
        let keys = ["title", "rank", "themes", "tech-enabler"];
        assert_eq!(nearest("rnak", keys), Some("rank"));
        assert_eq!(nearest("theems", keys), Some("themes"));
        assert_eq!(nearest("Tech_Enabler", keys), Some("tech-enabler"));
        assert_eq!(nearest("colour", keys), None);
    }
}
