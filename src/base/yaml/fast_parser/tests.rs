//! Compares the fast parser with the full one on generated and changed texts: if the fast parser does not give up, the
//! trees are equal in values and places.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use crate::base::random::Random;
use crate::base::yaml::{Value, fast_parser, parse_full};

static SCALARS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    "one¦two words¦Dïgital¦智慧 学习¦a: b¦a:b¦https://example.org/a?b=c&d#e¦a #b¦a#b¦#b¦yes¦no¦on¦true¦True¦\
    TRUE¦false¦null¦Null¦~¦NULL¦nulls¦0¦-0¦00¦010¦0x1F¦0o17¦0b1¦1_000¦1e3¦1E+3¦1.5¦1.¦.5¦+1¦-1¦-1.50¦- 1¦\
    --1¦1.2.3¦.inf¦-.inf¦.nan¦inf¦nan¦infinity¦NaN¦123456789012345¦99999999999999999999¦\
    0.1234567890123456789¦1e999¦2026-02-28¦2026-2-28¦2026-02-28T10:00:00Z¦12:30:45¦12:30¦3 things¦1a¦0xg¦\
    é¦\u{a0}x\u{a0}¦\u{2028}¦\u{feff}¦\u{85}¦\u{7f}¦\u{e000}¦\u{fffd}¦\u{ffff}¦😀¦\t¦a\tb¦\"quoted\"¦\
    \"a \\\" b\"¦\"a\\nb\"¦\"\\u00e9\"¦\"\"¦\" \"¦\"open¦'it''s'¦''¦''''¦'a' b¦\"a\" # c¦\"a\"#c¦'open¦[]¦\
    {}¦[a, b]¦[a, b,]¦[a,b]¦[ a , 'b' ]¦[a¦a]¦[a: b]¦[,]¦[a]b¦{a: b}¦{a: b, c: d}¦{a: b,c: d}¦{a: , b: c}¦\
    {a}¦{a:b}¦{'a': b}¦{\"a\":b}¦{a: b, a: c}¦{a: [b, {c: d}], e: \"f, g\"}¦{a: b} # c¦[a] #c¦[a]#c¦\
    {a: b:c}¦{a: b#c}¦{a: b #c}¦[-1, .5, - a]¦[a\n, b]¦[a:]¦[a, #b\n c]¦&x a¦*x¦!t a¦!!str 1¦| a¦|¦>¦\
    |-\n  text\n¦@a¦`a`¦%a¦?¦? a¦-¦- a¦---¦...¦(a)¦/a/b¦_a¦$a¦*a*¦**a**¦a, b¦a [b]¦a {b}¦a]b}c¦<<¦=¦¦   ¦\
    a\\b¦: a¦:a¦a:¦a: ¦one\n  two¦one\ntwo¦\"one\n  two\""
        .split('¦')
        .collect()
});

static KEYS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    "a¦b¦c¦title¦kind¦key-1¦_k¦Key¦1¦true¦null¦yes¦<<¦é¦a b¦\"q\"¦'q'¦a.b¦? a¦-¦~¦[a]¦{a: b}¦&x a¦2026¦\
    NULL¦x:y"
        .split('¦')
        .collect()
});

static BREAKS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    "\n¦\n¦\n¦\n¦\n¦\n¦\n¦\n¦  \n¦ # c\n¦# c\n¦\r\n¦\n\n¦\n# c\n¦\n   # c\n¦\n \n".split('¦').collect()
});

/// Characters and pieces that change the meaning of a text wherever they are inserted.
static PIECES: LazyLock<Vec<&str>> = LazyLock::new(|| {
    " ¦  ¦\n¦\n\n¦:¦: ¦ #¦#¦- ¦-¦\n- ¦\n  - ¦'¦\"¦[¦]¦{¦}¦,¦, ¦\\¦&¦*¦!¦|¦>¦?¦%¦@¦`¦\t¦\r¦~¦---¦\n---\n¦\
    \n...\n¦é¦\u{a0}¦\u{2028}¦\u{feff}¦0¦1_0¦null¦a: b\n¦a"
        .split('¦')
        .collect()
});

fn random_text(random: &mut Random) -> String {
    let mut text = String::new();
    if random.below(20) == 0 {
        text.push_str(random.one_of(&["---\n", "# c\n", "\n", "\u{feff}", "%YAML 1.2\n---\n", " "]));
    }
    let mut indent = 0;
    for _ in 0..=random.below(8) {
        indent = match random.below(8) {
            0 => indent + 2,
            1 => indent + 1 + random.below(4),
            2 => 0,
            3 => indent.saturating_sub(2),
            _ => indent,
        };
        text.push_str(&" ".repeat(indent.min(40)));
        if random.below(3) == 0 {
            text.push_str(random.one_of(&["- ", "- ", "- ", "-  ", "-", "- - "]));
        }
        if random.below(4) > 0 {
            // Keys are mostly random: duplicates are errors.
            match random.below(6) {
                0 => text.push_str(random.one_of(&KEYS)),
                _ => write!(text, "k{}", random.below(1000)).unwrap(),
            }
            text.push_str(random.one_of(&[": ", ": ", ": ", ": ", ":", ":", ":  ", " : "]));
        }
        match random.below(4) {
            0 => {}
            1 => text.push_str(random.one_of(&["one", "two words", "2", "[a, b]", "{k: v}", "'q'"])),
            _ => text.push_str(random.one_of(&SCALARS)),
        }
        text.push_str(random.one_of(&BREAKS));
    }
    text
}

