//! "Did you mean …?": finds the known word nearest to a misspelt one.

use rustc_hash::FxHashSet;

/// The number of counters in a signature. Letters that differ by it share one.
const COUNTERS: usize = 32;

/// Longest word, in characters, that is compared: more than a file's name can have.
const LONGEST: usize = 255;

/// The work that one search may take, in pairs of characters that are compared: enough for 100 words of ten letters.
const BUDGET: usize = 10_000;

/// Known words, in a form in which the one nearest to a misspelt word is found quickly. Two words can only be near if they have
/// nearly the same length and letters. So each word has a signature, the counts of its letters, and a search compares only
/// words whose signatures are near, the nearest first.
#[derive(Debug, Default)]
pub struct SuggestionIndex {
    /// Sorted by length, then by place among the candidates.
    words: Vec<Word>,
    signatures: Vec<Signature>,
}

/// A word with its case, `-`, `_` and blanks set aside.
#[derive(Debug)]
struct Word {
    letters: Box<str>,
    length: usize,
    /// The candidate as it is, and its place among all.
    name: Box<str>,
    place: usize,
}

/// Counts of letters.
type Signature = [u8; COUNTERS];

impl SuggestionIndex {
    /// Creates an index of candidates. Of several that differ in case, `-`, `_` and blanks alone, the first counts.
    pub fn new<'a>(candidates: impl IntoIterator<Item = &'a str>) -> Self {
        let mut known = FxHashSet::default();
        let mut words: Vec<Word> = Vec::new();
        for (place, candidate) in candidates.into_iter().enumerate() {
            let Some((letters, length)) = normalized(candidate) else { continue };
            if known.insert(letters.clone()) {
                words.push(Word { letters, length, name: candidate.into(), place });
            }
        }
        words.sort_by_key(|word| word.length);
        let signatures = words.iter().map(|word| signature(&word.letters)).collect();
        Self { words, signatures }
    }

    /// Returns the place of the candidate nearest to `word`, if it is near enough to be a likely slip: at a Damerau-Levenshtein
    /// distance of at most a third of the longer word, ignoring case, `-`, `_` and blanks. Ties go to the word with
    /// more of the same letters, then to the first candidate. A search whose budget is used up returns the nearest so far.
    pub fn nearest(&self, word: &str) -> Option<usize> {
        self.nearest_where(word, |_| true)
    }

    /// Returns the place of the nearest candidate as [`SuggestionIndex::nearest`] does, among those whose places pass.
    pub fn nearest_where(&self, word: &str, passes: impl Fn(usize) -> bool) -> Option<usize> {
        self.find(word, passes).map(|word| word.place)
    }

    /// Asks "did you mean …?" with the nearest candidate, or returns `otherwise` if none is near.
    pub fn did_you_mean(&self, word: &str, otherwise: impl FnOnce() -> String) -> String {
        self.find(word, |_| true).map_or_else(otherwise, |word| format!("did you mean `{}`?", word.name))
    }

    fn find(&self, word: &str, passes: impl Fn(usize) -> bool) -> Option<&Word> {
        let (letters, length) = normalized(word)?;
        let mut budget = BUDGET;
        let mut nearest: Option<(usize, &Word)> = None;
        for (at_least, number) in self.likely(&letters, length, passes) {
            let word = &self.words[number];
            // All others are at least as far.
            if nearest.is_some_and(|(distance, _)| distance <= at_least) {
                break;
            }
            let Some(left) = budget.checked_sub((length * word.length).max(1)) else { break };
            budget = left;
            let limit = nearest.map_or(length.max(word.length) / 3, |(distance, _)| distance - 1);
            if let Some(distance) = distance_up_to(limit, &letters, &word.letters) {
                nearest = Some((distance, word));
            }
        }
        nearest.map(|(_, word)| word)
    }

    /// Returns the words that may be near and whose places pass, by number, each with the least distance that its signature allows;
    /// sorted by that, then by their places.
    fn likely(&self, letters: &str, length: usize, passes: impl Fn(usize) -> bool) -> Vec<(usize, usize)> {
        let signature = signature(letters);
        let from = self.words.partition_point(|word| !is_near(length.saturating_sub(word.length), length, word.length));
        let longer = &self.words[from..];
        let to = from + longer.partition_point(|word| is_near(word.length.saturating_sub(length), length, word.length));
        // A word that does not pass is as far as one without a common letter.
        let distance_to = |number: usize| {
            let is_candidate = passes(self.words[number].place);
            if is_candidate { least_distance(&signature, &self.signatures[number]) } else { LONGEST + 1 }
        };
        let distances: Vec<usize> = (from..to).map(distance_to).collect();
        // The budget is enough for so many. Those at the least distances are counted before any are listed and sorted.
        let most = BUDGET / (length * length * 2 / 3).max(1) + 1;
        let mut counts = [0; LONGEST + 1];
        for &distance in &distances {
            counts[distance.min(LONGEST)] += 1;
        }
        let sums = counts.iter().scan(0, |sum, count| {
            *sum += count;
            Some(*sum)
        });
        let last = sums.take_while(|&sum| sum <= most).count();
        let is_likely = |&(distance, number): &(usize, usize)| {
            distance <= last && is_near(distance, length, self.words[number].length)
        };
        let mut likely: Vec<(usize, usize)> = distances.into_iter().zip(from..to).filter(is_likely).collect();
        if likely.len() > most {
            likely.select_nth_unstable_by_key(most, |&(distance, number)| (distance, self.words[number].place));
            likely.truncate(most);
        }
        likely.sort_unstable_by_key(|&(distance, number)| (distance, self.words[number].place));
        likely
    }
}

