//! Serialises a JSON value as a string of JSON, for `#[serde(with = "…")]`. The cache's format does not record types,
//! so it cannot hold a value of any type (`extra:`) directly. `null` is an empty string.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serializer};
use serde_json::Value;

/// Writes a value as a string.
///
/// # Errors
/// The serializer's.
pub fn serialize<S: Serializer>(value: &Value, serializer: S) -> Result<S::Ok, S::Error> {
    if value.is_null() { serializer.serialize_str("") } else { serializer.serialize_str(&value.to_string()) }
}

/// Reads a value from its string.
///
/// # Errors
/// The string is not JSON.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
    let text = <&str>::deserialize(deserializer)?;
    if text.is_empty() { Ok(Value::Null) } else { serde_json::from_str(text).map_err(D::Error::custom) }
}
