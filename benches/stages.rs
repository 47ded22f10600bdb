//! Measures each stage on the generated site of 1,000 reports, on all threads.

#![expect(clippy::unwrap_used, reason = "a bench that cannot make its site has nothing to measure")]

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use jiff::civil::date;
use rayon::prelude::*;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;
use trendpress::SourcePath;
use trendpress::internals::parse;
use trendpress::internals::{CheckedFile, check};
use trendpress::internals::{Publication, Site, link};
use trendpress::internals::{Renderer, SharedOutputs};
use trendpress::internals::{SharedViews, Viewer};
use trendpress::internals::{Skin, skin};
use trendpress::internals::{Snapshot, SourceFile, list, load};
use trendpress::internals::{Target, write};
use trendpress::pipeline::{Options, build};
use trendpress::{Settings, config};

mod generator;

const REPORTS: usize = 1_000;

const TODAY: jiff::civil::Date = date(2026, 6, 1);

/// The generated site on disk, and folders for outputs beside it.
fn site() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    generator::generate(REPORTS, |path, text| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    });
    folder
}

fn settings(snapshot: &Snapshot) -> (Arc<Settings>, SourcePath) {
    let file = snapshot.settings.as_ref().unwrap();
    (Arc::new(config(&file.path, file.text()).0), file.path.clone())
}

fn check_all(snapshot: &Snapshot, settings: &Settings) -> Vec<CheckedFile> {
    let files: Vec<&Arc<SourceFile>> = snapshot.content.values().collect();
    let one = |file: &SourceFile| {
        let (text, _) = file.read().unwrap();
        check(parse(&file.path, &text, settings.markdown), &text, settings)
    };
    files.into_par_iter().map(|file| Arc::new(one(file))).collect()
}

fn link_all(files: Vec<CheckedFile>, skin: &Skin, settings: &Arc<Settings>, file: &SourcePath) -> Site {
    let publication = Publication { today: TODAY, drafts: false, future: false, expired: false };
    link(files, (Vec::new(), Vec::new()), &skin.outputs(), Arc::clone(settings), file, publication, None).0
}

/// Renders every page, as the pipeline does. Returns the number of bytes.
fn render_all(site: &Site, skin: &Skin) -> usize {
    let prepared = SharedViews::new(site, skin);
    let viewer = Viewer::new(site, &prepared);
    let surroundings = SharedOutputs::new(skin, &viewer);
    let renderer = Renderer::new(skin, &surroundings);
    let pages = site.all_pages();
    pages.par_iter().map(|&page| renderer.page(&viewer, page).unwrap().len()).sum()
}

fn stages(criterion: &mut Criterion) {
    let folder = site();
    let snapshot = load(list(folder.path(), None), &Snapshot::default());
    let (settings, settings_file) = settings(&snapshot);
    let (skin, _) = skin(&snapshot, &settings, &settings_file);
    let files = check_all(&snapshot, &settings);
    let site = link_all(files.clone(), &skin, &settings, &settings_file);

    let mut group = criterion.benchmark_group("stages");
    group.sample_size(20);
    group.bench_function("load", |bencher| {
        bencher.iter(|| load(list(black_box(folder.path()), None), &Snapshot::default()));
    });
    group
        .bench_function("read, parse and check", |bencher| bencher.iter(|| check_all(black_box(&snapshot), &settings)));
    group.bench_function("link", |bencher| {
        let copy = || files.clone();
        bencher.iter_batched(copy, |files| link_all(files, &skin, &settings, &settings_file), BatchSize::LargeInput);
    });
    group.bench_function("view and render", |bencher| bencher.iter(|| render_all(black_box(&site), &skin)));
    group.bench_function("write", |bencher| {
        let outputs = build(&Options::new(folder.path(), TODAY), &|_| {}).outputs;
        let mut number = 0;
        let fresh = || {
            number += 1;
            folder.path().join(format!("public-{number}"))
        };
        let root: &Path = folder.path();
        let put = |public: PathBuf| {
            write(&outputs, &Target { folder: &public, site_root: root, force: false }).unwrap();
            public
        };
        bencher.iter_batched(fresh, put, BatchSize::PerIteration);
    });
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
