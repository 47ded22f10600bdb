//! Free data (`extra:`) within stored values: as its JSON text, because the store's format does not say of what
//! type a value is. For `#[serde(with = …)]`.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serializer};
use serde_json::Value;

/// Stores a value.
///
/// # Errors
/// The serializer's.
pub fn serialize<S: Serializer>(value: &Value, serializer: S) -> Result<S::Ok, S::Error> {
    if value.is_null() { serializer.serialize_str("") } else { serializer.serialize_str(&value.to_string()) }
}

/// Reads a value.
///
/// # Errors
/// Where there is no JSON.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
    let text = <&str>::deserialize(deserializer)?;
    if text.is_empty() { Ok(Value::Null) } else { serde_json::from_str(text).map_err(D::Error::custom) }
}