/// Returns the distance of two words if it is at most `limit`. The exact distance, in which letters may be added between two
/// that are swapped, takes ten times as long as the usual one, so it is computed only where the usual one is nearly enough.
fn distance_up_to(limit: usize, one: &str, other: &str) -> Option<usize> {
    if strsim::osa_distance(one, other) > limit + 1 {
        return None;
    }
    Some(strsim::damerau_levenshtein(one, other)).filter(|&distance| distance <= limit)
}

/// Returns true if words of these lengths at this distance are near.
fn is_near(distance: usize, length: usize, other_length: usize) -> bool {
    distance * 3 <= length.max(other_length)
}

/// Returns a word without what does not count, and its length in characters; `None` if it is too long to be compared.
fn normalized(word: &str) -> Option<(Box<str>, usize)> {
    // A character has at most four bytes.
    if word.len() > 4 * LONGEST {
        return None;
    }
    let letters = word.to_lowercase().replace(['-', '_', ' '], "");
    let length = letters.chars().count();
    (length <= LONGEST).then(|| (letters.into_boxed_str(), length))
}

fn signature(letters: &str) -> Signature {
    let mut counts = [0; COUNTERS];
    for letter in letters.chars() {
        // The longest word cannot overflow a counter.
        counts[letter as usize % COUNTERS] += 1;
    }
    counts
}

/// Returns the least distance of two words with these signatures. A letter that is exchanged changes two counts by one, one that is
/// added or removed changes one.
fn least_distance(one: &Signature, other: &Signature) -> usize {
    let differences = one.iter().zip(other).map(|(&one, &other)| u16::from(one.abs_diff(other)));
    usize::from(differences.sum::<u16>()).div_ceil(2)
}

