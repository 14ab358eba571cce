//! Checks JSON against `docs/reportedly-1.schema.json`: the few keywords of JSON Schema that it uses, and no others.

use serde_json::Value;

/// What is wrong with `value`, by place; empty where it fits.
pub fn faults(schema: &Value, value: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    Checker { root: schema }.check(schema, value, "", &mut faults);
    faults
}

struct Checker<'a> {
    root: &'a Value,
}

impl Checker<'_> {
    fn check(&self, schema: &Value, value: &Value, place: &str, faults: &mut Vec<String>) {
        for (keyword, rule) in schema.as_object().unwrap() {
            let fits = match keyword.as_str() {
                "$schema" | "$id" | "$defs" | "title" | "description" => true,
                "$ref" => {
                    let path = rule.as_str().unwrap().strip_prefix('#').unwrap();
                    self.check(self.root.pointer(path).unwrap(), value, place, faults);
                    true
                }
                "anyOf" => rule.as_array().unwrap().iter().any(|option| {
                    let mut inner = Vec::new();
                    self.check(option, value, place, &mut inner);
                    inner.is_empty()
                }),
                "type" => match rule {
                    Value::Array(types) => types.iter().any(|name| has_type(value, name.as_str().unwrap())),
                    name => has_type(value, name.as_str().unwrap()),
                },
                "const" => value == rule,
                "enum" => rule.as_array().unwrap().contains(value),
                "pattern" => value.as_str().is_none_or(|text| matches(rule.as_str().unwrap(), text)),
                "minimum" => value.as_f64().is_none_or(|number| number >= rule.as_f64().unwrap()),
                "maximum" => value.as_f64().is_none_or(|number| number <= rule.as_f64().unwrap()),
                "minItems" => value.as_array().is_none_or(|list| list.len() as u64 >= rule.as_u64().unwrap()),
                "maxItems" => value.as_array().is_none_or(|list| list.len() as u64 <= rule.as_u64().unwrap()),
                "items" => {
                    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.check(rule, item, &format!("{place}/{index}"), faults);
                    }
                    true
                }
                "required" => value.as_object().is_none_or(|fields| {
                    rule.as_array().unwrap().iter().all(|name| fields.contains_key(name.as_str().unwrap()))
                }),
                "properties" => {
                    for (name, rule) in rule.as_object().unwrap() {
                        if let Some(field) = value.get(name) {
                            self.check(rule, field, &format!("{place}/{name}"), faults);
                        }
                    }
                    true
                }
                "additionalProperties" => {
                    assert_eq!(*rule, Value::Bool(false));
                    let known = schema["properties"].as_object().unwrap();
                    let unknown =
                        value.as_object().into_iter().flatten().find(|(name, _)| !known.contains_key(*name));
                    if let Some((name, _)) = unknown {
                        faults.push(format!("{place}: the field “{name}” is not in the schema"));
                    }
                    true
                }
                other => panic!("the schema uses “{other}”, which this check does not know"),
            };
            if !fits {
                let mut shown = value.to_string();
                shown.truncate(shown.floor_char_boundary(100));
                faults.push(format!("{place}: {keyword} {rule}: {shown}"));
            }
        }
    }
}

fn has_type(value: &Value, name: &str) -> bool {
    match name {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_u64() || value.is_i64(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("no type is called “{other}”"),
    }
}

/// The patterns of the schema, each by hand.
fn matches(pattern: &str, text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let id = |letter: char| text.strip_prefix(letter).is_some_and(digits);
    match pattern {
        "^c[0-9]+$" => id('c'),
        "^s[0-9]+$" => id('s'),
        "^f[0-9]+$" => id('f'),
        "^t[0-9]+$" => id('t'),
        "^(published|t[0-9]+)$" => text == "published" || id('t'),
        "^[0-9a-f]{64}$" => text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')),
        "^[A-Z][0-9]{2}$" => {
            text.len() == 3 && text.starts_with(|c: char| c.is_ascii_uppercase()) && digits(&text[1..])
        }
        "^[Hh][Tt][Tt][Pp][Ss]?:" => {
            let lower = text.to_ascii_lowercase();
            lower.starts_with("http:") || lower.starts_with("https:")
        }
        "^-?[0-9]{4,6}-[0-9]{2}-[0-9]{2}$" => {
            let parts: Vec<&str> = text.trim_start_matches('-').split('-').collect();
            parts.len() == 3 && parts.iter().all(|part| digits(part)) && parts[0].len() >= 4
        }
        other => panic!("the schema uses the pattern “{other}”, which this check does not know"),
    }
}
