//! Raw records of one input, packed into one allocation that is used again and again.

/// The longest line of NDJSON or TSV, row of CSV, or value of JSON, that is read: 64 MiB.
pub(in crate::build) const MAX_RECORD_BYTES: usize = 64 << 20;

/// Raw records in the order of the input: their bytes in one vector, and where each begins.
///
/// A batch is filled by [`Source::read_batch`](crate::build::input::Source::read_batch), read by
/// [`Parser::parse`](crate::build::input::Parser::parse), cleared, and filled again, so that a
/// record costs no allocation.
#[derive(Debug)]
pub(in crate::build) struct Batch {
    bytes: Vec<u8>,
    cells: Vec<(usize, usize)>,
    rows: Vec<Row>,
    max_records: usize,
    max_bytes: usize,
}

#[derive(Debug)]
struct Row {
    line: u64,
    position: Option<u64>,
    start: usize,
    end: usize,
    first_cell: usize,
    last_cell: usize,
    fault: Option<Fault>,
}

/// What makes a raw record unusable before its fields are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::build) enum Fault {
    /// It is longer than [`MAX_RECORD_BYTES`]; only its beginning is kept.
    TooLong,
    /// Something other than a delimiter or a line end follows a closing quote.
    TextAfterQuote,
}

impl Fault {
    /// Returns what is wrong and what to do, as a clause.
    pub(in crate::build) fn reason(self) -> String {
        match self {
            Fault::TooLong => {
                format!("is longer than {} MiB; put one record on a line", MAX_RECORD_BYTES >> 20)
            }
            Fault::TextAfterQuote => {
                "has text after a closing quote; write a quote inside a quoted cell twice".into()
            }
        }
    }
}

/// One raw record of a [`Batch`].
#[derive(Debug, Clone, Copy)]
pub(in crate::build) struct RawRecord<'a> {
    /// The line on which it starts, from 1.
    pub(in crate::build) line: u64,
    /// The byte of that line with which it starts, from 1, where several may be on a line.
    pub(in crate::build) position: Option<u64>,
    /// Its bytes as they came, without the line end.
    pub(in crate::build) raw: &'a [u8],
    /// Why it cannot be used, if that is known already.
    pub(in crate::build) fault: Option<Fault>,
    bytes: &'a [u8],
    cells: &'a [(usize, usize)],
}

impl<'a> RawRecord<'a> {
    /// Returns the number of cells; 0 for NDJSON, which has none.
    pub(in crate::build) fn cell_count(&self) -> usize {
        self.cells.len()
    }

    /// Returns the bytes of a cell without its quotes, or `None` past the last one.
    pub(in crate::build) fn cell(&self, number: usize) -> Option<&'a [u8]> {
        let &(start, end) = self.cells.get(number)?;
        self.bytes.get(start..end)
    }
}

impl Default for Batch {
    fn default() -> Self {
        Batch::new(4_096, 1 << 20)
    }
}

impl Batch {
    /// Makes an empty batch that is full at `max_records` records or about `max_bytes` bytes; the
    /// record that crosses the second limit still goes in.
    pub(in crate::build) fn new(max_records: usize, max_bytes: usize) -> Self {
        let (bytes, cells, rows) = (Vec::new(), Vec::new(), Vec::new());
        // A batch for no record would never end the loop that fills it.
        Batch { bytes, cells, rows, max_records: max_records.max(1), max_bytes }
    }

    /// Returns the number of records.
    pub(in crate::build) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns whether there is no record.
    pub(in crate::build) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Removes every record and keeps the memory.
    pub(in crate::build) fn clear(&mut self) {
        // Clearing keeps the capacity, so a build allocates for its first batch alone.
        self.bytes.clear();
        self.cells.clear();
        self.rows.clear();
    }

