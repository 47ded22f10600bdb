// Prints the handouts of a built site with Chromium and looks at the sheets: a brief and the page of each audience are
// one side of A4 and of Letter, no page of the longer ones ends with a heading, its contents and notes lead somewhere, ids are unique.
//
//   node tests/browser/print.mjs SITE [EDITION…]        SITE: the folder of a built site
//
// Wants the package playwright-core where NODE_PATH says, Chromium (CHROMIUM, else /usr/bin/chromium), and
// pdftotext of Poppler. PDF=FOLDER keeps the sheets.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const { chromium } = createRequire(import.meta.url)("playwright-core");

const [folder, ...wanted] = process.argv.slice(2);
if (!folder) {
  console.error("usage: node tests/browser/print.mjs SITE [EDITION…]");
  process.exit(2);
}
const site = resolve(folder);
const has = (path) => existsSync(join(site, path));
const page_of = (path) => pathToFileURL(join(site, path, "index.html")).href;
const folders = (path) => (existsSync(join(site, path)) ? readdirSync(join(site, path), { withFileTypes: true }) : []);
const audiences = folders("for").filter((entry) => entry.isDirectory()).map((entry) => `for/${entry.name}`).sort();
const editions = wanted.length ? wanted : readdirSync(site).filter((name) => has(`${name}/brief/index.html`)).sort();

const kept = process.env.PDF;
const sheets = kept ?? mkdtempSync(join(tmpdir(), "sheets-"));
const problems = [];
const problem = (where, what) => problems.push(`${where}: ${what}`);

/** The lines of each page of a PDF. */
function pages(file) {
  const text = execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8", maxBuffer: 1 << 28 });
  const lines = (page) => page.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  return text.replace(/\f$/, "").split("\f").map(lines);
}

/** Stands at the end of headings, so that they are told apart from the same words elsewhere. */
const MARK = "¶";

async function print(page, name, format) {
  const path = join(sheets, `${name}-${format}.pdf`);
  await page.emulateMedia({ media: "print" });
  await page.addStyleTag({ content: `:is(h1, h2, h3, h4, h5, h6)::after { content: "${MARK}"; }` });
  await page.pdf({ path, format, preferCSSPageSize: false });
  return pages(path);
}

/** What is wrong with a page's ids, and the words of its headings. */
const look = (page) => page.evaluate(() => {
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  const known = new Set(ids);
  const fragments = [...document.querySelectorAll('a[href^="#"]')].map((link) => link.getAttribute("href").slice(1));
  const words = (element) => element.textContent.replace(/\s+/g, " ").trim();
  return {
    twice: ids.filter((id, place) => ids.indexOf(id) !== place),
    astray: fragments.filter((id) => !known.has(decodeURIComponent(id))),
    headings: [...document.querySelectorAll("main :is(h1, h2, h3, h4, h5, h6)")].map(words),
    levels: [...document.querySelectorAll("main :is(h1, h2, h3, h4, h5, h6)")].map((one) => Number(one.tagName[1])),
    contents: [...document.querySelectorAll(".contents a")].length,
    chapters: [...document.querySelectorAll(".chapter")].length,
    notes: [...document.querySelectorAll(".note")].length,
    listed: [...document.querySelectorAll(".notes li")].length,
  };
});

/** Reports what is wrong with a page's ids and headings. */
function check_ids_and_headings(where, seen) {
  if (seen.twice.length) problem(where, `ids used twice: ${seen.twice.join(", ")}`);
  if (seen.astray.length) problem(where, `links to no id: ${seen.astray.join(", ")}`);
  const skipped = seen.levels.findIndex((level, place) => place > 0 && level > seen.levels[place - 1] + 1);
  if (skipped > 0) problem(where, `the heading “${seen.headings[skipped]}” skips a level`);
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium" });
const page = await (await browser.newContext({ javaScriptEnabled: true })).newPage();
for (const edition of editions) {
  const counts = [];
  for (const [name, formats] of [["brief", ["A4", "Letter"]], ["print", ["A4", "Letter"]], ["discuss", ["A4"]]]) {
    const where = `${edition}/${name}`;
    await page.goto(page_of(where));
    const seen = await look(page);
    check_ids_and_headings(where, seen);
    for (const format of formats) {
      const printed = await print(page, `${edition}-${name}`, format);
      counts.push(`${name} ${format} ${printed.length}`);
      if (name === "brief" && printed.length !== 1) problem(where, `${printed.length} sides of ${format}`);
      if (name !== "brief") {
        for (const [place, lines] of printed.entries()) {
          // The last line is the page's number, where pages have one.
          const last = lines.filter((line) => !/^\d+$/.test(line)).at(-1) ?? "";
          if (last.endsWith(MARK) && place + 1 < printed.length) {
            problem(where, `page ${place + 1} of ${format} ends with the heading “${last}”`);
          }
        }
      }
    }
    if (name === "print") {
      if (seen.contents !== seen.chapters) problem(where, `${seen.contents} contents for ${seen.chapters} reports`);
      if (seen.notes < seen.listed) problem(where, `${seen.listed} notes for ${seen.notes} links`);
    }
  }
  console.log(`${edition}: ${counts.join(", ")}`);
}
for (const where of audiences) {
  await page.goto(page_of(where));
  check_ids_and_headings(where, await look(page));
  const counts = [];
  for (const format of ["A4", "Letter"]) {
    const printed = await print(page, where.replace("/", "-"), format);
    counts.push(`${format} ${printed.length}`);
    if (printed.length !== 1) problem(where, `${printed.length} sides of ${format}`);
  }
  console.log(`${where}: ${counts.join(", ")}`);
}
await browser.close();
if (!kept) rmSync(sheets, { recursive: true });
for (const one of problems) console.error(one);
process.exit(problems.length ? 1 : 0);
