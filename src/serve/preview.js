// The preview's part in the browser. Is in no built page. Says what the tab shows, changes the page in place when the
// server says that it is another, and shows what is wrong with the site.
(() => {
  "use strict";
  const OWN = "/_trendpress/";
  const own = document.currentScript;
  if (!own || window.trendpressPreview) return;
  window.trendpressPreview = true;

  const PATIENCE_MS = [200, 5000];
  const KEPT = "trendpress-kept", MOMENT = "trendpress-moment", CLOSED = "trendpress-closed";
  const state = { tag: own.dataset.trendpress, text: own.dataset.text, images: own.dataset.images, source: null, wait: PATIENCE_MS[0] };

  // What the reader has done to the page, and would lose by a reload.
  const details = () => [...document.querySelectorAll("details")];
  function keep() {
    const kept = { path: location.pathname, x: scrollX, y: scrollY, open: details().map((one) => one.open) };
    sessionStorage.setItem(KEPT, JSON.stringify(kept));
  }
  function restore() {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
    sessionStorage.removeItem(KEPT);
    if (kept?.path !== location.pathname) return;
    const all = details();
    if (all.length === kept.open.length) all.forEach((one, place) => { one.open = kept.open[place]; });
    scrollTo({ left: kept.x, top: kept.y, behavior: "instant" });
  }
  function reload() {
    keep();
    location.reload();
  }

  // Changing the page in place.
  const isStyle = (element) => element.localName === "link" && element.relList.contains("stylesheet");
  const isCode = (script) => !script.dataset.trendpress && !/json/.test(script.type);
  const hasCode = (page) => [...page.querySelectorAll("script")].some(isCode);

  /** Puts the new style sheets beside the old ones, and removes these when those are there: nothing flickers. */
  async function swapStyles(page) {
    const fresh = [...page.querySelectorAll("link")].filter(isStyle);
    const old = [...document.querySelectorAll("link")].filter(isStyle);
    const key = (link) => `${link.getAttribute("href")} ${link.media}`;
    const isHere = new Map(old.map((link) => [key(link), link]));
    if (fresh.length === old.length && fresh.every((link) => isHere.has(key(link)))) return;
    const loading = fresh.map((link) => {
      const added = document.importNode(link, true);
      const loaded = new Promise((done) => { added.onload = added.onerror = done; });
      document.head.append(added);
      return loaded;
    });
    await Promise.all(loading);
    for (const link of old) link.remove();
  }

  /** Head: what is not in the new page goes, what is only there comes. */
  function swapHead(page) {
    const parts = (head) => [...head.children].filter((one) => !isStyle(one));
    const key = (element) => element.outerHTML;
    const wanted = new Set(parts(page.head).map(key));
    const here = new Set(parts(document.head).map(key));
    for (const one of parts(document.head)) if (!wanted.has(key(one))) one.remove();
    for (const one of parts(page.head)) if (!here.has(key(one))) document.head.append(document.importNode(one, true));
  }

  function swapAttributes(from, to) {
    for (const { name } of [...to.attributes]) if (!from.hasAttribute(name)) to.removeAttribute(name);
    for (const { name, value } of [...from.attributes]) {
      if (to.getAttribute(name) !== value) to.setAttribute(name, value);
    }
  }

  function swapBody(page) {
    Idiomorph.morph(document.body, [...page.body.childNodes], {
      morphStyle: "innerHTML",
      ignoreActiveValue: true,
      callbacks: {
        // Whether a reader has opened it is none of the page's business.
        beforeAttributeUpdated: (name, node) => !(name === "open" && node.localName === "details"),
      },
    });
    swapAttributes(page.body, document.body);
    swapAttributes(page.documentElement, document.documentElement);
  }

  async function change({ text }) {
    const answer = await fetch(location.pathname + location.search, { cache: "no-cache" });
    const isHtml = (answer.headers.get("content-type") ?? "").startsWith("text/html");
    if (answer.redirected) return location.replace(answer.url);
    if (!isHtml) return reload();
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const data = page.querySelector("script[data-trendpress]")?.dataset;
    // An image that is another at the same address comes anew with the page alone.
    if (!data || data.images !== state.images) return reload();
    if (text === state.text && data.text === text) {
      await swapStyles(page);
    } else if (hasCode(page) || hasCode(document)) {
      // What a script has made of the page, only the script can make again.
      return reload();
    } else {
      const [x, y] = [scrollX, scrollY];
      await swapStyles(page);
      swapHead(page);
      swapBody(page);
      scrollTo({ left: x, top: y, behavior: "instant" });
    }
    state.tag = data.trendpress;
    state.text = data.text;
    document.dispatchEvent(new CustomEvent("trendpress:changed"));
  }

  // One change at a time; of several that come meanwhile, the last.
  let changing = false, next = null;
  async function changed(news) {
    next = news;
    if (changing) return;
    changing = true;
    while (next) {
      const now = next;
      next = null;
      if (now.tag === state.tag) continue;
      try { await change(now); } catch { connectLater(); break; }
    }
    changing = false;
  }

  // The connection. Only tabs that are seen hold one: browsers have six for each host, and no more.
  function connect() {
    if (state.source || document.hidden) return;
    const say = { path: location.pathname, tag: state.tag, moment: sessionStorage.getItem(MOMENT) ?? "" };
    const query = Object.entries(say).map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join("&");
    const source = state.source = new EventSource(`${OWN}events?${query}`);
    const on = (kind, take) => source.addEventListener(kind, (event) => {
      sessionStorage.setItem(MOMENT, event.lastEventId);
      take(JSON.parse(event.data));
    });
    on("page", changed);
    on("findings", (findings) => panel.show(findings));
    on("follow", ({ path }) => { if (path !== location.pathname) location.assign(path); });
    source.onopen = () => { state.wait = PATIENCE_MS[0]; panel.connected(true); };
    source.onerror = () => { panel.connected(false); connectLater(); };
  }
  function disconnect() {
    state.source?.close();
    state.source = null;
  }
  function connectLater() {
    disconnect();
    setTimeout(connect, state.wait);
    state.wait = Math.min(state.wait * 2, PATIENCE_MS[1]);
  }
  document.addEventListener("visibilitychange", () => (document.hidden ? disconnect() : connect()));
  addEventListener("pagehide", disconnect);
  addEventListener("pageshow", (event) => { if (event.persisted) connect(); });

  // What is wrong with the site: a button in the corner, and a panel with all of it. In a shadow root and with a sheet of
  // its own, so that the site's styles and its content security policy are none of its concern.
  const STYLE = `
    :host { all: initial; color-scheme: light dark; }
    :host, button { font: 15px/1.45 system-ui, sans-serif; }
    .corner { position: fixed; inset: auto 1rem 1rem auto; z-index: 2147483647; }
    section { position: fixed; inset: auto 0 0 0; max-height: 60vh; overflow: auto; z-index: 2147483646;
      background: light-dark(#fff, #1c1f24); color: light-dark(#1b1f24, #e8eaed);
      border-top: 4px solid var(--mark); box-shadow: 0 -.5rem 2rem #0005; padding: 0 0 4rem; }
    .errors { --mark: light-dark(#b3261e, #ff8a80); } .warnings { --mark: light-dark(#8a5a00, #ffc966); }
    .away { --mark: light-dark(#555, #bbb); }
    button { cursor: pointer; border: 2px solid var(--mark, currentColor); border-radius: .5rem; padding: .3rem .8rem;
      background: light-dark(#fff, #1c1f24); color: light-dark(#1b1f24, #e8eaed); }
    button:focus-visible { outline: 3px solid light-dark(#0b57d0, #a8c7fa); outline-offset: 2px; }
    header { display: flex; gap: 1rem; align-items: center; justify-content: space-between; position: sticky; top: 0;
      padding: .6rem 1.2rem; background: inherit; }
    h2 { font-size: 1.1rem; margin: 0; } ol { list-style: none; margin: 0; padding: 0 1.2rem; }
    li { padding: .7rem 0; border-top: 1px solid light-dark(#ddd, #3a3f46); }
    p { margin: .25rem 0; } .severity { color: var(--mark); font-weight: 700; } b { font-weight: 600; }
    .place { font: .87rem/1.4 ui-monospace, monospace; padding: .1rem .5rem; border-width: 1px; }
    pre { font: .87rem/1.5 ui-monospace, monospace; margin: .3rem 0; padding: .4rem .7rem; overflow-x: auto;
      background: light-dark(#f3f4f6, #0f1115); unicode-bidi: plaintext; }
    mark { background: none; color: inherit; text-decoration: underline wavy var(--mark); text-underline-offset: .2em; }
    .code { opacity: .75; }`;

  function make(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else element.setAttribute(key, value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  }

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Where the page is not of this machine, there is no clipboard but the old way to it.
      const area = make("textarea", { style: "position:fixed;opacity:0" });
      area.value = text;
      document.body.append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      return done;
    }
  }

  const panel = (() => {
    const host = make("trendpress-preview");
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    const status = make("div", { role: "status" });
    const corner = make("div", { class: "corner" }, status);
    root.append(corner);
    let findings = { errors: 0, warnings: 0, list: [] }, isOpen = false, isConnected = true;

    const count = (number, noun) => (number ? `${number} ${noun}${number === 1 ? "" : "s"}` : "");
    const title = () => [count(findings.errors, "error"), count(findings.warnings, "warning")].filter(Boolean).join(", ");
    const errors = () => JSON.stringify(findings.list.filter((one) => one.severity === "error"));

    function place({ file, line }) {
      const text = line ? `${file}:${line}` : file;
      const button = make("button", { type: "button", class: "place", title: "Copy", onclick: async () => {
        const done = await copy(text);
        button.textContent = done ? `${text} copied` : text;
        setTimeout(() => { button.textContent = text; }, 1500);
      } }, text);
      return button;
    }
    function excerpt([before, marked, after]) {
      return make("pre", { dir: "auto" }, before, make("mark", {}, marked || " "), after);
    }
    function item(one) {
      return make("li", { class: `${one.severity}s` },
        make("p", {}, make("span", { class: "severity" }, `${one.severity}: `), make("b", {}, one.message), " ",
          make("span", { class: "code" }, one.code)),
        make("p", {}, place(one)),
        one.excerpt ? excerpt(one.excerpt) : null,
        ...one.related.map((other) => make("p", {}, place(other), ` ${other.message}`)),
        one.help ? make("p", {}, `Help: ${one.help}`) : null);
    }
    function open(wanted) {
      isOpen = wanted;
      // Closed by hand, it stays closed until there are other errors.
      if (wanted) sessionStorage.removeItem(CLOSED); else sessionStorage.setItem(CLOSED, errors());
      draw();
      root.querySelector(wanted ? "section button" : ".corner button")?.focus();
    }
    function draw() {
      const kind = findings.errors ? "errors" : "warnings";
      root.querySelector("section")?.remove();
      status.replaceChildren();
      corner.className = `corner ${isConnected ? kind : "away"}`;
      if (!isConnected) status.append(make("button", { type: "button", disabled: "" }, "Preview stopped"));
      else if (title() && !isOpen) {
        status.append(make("button", { type: "button", "aria-expanded": "false", onclick: () => open(true) }, title()));
      }
      if (!isOpen || !title()) return;
      root.prepend(make("section", { class: kind, "aria-label": "Findings" },
        make("header", {}, make("h2", {}, title()),
          make("button", { type: "button", onclick: () => open(false) }, "Close")),
        make("ol", {}, ...findings.list.map(item))));
    }
    root.addEventListener("keydown", (event) => { if (event.key === "Escape" && isOpen) open(false); });
    return {
      show(found) {
        const before = errors();
        findings = found;
        if (!found.errors) {
          if (before !== "[]" || !found.warnings) isOpen = false;
        } else if (errors() !== sessionStorage.getItem(CLOSED)) isOpen = true;
        draw();
        if (!host.isConnected) document.documentElement.append(host);
      },
      connected(is) {
        if (is !== isConnected) { isConnected = is; draw(); }
      },
    };
  })();

  if (sessionStorage.getItem(KEPT)) {
    history.scrollRestoration = "manual";
    if (document.readyState === "complete") restore(); else addEventListener("load", restore);
  }
  connect();
})();
