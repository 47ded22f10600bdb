//! The size of a table: limits that keep one wrong file from taking all memory.

/// The most columns that a table may have. A chart shows 40 at most.
const COLUMN_LIMIT: usize = 1_000;

/// The number of cells that any table may have.
const FREE_CELLS: usize = 2_000;

/// The number of cells for each byte that a longer table may have: in YAML a row that leaves columns out has an empty cell for each.
const CELLS_FOR_EACH_BYTE: usize = 3;

/// Returns a message if a table of this size, written in so many bytes, exceeds a limit. `column_limit` may be lower than that of
/// any table.
pub fn excess(columns: usize, rows: usize, bytes: usize, column_limit: usize) -> Option<String> {
    let limit = column_limit.min(COLUMN_LIMIT);
    if columns > limit {
        return Some(format!("the table has {columns} columns; {limit} are the most"));
    }
    let limit = FREE_CELLS.max(bytes.saturating_mul(CELLS_FOR_EACH_BYTE));
    let is_too_long = columns.saturating_mul(rows) > limit;
    is_too_long.then(|| format!("the table has more than {limit} cells, and most are empty"))
}
