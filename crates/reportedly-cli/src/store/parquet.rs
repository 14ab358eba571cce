//! Tables as Parquet: typed columns, some thousand rows at a time, so that memory stays flat.

use std::fs::File;
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;

use super::table::{Kind, Table};
use crate::csv::Cell;

/// Rows that are held before they are written.
const ROWS: usize = 20_000;
/// Bytes of words that are held before they are written: texts of reports are long.
const BYTES: usize = 16_000_000;

/// A table on its way into a file.
pub(super) struct Parquet {
    name: String,
    writer: SerializedFileWriter<File>,
    columns: Vec<Column>,
    rows: usize,
    bytes: usize,
}

/// The values of a column that are not written yet.
struct Column {
    name: String,
    /// Which cell of a row they come from.
    cell: usize,
    values: Values,
    /// 1 where there is a value, 0 where there is none.
    levels: Vec<i16>,
}

enum Values {
    Text(Vec<ByteArray>),
    Integer(Vec<i64>),
    Real(Vec<f64>),
    Flag(Vec<bool>),
}

impl Parquet {
    /// A file for the rows of a table.
    pub(super) fn new(name: String, file: File, table: &Table) -> Result<Parquet, String> {
        let columns = columns(table);
        let writer = || -> Result<_, ParquetError> {
            let fields = columns.iter().map(|column| column.values.field(&column.name).map(Arc::new));
            let fields = fields.collect::<Result<Vec<_>, ParquetError>>()?;
            let schema = Type::group_type_builder(table.name).with_fields(fields).build()?;
            let properties = WriterProperties::builder()
                .set_created_by(concat!("reportedly version ", env!("CARGO_PKG_VERSION")).to_owned())
                .set_compression(Compression::SNAPPY)
                .build();
            SerializedFileWriter::new(file, Arc::new(schema), Arc::new(properties))
        };
        match writer() {
            Ok(writer) => Ok(Parquet { name, writer, columns, rows: 0, bytes: 0 }),
            Err(error) => Err(failed(&name, &error)),
        }
    }

    /// Takes a row. What is no value of its column's kind is left empty.
    pub(super) fn put(&mut self, cells: Vec<Cell>) -> Result<(), String> {
        for column in &mut self.columns {
            let words = match cells.get(column.cell) {
                Some(Cell::Text(words) | Cell::Number(words)) => Some(words.as_str()),
                Some(Cell::Empty) | None => None,
            };
            self.bytes += words.map_or(0, str::len);
            let there = words.is_some_and(|words| column.values.push(words));
            column.levels.push(i16::from(there));
        }
        self.rows += 1;
        if self.rows >= ROWS || self.bytes >= BYTES { self.flush() } else { Ok(()) }
    }

    /// Writes the rest and the end of the file.
    pub(super) fn done(mut self) -> Result<(), String> {
        self.flush()?;
        let closed = self.writer.close();
        closed.map(|_| ()).map_err(|error| failed(&self.name, &error))
    }

    fn flush(&mut self) -> Result<(), String> {
        if self.rows == 0 {
            return Ok(());
        }
        (self.rows, self.bytes) = (0, 0);
        let (writer, columns) = (&mut self.writer, &mut self.columns);
        let write = || -> Result<(), ParquetError> {
            let mut group = writer.next_row_group()?;
            for column in columns {
                if let Some(out) = group.next_column()? {
                    column.write(out)?;
                }
            }
            group.close().map(|_| ())
        };
        write().map_err(|error| failed(&self.name, &error))
    }
}

/// The columns of a table, without values yet.
fn columns(table: &Table) -> Vec<Column> {
    let mut columns = Vec::new();
    for (cell, (name, kind)) in table.columns.iter().enumerate() {
        let mut add = |ending: &str, values: Values| {
            columns.push(Column { name: format!("{name}{ending}"), cell, values, levels: Vec::new() });
        };
        match kind {
            Kind::Text => add("", Values::Text(Vec::new())),
            Kind::Integer => add("", Values::Integer(Vec::new())),
            Kind::Real => add("", Values::Real(Vec::new())),
            Kind::Flag => add("", Values::Flag(Vec::new())),
            // To reckon with, and as it was written: a double does not hold every decimal.
            Kind::Digits => {
                add("", Values::Real(Vec::new()));
                add("_digits", Values::Text(Vec::new()));
            }
        }
    }
    columns
}

impl Column {
    /// Writes what is held and lets go of it.
    fn write(&mut self, mut out: SerializedColumnWriter<'_>) -> Result<(), ParquetError> {
        fn all<T: DataType>(
            out: &mut SerializedColumnWriter<'_>,
            values: &mut Vec<T::T>,
            levels: &[i16],
        ) -> Result<(), ParquetError> {
            out.typed::<T>().write_batch(values, Some(levels), None)?;
            values.clear();
            Ok(())
        }
        let levels = &self.levels;
        match (&mut self.values, out.untyped()) {
            (Values::Text(values), ColumnWriter::ByteArrayColumnWriter(_)) => {
                all::<ByteArrayType>(&mut out, values, levels)?;
            }
            (Values::Integer(values), ColumnWriter::Int64ColumnWriter(_)) => {
                all::<Int64Type>(&mut out, values, levels)?;
            }
            (Values::Real(values), ColumnWriter::DoubleColumnWriter(_)) => {
                all::<DoubleType>(&mut out, values, levels)?;
            }
            (Values::Flag(values), ColumnWriter::BoolColumnWriter(_)) => {
                all::<BoolType>(&mut out, values, levels)?;
            }
            _ => return Err(ParquetError::General("a column has two kinds".to_owned())),
        }
        self.levels.clear();
        out.close()
    }
}

impl Values {
    /// Takes a value; whether it was one.
    fn push(&mut self, words: &str) -> bool {
        fn push<T>(values: &mut Vec<T>, value: Option<T>) -> bool {
            let there = value.is_some();
            values.extend(value);
            there
        }
        match self {
            Values::Text(values) => push(values, Some(ByteArray::from(words))),
            Values::Integer(values) => push(values, words.parse().ok()),
            Values::Real(values) => push(values, words.parse().ok().filter(|value: &f64| value.is_finite())),
            Values::Flag(values) => push(values, words.parse().ok().map(|number: i64| number != 0)),
        }
    }

    /// The column in the file's schema.
    fn field(&self, name: &str) -> Result<Type, ParquetError> {
        let (physical, logical) = match self {
            Values::Text(_) => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Values::Integer(_) => (Physical::INT64, None),
            Values::Real(_) => (Physical::DOUBLE, None),
            Values::Flag(_) => (Physical::BOOLEAN, None),
        };
        Type::primitive_type_builder(name, physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical)
            .build()
    }
}

fn failed(name: &str, error: &ParquetError) -> String {
    format!("{name}: cannot be written: {error} (free some space, or write csv)")
}
