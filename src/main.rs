//! Hands the command line to `cli`.

use std::process::ExitCode;

/// Pages are many small values that live as long as one page; this allocator hands them out at half the
/// cost of the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    trendpress::main()
}
