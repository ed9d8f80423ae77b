//! The results of a run: as a table for people, as JSON or CSV for programs.

use std::{collections::BTreeMap, fmt, time::Duration};

use clap::Args;
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{MapAccess, Visitor},
};
use serde_json::Value;

use crate::{process::Cost, protocol::Protocol, tally::Tally};

#[derive(Args, Clone, Copy)]
pub struct Format {
    /// Print JSON
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Print a line of names and a line of values
    #[arg(long)]
    csv: bool,
}

impl Format {
    /// # Errors
    /// When a report cannot be written as JSON, which does not happen in practice.
    pub fn print(self, report: &impl Serialize) -> Result<(), String> {
        let json = serde_json::to_string(report).map_err(|e| e.to_string())?;
        if self.json {
            println!("{json}");
            return Ok(());
        }
        let Fields(fields) = serde_json::from_str(&json).map_err(|e| e.to_string())?;
        if self.csv {
            let names: Vec<_> = fields.iter().map(|(name, _)| name.as_str()).collect();
            let values: Vec<_> = fields.iter().map(|(_, value)| plain(value)).collect();
            println!("{}\n{}", names.join(","), values.join(","));
        } else {
            for (name, value) in fields {
                println!("{:28} {}", name.replace('_', " "), plain(&value));
            }
        }
        Ok(())
    }
}

/// The fields of a JSON object in their order.
struct Fields(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Fields;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Fields, M::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

/// A value in one word; commas would break a line of CSV.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => "-".into(),
        Value::String(text) => text.replace(',', ";"),
        Value::Object(map) if map.is_empty() => "none".into(),
        Value::Object(map) => {
            map.iter().map(|(name, count)| format!("{}={count}", name.replace(',', ";"))).collect::<Vec<_>>().join("; ")
        }
        other => other.to_string(),
    }
}

/// Rounds so that small numbers keep three decimals and large ones none.
pub fn rounded(number: f64) -> f64 {
    let scale = if number.abs() >= 1000.0 { 1.0 } else { 1000.0 };
    (number * scale).round() / scale
}

/// The server's resident memory (VmRSS), in bytes.
pub struct Memory {
    /// Before anyone joined.
    pub before: Option<u64>,
    /// With everyone in the room, before they move.
    pub still: Option<u64>,
    pub loaded: Option<u64>,
    pub people: usize,
}

impl Memory {
    fn mib(bytes: Option<u64>) -> Option<f64> {
        bytes.map(|bytes| rounded(bytes as f64 / (1 << 20) as f64))
    }

    fn kib_each(&self, with: Option<u64>) -> Option<f64> {
        let more = with?.saturating_sub(self.before?);
        (self.people > 0).then(|| rounded(more as f64 / 1024.0 / self.people as f64))
    }
}

/// One field for each figure, so that the names are the same in all three forms.
#[derive(Serialize)]
pub struct Report {
    server: String,
    people: usize,
    joined: usize,
    present_at_the_end: usize,
    joins_refused: BTreeMap<String, u64>,
    join_p50_ms: Option<f64>,
    join_p99_ms: Option<f64>,
    seconds: f64,
    poses_sent_per_s: f64,
    pose_frames_per_s: f64,
    pose_entries_per_s: f64,
    staleness_p50_ms: Option<f64>,
    staleness_p99_ms: Option<f64>,
    staleness_max_ms: Option<f64>,
    wrong_entries: u64,
    lines_said: u64,
    lines_replied: u64,
    /// To everyone except the author.
    lines_delivered: u64,
    lines_missing: u64,
    reply_p50_ms: Option<f64>,
    reply_p99_ms: Option<f64>,
    delivery_p50_ms: Option<f64>,
    delivery_p99_ms: Option<f64>,
    seq_gaps: u64,
    refusals: BTreeMap<String, u64>,
    closed: BTreeMap<String, u64>,
    server_cpu_s: Option<f64>,
    server_percent_of_a_core: Option<f64>,
    pose_entries_per_cpu_s: Option<f64>,
    descendants_cpu_s: Option<f64>,
    generator_cpu_s: f64,
    memory_before_mib: Option<f64>,
    memory_still_mib: Option<f64>,
    memory_loaded_mib: Option<f64>,
    memory_still_kib_each: Option<f64>,
    memory_loaded_kib_each: Option<f64>,
}