/// Asks "did you mean …?" as [`SuggestionIndex::did_you_mean`] does, for a word or two: more are looked up in an index.
pub fn did_you_mean<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    otherwise: impl FnOnce() -> String,
) -> String {
    SuggestionIndex::new(candidates).did_you_mean(word, otherwise)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_get_a_suggestion_and_other_words_do_not() {
        let index = SuggestionIndex::new(["title", "rank", "themes", "tech-enabler"]);
        assert_eq!(index.nearest("rnak"), Some(1));
        assert_eq!(index.nearest("theems"), Some(2));
        assert_eq!(index.nearest("Tech_Enabler"), Some(3));
        assert_eq!(index.nearest("colour"), None);
    }

    /// The distance of two words, if they are near.
    fn distance(word: &str, candidate: &str) -> Option<usize> {
        let ((word, length), (other, other_length)) = (normalized(word)?, normalized(candidate)?);
        let distance = strsim::damerau_levenshtein(&word, &other);
        is_near(distance, length, other_length).then_some(distance)
    }

    /// Knuth's linear congruential generator, so that every run has the same names.
    struct Random(u64);

    impl Random {
        fn below(&mut self, limit: usize) -> usize {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(self.0 >> 33).unwrap() % limit
        }

        fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
            list[self.below(list.len())]
        }

        /// A name such as `trust-data.md`, of one to four words.
        fn name(&mut self) -> String {
            const WORDS: [&str; 16] = [
                "trust", "data", "equity", "digital", "ai", "staff", "it", "homes", "access", "2026", "Lehre", "école",
                "数字", "of", "learning", "privacy",
            ];
            let words: Vec<&str> = (0..=self.below(4)).map(|_| self.of(&WORDS)).collect();
            format!("{}{}", words.join(self.of(&["-", "_", " "])), self.of(&["", ".md", ".png"]))
        }

        /// The name with up to five letters exchanged, added, removed or swapped.
        fn misspelt(&mut self, name: &str) -> String {
            let mut letters: Vec<char> = name.chars().collect();
            for _ in 0..self.below(6) {
                let at = self.below(letters.len().max(1));
                match self.below(4) {
                    _ if letters.len() < 2 => letters.push('x'),
                    0 => letters[at] = 'z',
                    1 => letters.insert(at, 'e'),
                    2 => drop(letters.remove(at)),
                    _ => {
                        let next = (at + 1) % letters.len();
                        letters.swap(at, next);
                    }
                }
            }
            letters.into_iter().collect()
        }
    }

    #[test]
    fn an_index_finds_what_comparing_with_every_name_finds() {
        let mut random = Random(2_026);
        let mut found = 0;
        for _ in 0..20 {
            let names: Vec<String> = (0..400).map(|_| random.name()).collect();
            let index = SuggestionIndex::new(names.iter().map(String::as_str));
            for _ in 0..40 {
                let from = random.below(names.len());
                let word = if random.below(4) == 0 { random.name() } else { random.misspelt(&names[from]) };
                let nearest = index.nearest(&word).map(|place| &names[place]);
                let expected = names.iter().filter_map(|name| distance(&word, name)).min();
                assert_eq!(nearest.and_then(|name| distance(&word, name)), expected, "{word}: {nearest:?}");
                found += usize::from(expected.is_some());
            }
        }
        assert!(found > 400, "only {found} of 800 words have a near name");
    }

    #[test]
    fn a_search_among_words_of_the_same_letters_ends() {
        // All have one signature, so that nothing but the budget ends the search.
        let names: Vec<String> =
            (0..100_000_u32).map(|number| format!("{}{}", "a".repeat(60), permuted(number))).collect();
        let index = SuggestionIndex::new(names.iter().map(String::as_str));
        assert!(index.nearest(&format!("{}{}", permuted(77), "a".repeat(60))).is_some());
        assert_eq!(index.nearest(&"a".repeat(100_000)), None);
    }

    /// The letters from `a` to `j` in an order that depends on the number.
    fn permuted(mut number: u32) -> String {
        let mut letters: Vec<char> = ('a'..='j').collect();
        let mut order = String::new();
        while !letters.is_empty() {
            let count = u32::try_from(letters.len()).unwrap();
            order.push(letters.remove((number % count) as usize));
            number /= count;
        }
        order
    }
}
