//! The functions and filters of templates: words with `t`, dates with `day`, numbers with `decimal`. They depend on the
//! page's language alone.

use std::fmt::Write;
use std::sync::Arc;
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use crate::skin::words::Words;

/// Registers the functions and filters. Comes before any template, because their names are checked then.
pub fn register(tera: &mut Tera, words: &Arc<Words>) {
    let of_function = Arc::clone(words);
    tera.register_function("t", move |kwargs: Kwargs, state: &State| say(&of_function, &kwargs, state));
    let of_filter = Arc::clone(words);
    tera.register_filter("day", move |value: Value, _: Kwargs, state: &State| day(&of_filter, &value, state));
    let of_filter = Arc::clone(words);
    tera.register_filter("decimal", move |value: Value, _: Kwargs, state: &State| decimal(&of_filter, &value, state));
}

fn language(state: &State) -> TeraResult<Value> {
    Ok(state.get::<Value>("lang")?.unwrap_or_else(Value::none))
}

/// `t(key="reports", n=3)`.
fn say(words: &Words, kwargs: &Kwargs, state: &State) -> TeraResult<String> {
    let lang = language(state)?;
    let key = kwargs.must_get::<&str>("key")?;
    let count = kwargs.get::<u64>("n")?;
    let mut missing = None;
    let text = words.say(lang.as_str().unwrap_or_default(), key, count, &mut |name, text| {
        let value = kwargs.iter().find(|(key, _)| key.as_str() == Some(name));
        match value {
            Some((_, value)) => drop(write!(text, "{value}")),
            None => missing = Some(name.to_owned()),
        }
    });
    match (text, missing) {
        (Ok(text), None) => Ok(text),
        (Ok(_), Some(name)) => {
            Err(Error::message(format!("the word `{key}` has the blank `{{{name}}}`, which is not filled in")))
        }
        (Err(reason), _) => Err(Error::message(reason)),
    }
}

/// A date such as `2026-02-04` as the language writes it.
fn day(words: &Words, value: &Value, state: &State) -> TeraResult<String> {
    let lang = language(state)?;
    Ok(words.day(lang.as_str().unwrap_or_default(), value.as_str().unwrap_or_default()))
}

/// A number without a needless `.0`, with the language's decimal mark.
fn decimal(words: &Words, value: &Value, state: &State) -> TeraResult<String> {
    let lang = language(state)?;
    Ok(words.decimal_text(lang.as_str().unwrap_or_default(), &value.to_string()))
}
