// The browser's part of the preview; no built page holds it. It tells the server what the tab shows, changes the page in
// place when the server reports a change, and shows the findings of the site in a panel.
(() => {
  "use strict";
  const PREVIEW_FOLDER = "/_trendpress/";
  const ownScript = document.currentScript;
  if (!ownScript || window.trendpressPreview) return;
  window.trendpressPreview = true;

  const RECONNECT_DELAY_MS = [200, 5000];
  // Keys of the session storage.
  const READER_STATE = "trendpress-kept", LAST_EVENT_ID = "trendpress-moment", CLOSED_ERRORS = "trendpress-closed";
  const { trendpress: etag, text: contentTag, images } = ownScript.dataset;
  const state = { etag, contentTag, images, source: null, reconnectDelay: RECONNECT_DELAY_MS[0] };

  // The reader's scroll position and open details, which a reload would lose.
  const allDetails = () => [...document.querySelectorAll("details")];
  function saveReaderState() {
    const open = allDetails().map((details) => details.open);
    sessionStorage.setItem(READER_STATE, JSON.stringify({ path: location.pathname, x: scrollX, y: scrollY, open }));
  }
  function restoreReaderState() {
    const saved = JSON.parse(sessionStorage.getItem(READER_STATE) ?? "null");
    sessionStorage.removeItem(READER_STATE);
    if (saved?.path !== location.pathname) return;
    const all = allDetails();
    if (all.length === saved.open.length) all.forEach((details, index) => { details.open = saved.open[index]; });
    scrollTo({ left: saved.x, top: saved.y, behavior: "instant" });
  }
  function reload() {
    saveReaderState();
    location.reload();
  }

  // Changes of the page in place.
  const isStyleSheet = (element) => element.localName === "link" && element.relList.contains("stylesheet");
  const isAuthorScript = (script) => !script.dataset.trendpress && !/json/.test(script.type);
  const hasAuthorScript = (page) => [...page.querySelectorAll("script")].some(isAuthorScript);

  /** Adds the new style sheets, and removes the old ones once the new ones are loaded: nothing flickers. */
  async function swapStyleSheets(page) {
    const fresh = [...page.querySelectorAll("link")].filter(isStyleSheet);
    const old = [...document.querySelectorAll("link")].filter(isStyleSheet);
    const key = (link) => `${link.getAttribute("href")} ${link.media}`;
    const oldKeys = new Set(old.map(key));
    if (fresh.length === old.length && fresh.every((link) => oldKeys.has(key(link)))) return;
    const loading = fresh.map((link) => {
      const added = document.importNode(link, true);
      const loaded = new Promise((done) => { added.onload = added.onerror = done; });
      document.head.append(added);
      return loaded;
    });
    await Promise.all(loading);
    for (const link of old) link.remove();
  }

  /** Removes elements of the head that the new page does not have, and adds those that only it has. */
  function swapHead(page) {
    const elements = (head) => [...head.children].filter((element) => !isStyleSheet(element));
    const key = (element) => element.outerHTML;
    const newKeys = new Set(elements(page.head).map(key));
    const oldKeys = new Set(elements(document.head).map(key));
    for (const element of elements(document.head)) if (!newKeys.has(key(element))) element.remove();
    for (const element of elements(page.head)) {
      if (!oldKeys.has(key(element))) document.head.append(document.importNode(element, true));
    }
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
        // Details that the reader has opened stay open.
        beforeAttributeUpdated: (name, node) => !(name === "open" && node.localName === "details"),
      },
    });
    swapAttributes(page.body, document.body);
    swapAttributes(page.documentElement, document.documentElement);
  }

  async function updatePage(contentTag) {
    const answer = await fetch(location.pathname + location.search, { cache: "no-cache" });
    const isHtml = (answer.headers.get("content-type") ?? "").startsWith("text/html");
    if (answer.redirected) return location.replace(answer.url);
    if (!isHtml) return reload();
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const data = page.querySelector("script[data-trendpress]")?.dataset;
    // An image that changed at the same address is fetched again only with a reload.
    if (!data || data.images !== state.images) return reload();
    if (contentTag === state.contentTag && data.text === contentTag) {
      await swapStyleSheets(page);
    } else if (hasAuthorScript(page) || hasAuthorScript(document)) {
      // Only a page's own script can make again what it has made of the page.
      return reload();
    } else {
      const [x, y] = [scrollX, scrollY];
      await swapStyleSheets(page);
      swapHead(page);
      swapBody(page);
      scrollTo({ left: x, top: y, behavior: "instant" });
    }
    state.etag = data.trendpress;
    state.contentTag = data.text;
    document.dispatchEvent(new CustomEvent("trendpress:changed"));
  }

  // Updates run one after another; of several events that come meanwhile, only the last counts.
  let isUpdating = false, nextEvent = null;
  async function onPageEvent(pageEvent) {
    nextEvent = pageEvent;
    if (isUpdating) return;
    isUpdating = true;
    while (nextEvent) {
      const { tag, text } = nextEvent;
      nextEvent = null;
      if (tag === state.etag) continue;
      try { await updatePage(text); } catch { reconnectLater(); break; }
    }
    isUpdating = false;
  }

  // The connection. Only visible tabs hold one, for browsers allow six connections to a host.
  function connect() {
    if (state.source || document.hidden) return;
    const query = new URLSearchParams({
      path: location.pathname, tag: state.etag, moment: sessionStorage.getItem(LAST_EVENT_ID) ?? "",
    });
    const source = state.source = new EventSource(`${PREVIEW_FOLDER}events?${query}`);
    const on = (name, handle) => source.addEventListener(name, (event) => {
      sessionStorage.setItem(LAST_EVENT_ID, event.lastEventId);
      handle(JSON.parse(event.data));
    });
    on("page", onPageEvent);
    on("findings", (findings) => panel.show(findings));
    on("follow", ({ path }) => { if (path !== location.pathname) location.assign(path); });
    source.onopen = () => { state.reconnectDelay = RECONNECT_DELAY_MS[0]; panel.setConnected(true); };
    source.onerror = () => { panel.setConnected(false); reconnectLater(); };
  }
  function disconnect() {
    state.source?.close();
    state.source = null;
  }
  function reconnectLater() {
    disconnect();
    setTimeout(connect, state.reconnectDelay);
    state.reconnectDelay = Math.min(state.reconnectDelay * 2, RECONNECT_DELAY_MS[1]);
  }
  document.addEventListener("visibilitychange", () => (document.hidden ? disconnect() : connect()));
  addEventListener("pagehide", disconnect);
  addEventListener("pageshow", (event) => { if (event.persisted) connect(); });

  // The panel of findings, and a button in the corner that opens it. A shadow root with a style sheet of its own keeps the
  // site's styles and its content security policy from reaching it.
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

  function createElement(name, attributes = {}, ...children) {
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
      // Browsers offer the clipboard to secure origins only; this is the old way, for previews of another machine.
      const area = createElement("textarea", { style: "position:fixed;opacity:0" });
      area.value = text;
      document.body.append(area);
      area.select();
      const isCopied = document.execCommand("copy");
      area.remove();
      return isCopied;
    }
  }

  const panel = (() => {
    const host = createElement("trendpress-preview");
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    const status = createElement("div", { role: "status" });
    const corner = createElement("div", { class: "corner" }, status);
    root.append(corner);
    let findings = { errors: 0, warnings: 0, list: [] }, isOpen = false, isConnected = true;

    const count = (number, noun) => (number ? `${number} ${noun}${number === 1 ? "" : "s"}` : "");
    const title = () => [count(findings.errors, "error"), count(findings.warnings, "warning")].filter(Boolean).join(", ");
    const errors = () => JSON.stringify(findings.list.filter((finding) => finding.severity === "error"));

    /** A button that copies a place, `content/2026/a.md:3`. */
    function placeButton({ file, line }) {
      const text = line ? `${file}:${line}` : file;
      const button = createElement("button", { type: "button", class: "place", title: "Copy", onclick: async () => {
        button.textContent = await copy(text) ? `${text} copied` : text;
        setTimeout(() => { button.textContent = text; }, 1500);
      } }, text);
      return button;
    }
    function excerpt([before, marked, after]) {
      return createElement("pre", { dir: "auto" }, before, createElement("mark", {}, marked || " "), after);
    }
    function listItem(finding) {
      return createElement("li", { class: `${finding.severity}s` },
        createElement("p", {},
          createElement("span", { class: "severity" }, `${finding.severity}: `),
          createElement("b", {}, finding.message), " ",
          createElement("span", { class: "code" }, finding.code)),
        createElement("p", {}, placeButton(finding)),
        finding.excerpt ? excerpt(finding.excerpt) : null,
        ...finding.related.map((place) => createElement("p", {}, placeButton(place), ` ${place.message}`)),
        finding.help ? createElement("p", {}, `Help: ${finding.help}`) : null);
    }
    function setOpen(open) {
      isOpen = open;
      // A panel that the reader has closed stays closed until there are other errors.
      if (open) sessionStorage.removeItem(CLOSED_ERRORS); else sessionStorage.setItem(CLOSED_ERRORS, errors());
      draw();
      root.querySelector(open ? "section button" : ".corner button")?.focus();
    }
    function draw() {
      const severity = findings.errors ? "errors" : "warnings";
      root.querySelector("section")?.remove();
      status.replaceChildren();
      corner.className = `corner ${isConnected ? severity : "away"}`;
      if (!isConnected) status.append(createElement("button", { type: "button", disabled: "" }, "Preview stopped"));
      else if (title() && !isOpen) {
        const open = () => setOpen(true);
        status.append(createElement("button", { type: "button", "aria-expanded": "false", onclick: open }, title()));
      }
      if (!isOpen || !title()) return;
      root.prepend(createElement("section", { class: severity, "aria-label": "Findings" },
        createElement("header", {},
          createElement("h2", {}, title()),
          createElement("button", { type: "button", onclick: () => setOpen(false) }, "Close")),
        createElement("ol", {}, ...findings.list.map(listItem))));
    }
    root.addEventListener("keydown", (event) => { if (event.key === "Escape" && isOpen) setOpen(false); });
    return {
      /** Shows these findings in place of the ones before. Opens for new errors, closes when the last is mended. */
      show(newFindings) {
        const errorsBefore = errors();
        findings = newFindings;
        if (!findings.errors) {
          if (errorsBefore !== "[]" || !findings.warnings) isOpen = false;
        } else if (errors() !== sessionStorage.getItem(CLOSED_ERRORS)) isOpen = true;
        draw();
        if (!host.isConnected) document.documentElement.append(host);
      },
      setConnected(connected) {
        if (connected !== isConnected) { isConnected = connected; draw(); }
      },
    };
  })();

  if (sessionStorage.getItem(READER_STATE)) {
    history.scrollRestoration = "manual";
    if (document.readyState === "complete") restoreReaderState(); else addEventListener("load", restoreReaderState);
  }
  connect();
})();
