//! The buffer that a template renders into, with limits: a page that no browser can show and a template that does not end
//! become findings.

use std::io::{self, Write};
use std::time::{Duration, Instant};

/// The most bytes that a page may have.
const SIZE_LIMIT: usize = 32 << 20;

/// The time that a page may take. The slowest page of a site of 10,000 reports takes a thousandth of it.
pub const TIME_LIMIT: Duration = Duration::from_secs(10);

/// The number of writes between two looks at the clock. A template writes dozens of times in a microsecond.
const WRITES: u32 = 1_024;

/// A page while it is rendered.
pub struct PageBuffer {
    bytes: Vec<u8>,
    start: Instant,
    writes: u32,
    exceeded: Option<Exceeded>,
}

/// The limit that a page exceeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exceeded {
    /// Its size.
    Size,
    /// The time to render it.
    Time,
}

impl PageBuffer {
    /// Creates an empty page.
    pub fn new() -> Self {
        Self { bytes: Vec::with_capacity(64 << 10), start: Instant::now(), writes: 0, exceeded: None }
    }

    /// Returns the limit that the page exceeds, in words. Nothing is written beyond it.
    pub fn exceeded(&self) -> Option<String> {
        Some(match self.exceeded? {
            Exceeded::Size => format!("is larger than {} MiB", SIZE_LIMIT >> 20),
            Exceeded::Time => format!("takes more than {} s to render", TIME_LIMIT.as_secs()),
        })
    }

    /// Returns the bytes so far.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

impl Write for PageBuffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes).map(|()| bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.writes = self.writes.wrapping_add(1);
        if self.bytes.len() + bytes.len() > SIZE_LIMIT {
            self.exceeded = Some(Exceeded::Size);
        } else if self.writes.is_multiple_of(WRITES) && self.start.elapsed() > TIME_LIMIT {
            self.exceeded = Some(Exceeded::Time);
        }
        if self.exceeded.is_some() {
            return Err(io::Error::other("the page exceeds a limit"));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_ends_at_its_largest_size() {
        let mut page = PageBuffer::new();
        let piece = vec![b'x'; 1 << 20];
        let written = (0..64).take_while(|_| page.write_all(&piece).is_ok()).count();
        assert_eq!((written, page.exceeded().as_deref()), (32, Some("is larger than 32 MiB")));
        assert_eq!(page.into_bytes().len(), SIZE_LIMIT);
    }

    #[test]
    fn a_page_ends_when_its_time_is_over() {
        let mut page = PageBuffer::new();
        page.start -= TIME_LIMIT;
        let written = (0..10_000).take_while(|_| page.write_all(b"x").is_ok()).count();
        assert_eq!((written, page.exceeded().as_deref()), (1_023, Some("takes more than 10 s to render")));
    }
}
