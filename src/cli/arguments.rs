//! The commands and flags of the command line, with their help texts. `options.rs` turns flags into options.

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use jiff::civil::Date;
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

/// Turns Markdown trend reports into a static site.
#[derive(Debug, Parser)]
#[command(name = "trendpress", version, about, max_term_width = 100)]
pub struct Arguments {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Command,
}

/// The flags that every command has.
#[derive(Debug, Args)]
pub struct Common {
    /// The site's folder
    #[arg(short, long, global = true, value_name = "DIR", default_value = ".")]
    pub root: PathBuf,
    /// A settings file other than trendpress.yaml in that folder
    #[arg(short, long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Print findings only, and no summary; never changes the exit code
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Print more: what was written, what is held back
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub verbose: bool,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a small site to begin with
    Init(Init),
    /// Make a report, an edition, a theme or a page
    #[command(subcommand)]
    New(New),
    /// Build the site
    #[command(alias = "b")]
    Build(Build),
    /// Find what is wrong, and write nothing
    Check(Check),
    /// Preview the site in a browser, from memory, and show each change as it is saved
    #[command(alias = "server")]
    Serve(Serve),
    /// List what the site has
    List(List),
    /// Count the votes of an edition, and say what would tip the result
    Tally(Tally),
    /// Explain a finding's code, or list all codes
    Explain {
        /// The code, such as broken-link
        code: Option<String>,
    },
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: Shell,
    },
}

#[derive(Debug, Args)]
pub struct Init {
    /// The folder to make it in
    #[arg(default_value = ".", value_name = "DIR")]
    pub folder: PathBuf,
    /// The site's title
    #[arg(long, default_value = "Trend Reports")]
    pub title: String,
    /// Write beside files that are there already; none is overwritten
    #[arg(short, long)]
    pub force: bool,
}

#[derive(Debug, Subcommand)]
pub enum New {
    /// A report
    Report {
        /// Its title
        title: String,
        /// Its kind; the site's first without it
        #[arg(short, long)]
        kind: Option<String>,
        /// Its edition; the newest without it
        #[arg(short, long)]
        edition: Option<String>,
    },
    /// An edition, with the topics of the newest one carried over as undecided drafts, and its parts a year on
    Edition {
        /// Its id, which becomes the folder's name: 2027
        id: String,
        /// Begin without the topics of the newest edition
        #[arg(long)]
        empty: bool,
        /// Have it come out in parts, one for each kind, if the newest edition has none to go by
        #[arg(long)]
        parts: bool,
    },
    /// Words about a theme
    Theme {
        /// Its label
        label: String,
    },
    /// A plain page
    Page {
        /// Its title
        title: String,
    },
}

/// The flags that decide what is published.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own on the command line")]
pub struct Publishing {
    /// The address the site will have, in place of the settings'
    #[arg(short = 'u', long, value_name = "https://host/path/", alias = "baseURL")]
    pub base_url: Option<String>,
    /// Publish drafts too
    #[arg(short = 'D', long)]
    pub drafts: bool,
    /// Publish what is dated in the future too
    #[arg(short = 'F', long)]
    pub future: bool,
    /// Publish what has expired too
    #[arg(short = 'E', long)]
    pub expired: bool,
    /// Build as of this day
    #[arg(long, value_name = "DATE")]
    pub at: Option<Date>,
    /// Treat warnings as errors
    #[arg(long)]
    pub strict: bool,
    /// Permit a site without content, or one that lost most of its reports since the last build
    #[arg(long)]
    pub allow_shrink: bool,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own on the command line")]
pub struct Build {
    #[command(flatten)]
    pub publishing: Publishing,
    /// How to print findings; all but human go to standard output
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
    /// The folder to write to, in place of the settings'
    #[arg(short, long, value_name = "DIR", alias = "destination")]
    pub output_dir: Option<PathBuf>,
    /// Write to a folder that holds files of others, and over them
    #[arg(short, long)]
    pub force: bool,
    /// Print what each stage took, how many items it had, and how many were reused
    #[arg(long)]
    pub timings: bool,
    /// Neither use nor leave a cache in .trendpress/
    #[arg(long)]
    pub no_cache: bool,
    /// Build all once more in memory afterwards, and fail where that gives anything else
    #[arg(long)]
    pub verify: bool,
    /// Say why a file of the built site was made or reused: 2026/digital-equity/index.html
    #[arg(long, value_name = "FILE")]
    pub explain: Option<String>,
    /// Go on: build again whenever something is saved
    #[arg(short, long, conflicts_with = "format")]
    pub watch: bool,
    /// With --watch: look for changes at intervals, and ask the system for no events
    #[arg(long, requires = "watch")]
    pub poll: bool,
}

#[derive(Debug, Args)]
pub struct Check {
    #[command(flatten)]
    pub publishing: Publishing,
    /// Fail where a page would load anything from another host
    #[arg(long)]
    pub privacy: bool,
    /// How to print findings; all but human go to standard output
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own on the command line")]
pub struct Serve {
    #[command(flatten)]
    pub publishing: Publishing,
    /// The port; without it 1111, or the next one that is free
    #[arg(short, long)]
    pub port: Option<u16>,
    /// The address to listen at; others than this machine's own let others in
    #[arg(short, long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    pub interface: IpAddr,
    /// Open the preview in a browser
    #[arg(short = 'O', long)]
    pub open: bool,
    /// Have open tabs go to the page of the report that was just saved
    #[arg(long)]
    pub follow: bool,
    /// Look for changes at intervals, and ask the system for no events
    #[arg(long)]
    pub poll: bool,
    /// Compare each state of the preview with a clean build, and say where they differ
    #[arg(long)]
    pub verify: bool,
}

#[derive(Debug, Args)]
pub struct List {
    /// What to list
    #[arg(value_enum, default_value_t = ListItems::Reports)]
    pub what: ListItems,
    #[arg(long, value_enum, default_value_t = ListFormat::Human)]
    pub format: ListFormat,
    /// The day that decides what is future or expired
    #[arg(long, value_name = "DATE")]
    pub at: Option<Date>,
}

#[derive(Debug, Args)]
pub struct Tally {
    /// The edition; without it, the newest that has votes
    pub edition: Option<String>,
    #[arg(long, value_enum, default_value_t = ListFormat::Human)]
    pub format: ListFormat,
}

/// The items that `list` can list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListItems {
    /// Every report, published or not
    Reports,
    /// Reports and pages that are drafts
    Drafts,
    /// What is not published yet
    Future,
    /// What is no longer published
    Expired,
    /// Editions
    Editions,
    /// Topics
    Topics,
    /// Themes
    Themes,
}

/// The formats of `list` and `tally`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// A table
    Human,
    /// An array of objects
    Json,
}

/// The formats of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people, with excerpts
    Human,
    /// One array
    Json,
    /// Annotations of GitHub Actions
    Github,
    /// SARIF 2.1.0, for code scanners
    Sarif,
}