/// The results of a run, before they are turned into figures.
pub struct Measured {
    pub protocol: Protocol,
    pub people: usize,
    pub joined: usize,
    pub present: usize,
    pub elapsed: Duration,
    pub tally: Tally,
    pub server: Option<Cost>,
    pub own: Cost,
    pub memory: Memory,
}

impl Report {
    pub fn of(measured: &Measured) -> Self {
        let Measured { tally, memory, joined, .. } = measured;
        let seconds = measured.elapsed.as_secs_f64();
        let rate = |count: u64| rounded(count as f64 / seconds);
        let server = measured.server.map(|cost| cost.cpu.as_secs_f64());
        let due = tally.lines_replied * (*joined as u64).saturating_sub(1);
        Self {
            server: measured.protocol.to_string(),
            people: measured.people,
            joined: *joined,
            present_at_the_end: measured.present,
            joins_refused: tally.refused_joins.clone(),
            join_p50_ms: tally.joins.ms(0.5),
            join_p99_ms: tally.joins.ms(0.99),
            seconds: rounded(seconds),
            poses_sent_per_s: rate(tally.poses_sent),
            pose_frames_per_s: rate(tally.frames),
            pose_entries_per_s: rate(tally.entries),
            staleness_p50_ms: tally.staleness.ms(0.5),
            staleness_p99_ms: tally.staleness.ms(0.99),
            staleness_max_ms: tally.staleness.ms(1.0),
            wrong_entries: tally.wrong_entries,
            lines_said: tally.lines_said,
            lines_replied: tally.lines_replied,
            lines_delivered: tally.lines_delivered,
            lines_missing: due.saturating_sub(tally.lines_delivered),
            reply_p50_ms: tally.replies.ms(0.5),
            reply_p99_ms: tally.replies.ms(0.99),
            delivery_p50_ms: tally.deliveries.ms(0.5),
            delivery_p99_ms: tally.deliveries.ms(0.99),
            seq_gaps: tally.gaps,
            refusals: tally.refusals.clone(),
            closed: tally.closed.clone(),
            server_cpu_s: server.map(rounded),
            server_percent_of_a_core: server.map(|cpu| rounded(cpu / seconds * 100.0)),
            pose_entries_per_cpu_s: server.filter(|cpu| *cpu > 0.0).map(|cpu| rounded(tally.entries as f64 / cpu)),
            descendants_cpu_s: measured.server.map(|cost| rounded(cost.descendants.as_secs_f64())),
            generator_cpu_s: rounded(measured.own.cpu.as_secs_f64()),
            memory_before_mib: Memory::mib(memory.before),
            memory_still_mib: Memory::mib(memory.still),
            memory_loaded_mib: Memory::mib(memory.loaded),
            memory_still_kib_each: memory.kib_each(memory.still),
            memory_loaded_kib_each: memory.kib_each(memory.loaded),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_as_one_word() {
        assert_eq!(plain(&serde_json::json!({"too_slow": 2, "a,b": 1})), "a;b=1; too_slow=2");
        assert_eq!(plain(&serde_json::json!({})), "none");
        assert_eq!(plain(&Value::Null), "-");
        assert_eq!((rounded(1234.56), rounded(0.012_345), rounded(12.345_6)), (1235.0, 0.012, 12.346));
    }

    #[test]
    fn fields_keep_their_order() {
        let Fields(fields) = serde_json::from_str(r#"{"z":1,"a":null,"m":{}}"#).expect("an object");
        let names: Vec<_> = fields.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["z", "a", "m"]);
    }

    #[test]
    fn memory_is_divided_among_the_people_who_joined() {
        let memory = Memory { before: Some(10 << 20), still: Some(13 << 20), loaded: None, people: 300 };
        assert_eq!(memory.kib_each(memory.still), Some(10.24));
        assert_eq!(memory.kib_each(memory.loaded), None);
        assert_eq!(Memory { people: 0, ..memory }.kib_each(Some(2)), None);
    }
}
