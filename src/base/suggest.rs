//! "Did you mean …?": finds the known word nearest to a misspelt one.

/// Returns the candidate nearest to `word`, if it is near enough to be a likely slip: at a Damerau-Levenshtein distance
/// of at most a third of the longer word, ignoring case, `-`, `_` and blanks. Ties go to the first candidate.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let normalized = |text: &str| text.to_lowercase().replace(['-', '_', ' '], "");
    let word = normalized(word);
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let other = normalized(candidate);
            let distance = strsim::damerau_levenshtein(&word, &other);
            let longer = word.chars().count().max(other.chars().count());
            (distance * 3 <= longer).then_some((distance, candidate))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Asks "did you mean …?" with the nearest candidate, or returns `otherwise` if none is near.
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
    fn slips_get_a_suggestion_and_other_words_do_not() {
        let keys = ["title", "rank", "themes", "tech-enabler"];
        assert_eq!(nearest("rnak", keys), Some("rank"));
        assert_eq!(nearest("theems", keys), Some("themes"));
        assert_eq!(nearest("Tech_Enabler", keys), Some("tech-enabler"));
        assert_eq!(nearest("colour", keys), None);
    }
}