/// A few lines of a text, with random changes.
fn mutated(random: &mut Random, text: &str) -> String {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let first = random.below(lines.len());
    let mut text = lines[first..lines.len().min(first + 1 + random.below(12))].concat();
    for _ in 0..random.below(4) {
        let at = text.floor_char_boundary(random.below(text.len() + 1));
        let end = if random.below(2) == 0 { at } else { text.floor_char_boundary(at + random.below(4)).max(at) };
        let piece = if random.below(4) == 0 { random.one_of(&SCALARS) } else { random.one_of(&PIECES) };
        text.replace_range(at..end, piece);
    }
    text
}

fn collect_front_matter(folder: &Path, texts: &mut Vec<String>) {
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect_front_matter(&path, texts);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            let text = fs::read_to_string(&path).unwrap();
            let front = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
            texts.extend(front.map(|(front, _)| format!("{front}\n")));
        }
    }
}

fn sample_front_matter() -> Vec<String> {
    let mut texts = Vec::new();
    collect_front_matter(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content"), &mut texts);
    texts
}

/// Returns true if the fast parser does not give up. Its tree must then equal that of the full parser.
fn is_fast(text: &str) -> bool {
    let Some(fast) = fast_parser::parse(text) else { return false };
    match parse_full(text) {
        // Compared as text, because `.nan` does not equal itself.
        Ok(full) => assert_eq!(format!("{fast:?}"), format!("{full:?}"), "{text:?}"),
        Err(error) => panic!("{text:?} is an error to the full parser: {error:?}"),
    }
    true
}

#[test]
fn generated_texts_read_as_the_full_parser_reads_them() {
    let mut random = Random(1);
    let fast = (0..ROUNDS).filter(|_| is_fast(&random_text(&mut random))).count();
    assert!(fast > ROUNDS / 20, "{fast} of {ROUNDS}");
}

#[test]
fn changed_front_matter_reads_as_the_full_parser_reads_it() {
    let (mut random, texts) = (Random(2), sample_front_matter());
    let fast = (0..ROUNDS).filter(|_| {
        let text = &texts[random.below(texts.len())];
        is_fast(&mutated(&mut random, text))
    });
    let fast = fast.count();
    assert!(fast > ROUNDS / 5, "{fast} of {ROUNDS}");
}

const ROUNDS: usize = 20_000;

#[test]
fn every_scalar_reads_as_the_full_parser_reads_it() {
    for scalar in SCALARS.iter() {
        for (before, after) in [
            ("k: ", "\n"),
            ("- ", "\n"),
            ("- k: ", ""),
            ("k: [", "]\n"),
            ("k: [x, ", ", y]"),
            ("k: {k: ", "}\n"),
            ("k:\n- ", "\nl: 1\n"),
        ] {
            is_fast(&format!("{before}{scalar}{after}"));
        }
    }
    for key in KEYS.iter() {
        is_fast(&format!("{key}: v\n"));
        is_fast(&format!("- {key}: v\n"));
        is_fast(&format!("k: {{{key}: v}}\n"));
    }
}

#[test]
fn long_texts_read_as_the_full_parser_reads_them() {
    for length in [10, 100, 1000, 1023, 1025, 2000, 5000] {
        let (long, list, comments) = ("ab ".repeat(length / 3), "a, ".repeat(length / 3), "# c\n".repeat(length / 10));
        for text in [
            format!("k: {long}x\n"),
            format!("- \"{long}\"\n"),
            format!("- {long}x\n"),
            format!("- {{k: \"{long}\", l: '{long}', m: {long}x}}\n"),
            format!("k: [{list}a]\n"),
            format!("k: 1\n{comments}l: 2\n"),
            format!("k:\n{comments}  l: 2\n"),
            format!("{comments}l: 2\n{comments}"),
            format!("k:\n{comments}- a\n{comments}- b\n  {comments}  # d\n- c: d\n{comments}  e: f"),
            "k:\n".to_owned() + &"- a # b\n# c\n".repeat(length / 10),
            "k: 1 # c\n  # d\n".to_owned(),
            format!("{}: 1\n", "k".repeat(length)),
            format!("k: {}{}\n", "[".repeat(length), "]".repeat(length)),
        ] {
            is_fast(&text);
        }
        let keys: Vec<String> = (0..length).map(|number| format!("k{number}: v\n")).collect();
        is_fast(&keys.concat());
    }
}

#[test]
fn most_front_matter_needs_no_full_parser() {
    let texts = sample_front_matter();
    let fast = texts.iter().filter(|text| is_fast(text)).count();
    assert!(fast * 4 > texts.len() * 3, "{fast} of {}", texts.len());
}

#[test]
fn only_maps_and_lists_are_parsed() {
    assert!(matches!(fast_parser::parse("a: [b]\n").map(|node| node.value), Some(Value::Map(_))));
    assert!(fast_parser::parse("").is_none());
    assert!(fast_parser::parse("a").is_none());
}
