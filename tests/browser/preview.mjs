// Looks at a running preview with Chromium: pages change in place, style sheets are swapped, what is wrong is shown and
// goes when it is mended, a tab outlives a restart and follows what is saved.
//
//   node tests/browser/preview.mjs PROGRAM        PROGRAM: a built trendpress
//
// Wants the package playwright-core (see package.json) and Chromium (CHROMIUM, else /usr/bin/chromium). Works on a copy of
// the sample site in a folder of its own.
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const { chromium } = createRequire(import.meta.url)("playwright-core");

const [given] = process.argv.slice(2);
if (!given) {
  console.error("usage: node tests/browser/preview.mjs PROGRAM");
  process.exit(2);
}
const program = resolve(given);
const repository = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const site = mkdtempSync(join(tmpdir(), "preview-"));
for (const part of ["content", "themes", "trendpress.yaml"]) {
  cpSync(join(repository, part), join(site, part), { recursive: true });
}
const read = (path) => readFileSync(join(site, path), "utf8");
/** Saves as editors do: whole or not at all. */
function save(path, text) {
  writeFileSync(join(site, ".fresh"), text);
  renameSync(join(site, ".fresh"), join(site, path));
}

let server;
/** Starts the preview. Gives its address. */
function serve(...more) {
  server = spawn(program, ["serve", "--root", site, "--at", "2026-06-01", ...more], { stdio: ["ignore", "ignore", "pipe"] });
  return new Promise((done, fail) => {
    let said = "";
    server.stderr.on("data", (data) => {
      said += data;
      const address = said.match(/http:\/\/[^/\s]+/);
      if (address) done(address[0]);
    });
    server.on("exit", () => fail(new Error(said)));
  });
}
function stop() {
  const ended = new Promise((done) => { server.on("exit", done); });
  server.kill("SIGTERM");
  return ended;
}

const failed = [];
let checked = 0;
function check(what, is_so) {
  checked += 1;
  if (!is_so) failed.push(what);
}

const REPORT = "content/2026/generative-ai.md", PAGE = "/2026/generative-ai/";
const whole = read(REPORT);
const edited = (words) => `${whole}\n${words}\n`;
const shows = (tab, words) => tab.waitForFunction((words) => document.body.textContent.includes(words), words);
const goes = (tab, words) => tab.waitForFunction((words) => !document.body.textContent.includes(words), words);
/** Marks the document: another one has no mark. Counts what changes in it. */
const mark = (tab) => tab.evaluate(() => {
  window.marked = true;
  window.changes = 0;
  document.addEventListener("trendpress:changed", () => { window.changes += 1; });
});
const is_marked = (tab) => tab.evaluate(() => window.marked === true);
const settled = (tab, changes) => tab.waitForFunction((changes) => window.changes >= changes, changes);
const place = (tab) => tab.evaluate(() => Math.round(scrollY));
const panel = (tab) => tab.locator("trendpress-preview section");

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium" });
const context = await browser.newContext({ viewport: { width: 800, height: 500 }, permissions: ["clipboard-read", "clipboard-write"] });
context.setDefaultTimeout(20_000);
const problems = [];
context.on("weberror", (error) => problems.push(String(error.error())));

