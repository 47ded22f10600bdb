// Shows and prints slides with Chromium: of a built site, and of one with the longest texts and lists that it makes up.
// On paper each slide is one page of A4 and of Letter, with all of its words; on a screen it is as tall as the window or
// taller, and never wider; the keys that scroll turn the pages; nothing is asked of a network.
//
//   node tests/browser/slides.mjs PROGRAM SITE        PROGRAM: a built trendpress, SITE: the folder of a built site
//
// Wants the package playwright-core where NODE_PATH says, Chromium (CHROMIUM, else /usr/bin/chromium), and
// pdftotext of Poppler. PDF=FOLDER keeps the sheets.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const { chromium } = createRequire(import.meta.url)("playwright-core");

const [program, folder] = process.argv.slice(2);
if (!folder) {
  console.error("usage: node tests/browser/slides.mjs PROGRAM SITE");
  process.exit(2);
}
const scratch = mkdtempSync(join(tmpdir(), "slides-"));
const sheets = process.env.PDF ?? scratch;
const problems = [];
const problem = (where, what) => problems.push(`${where}: ${what}`);

/** Words in four languages. Each fills any length. */
const WORDS = {
  en: "Responsibilities understanding infrastructure and their consequences for WWW districts ",
  de: "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung für Grundschulen ",
  ar: "المساواة الرقمية في المدارس وكل ما يتبعها من مسؤوليات وتبعات ",
  zh: "数字公平与获取机会是所有学校的共同责任和任务",
};
const filled = (language, length) => WORDS[language].repeat(Math.ceil(length / WORDS[language].length)).slice(0, length).trim();

/** Lengths of a title, a summary, an action and a question. The first two are the longest that front matter may have. */
const LONGEST = [300, 2000, 900, 900];
const FITTING = [[50, 200, 175, 150], [10, 380, 10, 150], [50, 80, 290, 150]];
/** Chinese characters are twice as wide. */
const half = (language, lengths) => lengths.map((length) => (language === "zh" ? Math.floor(length / 2) : length));

/** Builds a site whose texts and lists are longer than any slide, in four languages. Gives its folder. */
function longest() {
  const root = join(scratch, "longest");
  const write = (path, lines) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), lines.join("\n"));
  };
  const languages = Object.keys(WORDS).map((tag) => `  ${tag}: {label: ${tag}, title: ${filled(tag, 60)}, notice: "${filled(tag, 900)}"}`);
  write("trendpress.yaml", ["title: Long", "languages:", ...languages]);
  write("content/data/bars.csv", ["What,Share", ...Array.from({ length: 6 }, (_, row) => `${filled("en", 60)} ${row},${row * 9 + 20}`)]);
  write("content/data/tall.csv", ["What,Share", ...Array.from({ length: 40 }, (_, row) => `Row ${row},${row + 20}`)]);
  const chart = (data, length) => `charts: [{type: bar, data: ${data}, title: "${filled("en", length)}", note: "${filled("en", length)}", source: "${filled("en", length)}"}]`;
  // A chart that just fits, one with too long a note, one that is too tall.
  const charts = { "hurdle-1": [chart("bars", 120)], "hurdle-2": [chart("bars", 500)], "hurdle-3": [chart("tall", 20)] };
  /** Texts that are too long, and some that just fit in the usual size. */
  const texts = (language, [title, summary, action, question]) => [
    `title: "${filled(language, title)}"`, `summary: "${filled(language, summary)}"`,
    `actions: ["${filled(language, action)}"]`, `questions: ["${filled(language, question)}"]`,
    `sources: [${[1, 2, 3].map((source) => `{title: "${source} ${filled(language, 400)}", author: "${filled(language, 300)}", year: 2026}`).join(", ")}]`,
  ];
  for (const year of [2025, 2026]) {
    for (const language of Object.keys(WORDS)) {
      const ending = language === "en" ? "md" : `${language}.md`;
      const source = [`board: {size: 130, countries: 14, states: 32}`, `date: ${year}-01-01`];
      write(`content/${year}/edition.${ending}`, ["---", ...texts(language, year === 2025 ? half(language, [100, 250, 1, 1]) : LONGEST).slice(0, 2), ...(language === "en" ? source : []), "---"]);
      for (const [kind, count] of [["hurdle", 5], ["accelerator", 12], ["tech-enabler", 30]]) {
        for (let rank = 1; rank <= count; rank++) {
          // Of the topics of 2026, some moved, some are new.
          const id = `${kind}-${year === 2025 ? (rank * 7) % (count + 6) : rank}`;
          const own = [`kind: ${kind}`, `rank: ${rank}`, `votes: {share: ${60 - rank}}`];
          write(`content/${year}/${id}.${ending}`, ["---", ...texts(language, year === 2025 ? half(language, FITTING[rank % 3]) : LONGEST), ...(language === "en" ? own : []), ...(charts[id] ?? []), "---", "Text.", ""]);
        }
      }
    }
  }
  const out = join(scratch, "built");
  execFileSync(resolve(program), ["build", "--quiet", "--no-cache", "--at", "2026-06-01", "--root", root, "--output-dir", out], { stdio: ["ignore", "ignore", "ignore"] });
  return out;
}

/** Letters and digits alone: what hyphens and line breaks leave of a text. */
const letters = (text) => text.normalize("NFKC").replace(/[^\p{L}\p{N}]/gu, "");

