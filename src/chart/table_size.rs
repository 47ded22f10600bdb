//! The size of a table: limits that keep one wrong file from taking all memory.

/// The most columns that a table may have. A chart shows 40 at most.
const COLUMN_LIMIT: usize = 1_000;

/// The most cells, the empty ones among them: a row that leaves columns out has a cell for each.
const CELL_LIMIT: usize = 1_000_000;

/// Returns a message if a table of this size exceeds a limit. `column_limit` may be lower than that of any table.
pub fn excess(columns: usize, rows: usize, column_limit: usize) -> Option<String> {
    let limit = column_limit.min(COLUMN_LIMIT);
    if columns > limit {
        return Some(format!("the table has {columns} columns; {limit} are the most"));
    }
    let is_too_long = columns.saturating_mul(rows) > CELL_LIMIT;
    is_too_long.then(|| format!("the table has more than {CELL_LIMIT} cells"))
}