let address = await serve("--port", "0");
const port = new URL(address).port;
try {
  // Text changes in place.
  const tab = await context.newPage();
  await tab.goto(address + PAGE);
  await mark(tab);
  await tab.locator("details").first().evaluate((details) => { details.open = true; });
  await tab.evaluate(() => scrollTo(0, 333));
  const other = await context.newPage();
  await other.goto(`${address}/about/`);
  await mark(other);
  save(REPORT, edited("A sentence that was not there."));
  await shows(tab, "A sentence that was not there.");
  check("the text changes without a reload", await is_marked(tab));
  check("scroll stays", (await place(tab)) === 333);
  check("open details stay open", await tab.locator("details").first().evaluate((details) => details.open));

  // The title changes too.
  save(REPORT, edited("Again.").replace(/^title: .*$/m, "title: Machines That Write"));
  await tab.waitForFunction(() => document.title.includes("Machines That Write"));
  check("the head changes without a reload", await is_marked(tab));
  save(REPORT, whole);
  await goes(tab, "Machines That Write");

  // Style sheets are swapped.
  const style = read("themes/default/static/site.css");
  const before = await tab.evaluate(() => window.changes);
  save("themes/default/static/site.css", `${style}\nh1 { color: rgb(1, 2, 3) !important; }\n`);
  await tab.waitForFunction(() => getComputedStyle(document.querySelector("h1")).color === "rgb(1, 2, 3)");
  await settled(tab, before + 1);
  check("style sheets change without a reload", await is_marked(tab));
  check("one style sheet is left", (await tab.locator('link[rel="stylesheet"]').count()) === 1);
  check("scroll and details stay over that", (await place(tab)) === 333 && await tab.locator("details").first().evaluate((details) => details.open));
  await other.waitForFunction(() => getComputedStyle(document.querySelector("h1")).color === "rgb(1, 2, 3)");
  check("a tab changes only when its page does", (await other.evaluate(() => window.changes)) === 1 && await is_marked(other));
  save("themes/default/static/site.css", style);
  await tab.waitForFunction(() => getComputedStyle(document.querySelector("h1")).color !== "rgb(1, 2, 3)");
  await other.close();

  // What is wrong is shown, as text, and goes.
  check("nothing wrong, nothing shown", (await panel(tab).count()) === 0);
  save(REPORT, whole.replace(/^kind: .*$/m, "kind: <img src=x onerror=window.pwned=1>"));
  await panel(tab).waitFor();
  const words = await panel(tab).innerText();
  const line = whole.split("\n").findIndex((line) => line.startsWith("kind: ")) + 1;
  check("the panel names the place", words.includes(`${REPORT}:${line}`));
  check("the panel shows the excerpt as text", words.includes("<img src=x onerror=window.pwned=1>"));
  check("the panel shows the help", words.includes("Help: "));
  check("no markup of files runs", await tab.evaluate(() => window.pwned === undefined));
  await panel(tab).getByRole("button", { name: `${REPORT}:${line}` }).first().click();
  await tab.waitForFunction(async (text) => (await navigator.clipboard.readText()) === text, `${REPORT}:${line}`);
  await tab.keyboard.press("Escape");
  check("Escape closes it", (await panel(tab).count()) === 0);
  const button = tab.locator("trendpress-preview .corner button");
  check("a button stays, with the focus", /error/.test(await button.innerText()) &&
    await tab.evaluate(() => /error/.test(document.querySelector("trendpress-preview").shadowRoot.activeElement?.innerText)));
  await tab.keyboard.press("Enter");
  await panel(tab).waitFor();
  await tab.emulateMedia({ colorScheme: "dark" });
  const colours = await panel(tab).evaluate((section) => [getComputedStyle(section).backgroundColor, getComputedStyle(section).color]);
  const light = (colour) => colour.match(/\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0);
  check("it is dark in dark mode", light(colours[0]) < 200 && light(colours[1]) > 500);
  await tab.emulateMedia({ colorScheme: "light" });
  save(REPORT, whole);
  await panel(tab).waitFor({ state: "detached" });
  check("it is gone when mended", (await button.count()) === 0);

  // A page with a script of its own is loaded again, and scroll stays.
  const form = await context.newPage();
  await form.goto(`${address}/survey-example/`);
  check("that page has a script", (await form.locator("script[src]:not([data-trendpress])").count()) > 0);
  await mark(form);
  await form.evaluate(() => scrollTo(0, 222));
  const survey = read("content/pages/survey-example.md");
  save("content/pages/survey-example.md", `${survey}\nA new last line.\n`);
  await shows(form, "A new last line.");
  await form.waitForFunction(() => Math.round(scrollY) === 222);
  check("it was loaded again", !(await is_marked(form)));
  save("content/pages/survey-example.md", survey);
  await form.close();

  // An image that changes at its address.
  const picture = (width) => `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="10"/>`;
  save("content/2026/picture.svg", picture(10));
  save("content/2026/pictured.md", "---\ntitle: Pictured\nkind: hurdle\n---\n![A box](picture.svg)\n");
  const pictured = await context.newPage();
  const width = (wanted) => pictured.waitForFunction((wanted) => document.querySelector("main img")?.naturalWidth === wanted, wanted);
  await pictured.goto(`${address}/2026/pictured/`);
  await width(10);
  save("content/2026/picture.svg", picture(20));
  await width(20);
  check("an image is shown anew", true);
  await pictured.close();

  // A page that goes and comes.
  save("content/2026/passing.md", "---\ntitle: Passing\nkind: hurdle\n---\nHere for a while.\n");
  const passing = await context.newPage();
  await passing.goto(`${address}/2026/passing/`);
  await shows(passing, "Here for a while.");
  rmSync(join(site, "content/2026/passing.md"));
  await passing.waitForFunction(() => document.body.className === "page-404");
  save("content/2026/passing.md", "---\ntitle: Passing\nkind: hurdle\n---\nHere for a while.\n");
  await shows(passing, "Here for a while.");
  await passing.close();
  rmSync(join(site, "content/2026/passing.md"));

  // A restart, with a change that nobody could tell of.
  await tab.bringToFront();
  await mark(tab);
  await stop();
  await tab.locator("trendpress-preview").getByText("Preview stopped").waitFor();
  save(REPORT, edited("Saved while nobody looked."));
  address = await serve("--port", port, "--follow");
  await shows(tab, "Saved while nobody looked.");
  check("a restart needs no reload", await is_marked(tab));

  // Following what is saved.
  await tab.goto(`${address}/`);
  await tab.waitForFunction(() => sessionStorage.getItem("trendpress-moment"));
  save(REPORT, edited("Followed to here."));
  await tab.waitForURL(address + PAGE);
  await shows(tab, "Followed to here.");
  await tab.goto(`${address}/about/`);
  await tab.waitForTimeout(500);
  check("a tab is moved once", tab.url() === `${address}/about/`);
} catch (error) {
  failed.push(error.stack);
} finally {
  await browser.close();
  await stop();
  rmSync(site, { recursive: true, force: true });
}
failed.push(...problems);
for (const one of failed) console.error(one);
console.log(`${checked} checks, ${failed.length} failed`);
process.exit(failed.length ? 1 : 0);