/** The texts of each page of a PDF. */
function pages(file) {
  return execFileSync("pdftotext", [file, "-"], { encoding: "utf8", maxBuffer: 1 << 28 }).replace(/\f$/, "").split("\f");
}

/** The paragraphs of each slide as they are shown, and the texts that are beyond its edges. */
const look = (page) => page.evaluate(() => [...document.querySelectorAll(".slide")].map((slide) => {
  const edge = slide.getBoundingClientRect();
  const shown = [...slide.querySelectorAll("h1, h2, h3, p, li")].filter((one) => one.getClientRects().length && !one.querySelector("p, li"));
  const beyond = [];
  const texts = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    const is_beyond = (box) => box.left < edge.left - 1 || box.right > edge.right + 1 || box.top < edge.top - 1 || box.bottom > edge.bottom + 1;
    if (!texts.currentNode.parentElement.closest("details, title, desc, form") && [...range.getClientRects()].some(is_beyond)) beyond.push(texts.currentNode.data.trim());
  }
  return { id: slide.id, height: edge.height, beyond, texts: shown.map((one) => one.innerText) };
}));

async function screens(page, where, address) {
  for (const [width, height] of [[360, 640], [1280, 720], [1920, 1080]]) {
    await page.setViewportSize({ width, height });
    await page.goto(address);
    const slides = await look(page);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    if (wide > width) problem(where, `${wide} px wide in a window of ${width}`);
    for (const { id, height: tall, beyond } of slides) {
      if (tall < height - 1) problem(where, `#${id} is ${tall} px high in a window of ${height}`);
      for (const text of beyond) problem(where, `#${id} of ${width} px cuts “${text}”`);
    }
  }
}

async function paper(page, where, address) {
  await page.setViewportSize({ width: 964, height: 700 });
  await page.emulateMedia({ media: "print" });
  await page.goto(address);
  const slides = await look(page);
  const counts = [];
  for (const format of ["A4", "Letter"]) {
    const path = join(sheets, `${where.replaceAll("/", "-")}-${format}.pdf`);
    await page.pdf({ path, format, preferCSSPageSize: false });
    const printed = pages(path);
    counts.push(`${format} ${printed.length}`);
    if (printed.length !== slides.length) problem(where, `${slides.length} slides on ${printed.length} pages of ${format}`);
    for (const [place, { id, texts }] of slides.entries()) {
      const words = letters(printed[place] ?? "");
      // The text of a right-to-left page, or of one with columns, has its lines in another order: words, then.
      const missing = texts.flatMap((text) => text.split(/\s+/)).map(letters).filter((word) => /^\p{Script=Latin}{2,20}$/u.test(word) && !words.includes(word));
      if (missing.length > 0) problem(where, `#${id} on ${format} lacks “${missing.join(" ")}”`);
      // A right-to-left page has the two numbers the other way around.
      const numbers = [place + 1, slides.length];
      if (!words.includes(numbers.join("")) && !words.includes(numbers.reverse().join(""))) problem(where, `page ${place + 1} of ${format} is not ${place + 1} / ${slides.length}`);
    }
  }
  await page.emulateMedia({ media: null });
  return `${slides.length} slides, ${counts.join(", ")}`;
}

/** Turns pages by key, and opens one by its address. */
async function keys(page, where, address) {
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.goto(address);
  const at = () => page.evaluate(() => Math.round(scrollY / innerHeight * 100) / 100);
  const expect = async (what, slide) => {
    // Scrolling takes a while, and is over when nothing has moved for ten frames.
    await page.evaluate(async () => {
      for (let still = 0, last = scrollY; still < 10; still = scrollY === last ? still + 1 : 0, last = scrollY) {
        await new Promise(requestAnimationFrame);
      }
    });
    const seen = await at();
    if (Math.abs(seen - slide) > 0.02) problem(where, `${what}: at slide ${seen + 1} rather than ${slide + 1}`);
  };
  for (const [key, slide] of [["Space", 1], ["PageDown", 2], ["ArrowDown", 3], ["ArrowUp", 2], ["PageUp", 1], ["Shift+Space", 0], ["End", "last"], ["Home", 0]]) {
    await page.keyboard.press(key);
    const count = await page.evaluate(() => document.querySelectorAll(".slide").length);
    await expect(key, slide === "last" ? count - 1 : slide);
  }
  await page.click('#slide-1 [rel="next"]');
  await expect("the link to the next slide", 1);
  await page.goto(`${address}#slide-3`);
  await expect("#slide-3", 2);
  if (await page.evaluate(() => document.activeElement.id) !== "slide-3") problem(where, "#slide-3 has no focus");
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium" });
const page = await (await browser.newContext()).newPage();
page.on("request", (request) => {
  if (!/^(file|data):/.test(request.url())) problem(page.url(), `asks for ${request.url()}`);
});
const decks = (site) => readdirSync(site, { recursive: true }).filter((path) => /(^|\/)slides\/index\.html$/.test(path)).sort();
let first = true;
for (const site of [resolve(folder), longest()]) {
  for (const path of decks(site)) {
    const [where, address] = [path.replace("/index.html", ""), pathToFileURL(join(site, path)).href];
    await screens(page, where, address);
    const printed = await paper(page, where, address);
    if (first) await keys(page, where, address);
    first = false;
    console.log(`${where}: ${printed}`);
  }
}
if (first) problem(folder, "has no slides");
await browser.close();
rmSync(scratch, { recursive: true });
for (const one of problems) console.error(one);
process.exit(problems.length ? 1 : 0);