    /// Returns record `number`.
    ///
    /// # Panics
    ///
    /// If `number` is not below [`Batch::len`].
    pub(in crate::build) fn record(&self, number: usize) -> RawRecord<'_> {
        // A number past the end is a fault of ours, and its panic is documented.
        let row = &self.rows[number];
        RawRecord {
            line: row.line,
            position: row.position,
            raw: self.bytes.get(row.start..row.end).unwrap_or_default(),
            fault: row.fault,
            bytes: &self.bytes,
            cells: self.cells.get(row.first_cell..row.last_cell).unwrap_or_default(),
        }
    }

    /// Returns whether no record should be added before the next [`Batch::clear`].
    pub(in crate::build) fn is_full(&self) -> bool {
        self.rows.len() >= self.max_records || self.bytes.len() >= self.max_bytes.max(1)
    }

    /// Removes the last record.
    pub(in crate::build) fn pop(&mut self) {
        if let Some(row) = self.rows.pop() {
            self.bytes.truncate(row.start);
            self.cells.truncate(row.first_cell);
        }
    }

    /// Appends a copy of `record`, which is one of another batch.
    pub(in crate::build) fn push(&mut self, record: &RawRecord<'_>) {
        let (start, first_cell) = (self.bytes.len(), self.cells.len());
        self.bytes.extend_from_slice(record.raw);
        let end = self.bytes.len();
        // Cells may be places in the raw bytes or behind them: a copy of each serves both.
        for number in 0..record.cell_count() {
            let from = self.bytes.len();
            self.bytes.extend_from_slice(record.cell(number).unwrap_or_default());
            self.cells.push((from, self.bytes.len()));
        }
        let last_cell = self.cells.len();
        let RawRecord { line, position, fault, .. } = *record;
        self.rows.push(Row { line, position, start, end, first_cell, last_cell, fault });
    }

    /// Begins a raw record, to be ended by [`RowWriter::finish`]; dropped unfinished, it leaves
    /// nothing behind.
    pub(in crate::build) fn begin(&mut self) -> RowWriter<'_> {
        // Bytes and cells of a row are written straight into the batch. These say where to cut if
        // it fails.
        let (start, first_cell) = (self.bytes.len(), self.cells.len());
        RowWriter { batch: self, start, first_cell, finished: false }
    }
}

/// A raw record on its way into a [`Batch`].
pub(in crate::build) struct RowWriter<'b> {
    batch: &'b mut Batch,
    start: usize,
    first_cell: usize,
    finished: bool,
}

impl RowWriter<'_> {
    /// Appends raw bytes.
    pub(in crate::build) fn extend(&mut self, bytes: &[u8]) {
        self.batch.bytes.extend_from_slice(bytes);
    }

    /// Returns the raw bytes so far.
    pub(in crate::build) fn raw(&self) -> &[u8] {
        self.batch.bytes.get(self.start..).unwrap_or_default()
    }

    /// Keeps the first `len` raw bytes.
    pub(in crate::build) fn truncate(&mut self, len: usize) {
        self.batch.bytes.truncate(self.start + len);
    }

    /// Ends a raw record without cells.
    pub(in crate::build) fn finish(self, line: u64, fault: Option<Fault>) {
        let end = self.batch.bytes.len();
        self.end((line, None), end, fault);
    }

    /// Ends a raw record without cells that starts with byte `position` of its line.
    pub(in crate::build) fn finish_at(self, line: u64, position: u64, fault: Option<Fault>) {
        let end = self.batch.bytes.len();
        self.end((line, Some(position)), end, fault);
    }

    /// Ends a raw record whose cells are what `delimiter` separates in it.
    pub(in crate::build) fn finish_split(self, line: u64, delimiter: u8) {
        // Cells of TSV are places in the raw bytes: nothing is quoted, so nothing is copied.
        let Batch { bytes, cells, .. } = &mut *self.batch;
        let (mut from, end) = (self.start, bytes.len());
        for at in memchr::memchr_iter(delimiter, bytes.get(from..).unwrap_or_default()) {
            let at = self.start + at;
            cells.push((from, at));
            from = at + 1;
        }
        // The last cell has no delimiter behind it, and a row without any is one cell.
        cells.push((from, end));
        self.end((line, None), end, None);
    }

    /// Ends a raw record whose cells are those of `record`, which go behind it.
    pub(in crate::build) fn finish_cells(
        self,
        line: u64,
        record: &csv::ByteRecord,
        fault: Option<Fault>,
    ) {
        let end = self.batch.bytes.len();
        // Unquoted cells differ from the raw bytes, which messages show: so both are kept.
        self.batch.bytes.extend_from_slice(record.as_slice());
        let ranges = (0..record.len()).filter_map(|number| record.range(number));
        self.batch.cells.extend(ranges.map(|range| (end + range.start, end + range.end)));
        self.end((line, None), end, fault);
    }

    fn end(mut self, (line, position): (u64, Option<u64>), end: usize, fault: Option<Fault>) {
        self.finished = true;
        let (start, first_cell) = (self.start, self.first_cell);
        let last_cell = self.batch.cells.len();
        self.batch.rows.push(Row { line, position, start, end, first_cell, last_cell, fault });
    }
}

impl Drop for RowWriter<'_> {
    fn drop(&mut self) {
        // Reading failed in the middle of the row: half a record must not be parsed.
        if !self.finished {
            self.batch.bytes.truncate(self.start);
            self.batch.cells.truncate(self.first_cell);
        }
    }
}
