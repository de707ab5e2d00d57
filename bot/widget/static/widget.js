/** Mushtarik: the chat on any web page. How to embed it: docs/architecture.md. */
(() => {
"use strict";

const script = document.currentScript ?? document.querySelector('script[src*="widget.js"]');
const ORIGIN = script ? new URL(".", script.src).href.replace(/\/$/, "") : location.origin;

// ---- Words ------------------------------------------------------------------------------

const STARTERS = ["أبي أحدّث بياناتي", "كم فاتورتي؟", "الكهرباء طافية عندنا", "وش خدماتكم؟"];
const LABELS = {
  ar: {
    name: "مشترك", chat: "محادثة مشترك", log: "رسائل المحادثة", launch: "تحدّث مع مشترك",
    online: "متصل", connecting: "يتصل…", offline: "يعيد الاتصال…",
    write: "اكتب رسالتك…", send: "إرسال", close: "إغلاق المحادثة", restart: "محادثة جديدة",
    you: "أنت", bot: "مشترك", clerk: "موظف خدمة العملاء", typing: "يكتب…",
    sending: "يُرسَل…", waiting: "لم تُرسل بعد، سنرسلها فور عودة الاتصال", sent: "أُرسلت",
    refused: "لم تُقبل الرسالة", edit: "تعديل", jump: "رسائل جديدة", down: "إلى آخر المحادثة",
    enlarge: "تكبير الصورة", picture: "صورة", today: "اليوم", yesterday: "أمس",
    welcome: "أهلًا بك",
    about: "أنا مشترك، مساعد الكهرباء. أساعدك في تحديث بياناتك والاستفسار عن فواتيرك " +
      "والانقطاعات. اكتب لي بطريقتك.",
    start: "أو ابدأ من هنا:",
    ask: "هل نبدأ محادثة جديدة؟",
    askMore: "لن تظهر الرسائل الحالية على هذا الجهاز بعد ذلك.",
    yes: "نعم، محادثة جديدة", no: "رجوع",
    unread: (count) => `${count} رسائل غير مقروءة`,
  },
  en: {
    name: "Mushtarik", chat: "Mushtarik chat", log: "Messages", launch: "Chat with Mushtarik",
    online: "Online", connecting: "Connecting…", offline: "Reconnecting…",
    write: "Write a message…", send: "Send", close: "Close the chat", restart: "New conversation",
    you: "You", bot: "Mushtarik", clerk: "Customer service", typing: "Typing…",
    sending: "Sending…", waiting: "Not sent yet. It goes out when you are back online",
    sent: "Sent", refused: "The message was not accepted", edit: "Edit", jump: "New messages",
    down: "To the latest message", enlarge: "Enlarge the picture", picture: "Picture",
    today: "Today", yesterday: "Yesterday", welcome: "Welcome",
    about: "I am Mushtarik, the electricity assistant. I update your details and answer about " +
      "bills and outages, in Arabic. Write in your own words.",
    start: "Or start here:",
    ask: "Start a new conversation?",
    askMore: "The current messages will no longer show on this device.",
    yes: "Yes, start again", no: "Go back",
    unread: (count) => `${count} unread messages`,
  },
};

// ---- Looks ------------------------------------------------------------------------------

const DARK = `
  --ink: #e8efee; --muted: #a3b4b3; --line: #2c3d40; --ground: #0f191b; --surface: #1a282b;
  --brand: #14626b; --brand-ink: #fff; --accent: #8fd3d6; --chip: #1a282b; --press: #243639;
  --warn: #f2b37a; --lens: #f3b33d; --shadow: 0 12px 40px #000a; color-scheme: dark;`;

const CSS = `
  :host { all: initial; display: contents;
    --ink: #16292c; --muted: #566869; --line: #dcdfd8; --ground: #f4f3ee; --surface: #fff;
    --brand: #0d5860; --brand-ink: #fff; --accent: #0d5860; --chip: #fff; --press: #e6efee;
    --warn: #93460b; --lens: #f3b33d; --shadow: 0 12px 40px #0b2c3033, 0 2px 8px #0b2c301f;
    color-scheme: light; }
  @media (prefers-color-scheme: dark) { :host(:not([theme="light"])) { ${DARK} } }
  :host([theme="dark"]) { ${DARK} }
  :host([hidden]) { display: none; }
  *, *::before, *::after { box-sizing: border-box; }
  [hidden] { display: none !important; }
  .root { font: 400 16px/1.65 "Mushtarik Sans", "IBM Plex Sans Arabic", "Segoe UI", system-ui,
    "Noto Sans Arabic", Tahoma, sans-serif; color: var(--ink);
    font-feature-settings: "locl" 0; /* one shape of digits beside Arabic and Latin */
    -webkit-text-size-adjust: 100%; }
  button, textarea { font: inherit; color: inherit; margin: 0; }
  button { cursor: pointer; border: 0; background: none; padding: 0;
    -webkit-tap-highlight-color: transparent; touch-action: manipulation; }
  :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
  svg { display: block; width: 24px; height: 24px; fill: none; stroke: currentColor;
    stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
  [dir="rtl"] .flip { transform: scaleX(-1); }
  .sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
    white-space: nowrap; }

  .launcher, header button, .mark, .face, .card button, .send {
    flex: none; display: grid; place-items: center; }
  .launcher { position: fixed; z-index: 2147483000; width: 62px; height: 62px;
    inset-block-end: max(20px, env(safe-area-inset-bottom));
    inset-inline-end: max(20px, env(safe-area-inset-left), env(safe-area-inset-right));
    border-radius: 50%; color: var(--brand-ink); background: var(--brand);
    box-shadow: var(--shadow); }
  .launcher svg { width: 34px; height: 34px; }
  .badge { position: absolute; inset-block-start: -2px; inset-inline-start: -2px; min-width: 24px;
    height: 24px; padding: 0 6px; border-radius: 12px; background: #b3261e; color: #fff;
    font-size: 14px; font-weight: 600; line-height: 24px; text-align: center; }

  .panel { position: fixed; z-index: 2147483001; display: flex; flex-direction: column;
    inset-block-end: 96px; inset-inline-end: 20px; width: 400px;
    height: min(640px, calc(100dvh - 116px)); border-radius: 20px; overflow: hidden;
    background: var(--ground); box-shadow: var(--shadow); outline: none; }
  :host([inline]) { display: block; }
  :host([inline]) .root { height: 100%; }
  :host([inline]) .panel { position: relative; inset: auto; width: 100%; height: 100%;
    z-index: auto; border-radius: inherit; box-shadow: none; }
  header { display: flex; align-items: center; gap: 12px; padding: 12px 16px;
    padding-block-start: max(12px, env(safe-area-inset-top));
    background: var(--brand); color: var(--brand-ink); }
  header .who { flex: 1; min-width: 0; }
  h2 { margin: 0; font-size: 18px; font-weight: 600; line-height: 1.35; }
  .status { margin: 0; display: flex; align-items: center; gap: 6px; font-size: 14px;
    line-height: 1.4; color: #d9ecec; }
  .status::before { content: ""; width: 8px; height: 8px; border-radius: 50%;
    background: var(--lens); }
  .status.online::before { background: #6fdc9a; }
  header button, .card button { width: 44px; height: 44px; border-radius: 12px; }
  header button:focus-visible { outline-color: #fff; outline-offset: -3px; }
  .mark { width: 44px; height: 44px; border-radius: 14px; background: #ffffff1f; }
  .mark svg { width: 30px; height: 30px; }
  .lens { fill: var(--lens); stroke: none; }

  .log { flex: 1; min-height: 0; overflow-y: auto; overscroll-behavior: contain;
    padding: 16px; outline-offset: -3px; scrollbar-width: thin; }
  .welcome { padding: 8px 4px 4px; }
  .welcome b { display: block; font-size: 22px; font-weight: 600; line-height: 1.5; }
  .welcome p { margin: 4px 0 8px; }
  .day { margin: 12px 0; text-align: center; font-size: 14px; color: var(--muted); }
  .row { position: relative; display: flex; gap: 8px; align-items: flex-end; margin-block-start: 4px; }
  .row.first { margin-block-start: 14px; }
  .row.you { justify-content: flex-end; }
  .face { width: 28px; height: 28px; border-radius: 10px; background: var(--brand);
    color: var(--brand-ink); align-self: flex-start; visibility: hidden; }
  .first > .face { visibility: visible; }
  .body { min-width: 0; max-width: calc(100% - 36px); display: flex; flex-direction: column;
    align-items: flex-start; gap: 6px; }
  .body:has(.card) { flex: 1; }
  .you .body { max-width: 86%; align-items: flex-end; }
  .name { font-size: 14px; font-weight: 600; color: var(--muted); line-height: 28px; }
  .bubble { padding: 9px 14px; border-radius: 18px; background: var(--surface);
    border: 1px solid var(--line); white-space: pre-line; overflow-wrap: anywhere;
    text-wrap: pretty; max-width: 100%; }
  .first.bot .bubble:first-of-type, .first.clerk .bubble { border-start-start-radius: 6px; }
  .you .bubble { background: var(--brand); color: var(--brand-ink); border-color: transparent; }
  .you.first .bubble { border-start-end-radius: 6px; }
  .you.pending .bubble { opacity: .72; }
  .bubble a { color: inherit; text-underline-offset: 3px; }
  bdi, bdo { font-variant-numeric: tabular-nums; }
  .meta { font-size: 13px; line-height: 1.4; color: var(--muted); padding: 0 4px; }
  .meta.warn { color: var(--warn); }
  .meta svg { display: inline; width: 14px; height: 14px; vertical-align: -2px; }
  .meta button { min-height: 44px; padding: 0 8px; text-decoration: underline;
    text-underline-offset: 3px; font-weight: 600; }

  .chips { display: flex; flex-wrap: wrap; gap: 8px; padding-block: 4px; }
  .chip { min-height: 44px; padding: 8px 18px; border-radius: 22px; font-weight: 600;
    line-height: 1.4; text-align: start; color: var(--accent); background: var(--chip);
    border: 1.5px solid currentColor; }
  .file { display: inline-flex; align-items: center; gap: 8px; text-decoration: none; }
  .card { width: 100%; background: var(--surface); border: 1px solid var(--line);
    border-radius: 16px; overflow: hidden; }
  .card h3 { margin: 0; padding: 11px 16px; font-size: 16px; font-weight: 600; line-height: 1.5;
    border-block-end: 1px solid var(--line); background: var(--press); }
  .card ul { list-style: none; margin: 0; padding: 0; }
  .card li { display: flex; align-items: center; min-height: 45px; padding-inline: 16px; }
  .card li:has(button) { padding-inline-end: 0; }
  .card li + li { border-block-start: 1px solid var(--line); }
  .card li > div { flex: 1; min-width: 0; padding-block: 6px; line-height: 1.45; display: flex;
    flex-wrap: wrap; justify-content: space-between; align-items: baseline; column-gap: 12px; }
  .card small { font-size: 14px; color: var(--muted); }
  .card span { overflow-wrap: anywhere; font-weight: 600; text-wrap: balance; }
  .card button { color: var(--accent); }
  .card button svg, .face svg { width: 20px; height: 20px; }
  .picture { display: block; border-radius: 16px; overflow: hidden; max-width: 100%;
    border: 1px solid var(--line); background: #fff; cursor: zoom-in; }
  .picture img { display: block; max-width: 100%; height: auto; min-height: 44px; }
  .dots { display: flex; gap: 5px; padding: 15px; }
  .dots i { width: 8px; height: 8px; border-radius: 50%; background: var(--muted); }
  .jump { position: absolute; z-index: 1; inset-block-end: 88px; inset-inline: 0; margin: auto;
    width: fit-content; min-height: 44px; padding: 0 18px; border-radius: 22px; font-weight: 600;
    background: var(--surface); color: var(--accent); border: 1px solid var(--line);
    box-shadow: var(--shadow); }

  form { display: flex; align-items: flex-end; gap: 8px; padding: 10px 12px;
    padding-block-end: max(10px, env(safe-area-inset-bottom)); background: var(--surface);
    border-block-start: 1px solid var(--line); }
  textarea { flex: 1; min-width: 0; height: 48px; max-height: 140px; resize: none;
    padding: 9px 16px; border: 1.5px solid #7d8f8f; border-radius: 24px;
    background: var(--ground); line-height: 1.7; overflow-y: auto; scrollbar-width: none; }
  textarea::placeholder { color: var(--muted); opacity: 1; }
  textarea:focus-visible { outline-width: 2px; outline-offset: -2px; border-color: transparent; }
  .send { width: 48px; height: 48px; border-radius: 50%; background: var(--brand);
    color: var(--brand-ink); }
  .send[aria-disabled="true"] { background: var(--press); color: var(--muted); }

  dialog { padding: 0; border: 0; border-radius: 20px; background: var(--surface);
    color: var(--ink); max-width: min(94vw, 1000px); max-height: 94dvh;
    box-shadow: var(--shadow); }
  dialog::backdrop { background: #071416b3; }
  dialog.zoom { background: #fff; cursor: zoom-out; }
  .zoom img { display: block; max-width: 100%; max-height: 80dvh; margin: auto; }
  .zoom button { display: block; width: 100%; min-height: 48px; font-weight: 600;
    color: #0d5860; border-block-start: 1px solid #dcdfd8; }
  .ask { padding: 20px; width: 340px; }
  .ask b { font-size: 18px; font-weight: 600; }
  .ask p { margin: 4px 0 16px; color: var(--muted); }

  @media (max-width: 600px) {
    :host(:not([inline])) .panel { inset: auto; top: var(--top, 0); left: 0; width: 100vw;
      height: var(--height, 100dvh); border-radius: 0; }
    :host(:not([inline])) .panel:not([hidden]) ~ .launcher { display: none; }
  }
  @media (hover: hover) {
    .chip:hover, .card button:hover, .jump:hover { background: var(--press); }
    header button:hover { background: #ffffff26; }
  }
  @media (prefers-reduced-motion: no-preference) {
    .launcher, .chip, .send { transition: transform .12s, background-color .12s; }
    .launcher:active, .send:active, .chip:active { transform: scale(.96); }
    :host(:not([inline])) .panel { animation: rise .2s ease-out; }
    .row.fresh { animation: rise .2s ease-out; }
    .dots i { animation: blink 1.2s infinite; }
    .dots i:nth-child(2) { animation-delay: .2s; }
    .dots i:nth-child(3) { animation-delay: .4s; }
    @keyframes rise { from { opacity: 0; transform: translateY(8px); } }
    @keyframes blink { 30% { opacity: .25; } }
  }
  @media (prefers-contrast: more) {
    :host { --muted: var(--ink); --line: var(--ink); }
  }
  @media (forced-colors: active) {
    .launcher, .panel, .bubble, .chip, .send { border: 1px solid ButtonText; }
  }`;

const ICONS = {
  mark: [["circle", { cx: 9, cy: 12, r: 7 }], ["circle", { cx: 15, cy: 12, r: 7 }],
    ["path", { class: "lens", d: "M12 5.7a7 7 0 0 1 0 12.6 7 7 0 0 1 0-12.6Z" }]],
  chat: [["path", { d: "M21 11.5a8 8 0 0 1-8.5 8c-1.5 0-2.9-.3-4.1-1L3.5 20l1.5-4.5a8 8 0 1 1 16-4Z" }],
    ["path", { d: "M9 11.5h.01M12.9 11.5h.01M16.8 11.5h.01" }]],
  close: [["path", { d: "M6 6l12 12M18 6 6 18" }]],
  restart: [["path", { d: "M4 12a8 8 0 1 1 2.3 5.6M4 19v-5h5" }]],
  send: [["path", { d: "M4 12h15M13 6l6 6-6 6" }]],
  check: [["path", { d: "M5 12.5 10 17 19 7" }]],
  file: [["path", { d: "M12 4v12M7 11l5 5 5-5M4 20h16" }]],
  edit: [["path", { d: "M4 20h4L19 9l-4-4L4 16v4ZM13.5 6.5l4 4" }]],
};

/** IBM Plex Sans Arabic (OFL), fetched when the chat first shows; system fonts till then. */
const FONTS = [["arabic", "U+0600-06FF,U+0750-077F,U+FB50-FDFF,U+FE70-FEFC"],
  ["latin", "U+0000-00FF,U+2000-206F,U+20AC"]];

// ---- Small tools ------------------------------------------------------------------------

/**
 * Make an element. Data only ever enters as text nodes and attributes, never as markup.
 * @param {string} tag @param {Record<string, any>} [attributes] on… are listeners; null skips
 * @param {...(Node|string|null)} children @returns {any}
 */
function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (value == null || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child != null));
  return element;
}

/** @param {keyof ICONS} name @param {string} [className] */
function icon(name, className = "") {
  const make = (tag, attributes) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    return node;
  };
  const svg = make("svg", { viewBox: "0 0 24 24", "aria-hidden": "true", class: className });
  svg.append(...ICONS[name].map(([tag, attributes]) => make(tag, attributes)));
  return svg;
}

/** crypto.randomUUID exists on https pages only. */
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** localStorage under a prefix; memory when the browser forbids it (private windows). */
function storage(prefix) {
  const memory = new Map();
  return {
    get(key) {
      try { return JSON.parse(localStorage.getItem(prefix + key)); }
      catch { return memory.get(key) ?? null; }
    },
    set(key, value) {
      memory.set(key, value);
      try { localStorage.setItem(prefix + key, JSON.stringify(value)); } catch { /* memory */ }
    },
  };
}

// ---- Text: directions and links ---------------------------------------------------------

/**
 * Arabic letters make a text right-to-left; "SADAD 002 …" at its start does not turn it. A text that
 * begins in English and mostly is in it stays so, though it quotes an Arabic word.
 */
const direction = (text) => {
  const letters = text.match(/[a-z\u0600-\u06ff]/gi) ?? [];
  const arabic = letters.filter((letter) => letter > "\u0600").length;
  const english = letters[0] < "\u0600" && letters.length > 3 * arabic;
  return arabic && !english ? "rtl" : "ltr";
};

const LINK_OR_NUMBER =
  /(https?:\/\/[^\s<>"\u0600-\u06ff\u2066-\u2069]*[\w/#=])|(\+?[\d٠-٩](?:[ -]?[\d٠-٩]){6,})/gi;

/**
 * Append text with safe links, and long numbers in <bdo>: even inside an isolate, groups of
 * Arabic-Indic digits ("٠٥٥ ١٢٣") would change places.
 */
function appendText(parent, text) {
  let from = 0;
  for (const found of text.matchAll(LINK_OR_NUMBER)) {
    parent.append(text.slice(from, found.index));
    from = found.index + found[0].length;
    if (found[1]) {
      const rel = "noopener noreferrer nofollow";
      parent.append(h("a", { href: found[1], target: "_blank", rel, dir: "ltr" }, found[1]));
    } else parent.append(h("bdo", { dir: "ltr" }, found[0]));
  }
  parent.append(text.slice(from));
}

/**
 * U+2066/2067/2068 … U+2069 become <bdi>; embeddings and overrides (U+202A-202E), which could
 * turn a whole line round, are dropped. An isolate left open ends with the text.
 */
function richText(text) {
  const stack = [document.createDocumentFragment()];
  for (const part of String(text).replace(/[\u202a-\u202e]/g, "").split(/([\u2066-\u2069])/)) {
    const side = { "\u2066": "ltr", "\u2067": "rtl", "\u2068": "auto" }[part];
    if (side) {
      if (stack.length < 8) {
        const bdi = h("bdi", { dir: side });
        stack.at(-1).append(bdi);
        stack.push(bdi);
      }
    } else if (part === "\u2069") {
      if (stack.length > 1) stack.pop();
    } else if (part) appendText(stack.at(-1), part);
  }
  return stack[0];
}

/** Texts for attributes, where no <bdi> can be. */
const plain = (text) => String(text).replace(/[\u2066-\u2069\u202a-\u202e]/g, "");

// ---- Connection: session, events, outbox ------------------------------------------------

/** Longest silence of the event stream, in ms; the server pings more often than this. */
const SILENCE = 45_000;

/** Server-sent events of a fetch body. `alive` is called for every chunk, pings included. */
async function* readEvents(body, alive) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    alive();
    const blocks = (buffer + value).replaceAll("\r\n", "\n").split("\n\n");
    buffer = blocks.pop();
    for (const block of blocks) {
      const event = { event: "message", data: "" };
      for (const line of block.split("\n")) {
        const [, field, text] = /^(\w+): ?(.*)$/.exec(line) ?? [];
        if (field === "data") event.data += text;
        else if (field === "event") event.event = text;
      }
      if (event.data) yield event;
    }
  }
}

/**
 * Talks to the gateway. Emits (as CustomEvent details): status "online|connecting|offline",
 * session {token, conversation}, clear, message {…}, typing {on}, sent {id, seq},
 * waiting {id, error}, refused {id, error}.
 */
class Connection extends EventTarget {
  constructor(server) {
    super();
    this.server = server;
    this.prefix = `mushtarik:${server}:`;
    this.store = storage(this.prefix);
    this.token = this.conversation = null;
    this.seq = this.failures = 0;
    this.running = this.flushing = false;
    this.nudge = () => { this.failures = 0; this.wake?.(); };
    this.onstorage = () => { // another tab began a new conversation
      const stored = this.store.get("session");
      if (stored && this.token && stored.conversation !== this.conversation) this.renew();
    };
    this.onvisible = () => document.hidden || this.nudge();
  }

  emit(type, detail) { this.dispatchEvent(new CustomEvent(type, { detail })); }

  start() {
    if (this.running) return;
    this.running = true;
    addEventListener("online", this.nudge);
    addEventListener("storage", this.onstorage);
    document.addEventListener("visibilitychange", this.onvisible);
    this.loop();
  }

  stop() {
    this.running = false;
    removeEventListener("online", this.nudge);
    removeEventListener("storage", this.onstorage);
    document.removeEventListener("visibilitychange", this.onvisible);
    this.abort?.abort();
    this.wake?.();
  }

  /** Drop the token in memory: the loop asks for a session again. */
  renew() { this.token = null; this.nudge(); this.abort?.abort(); }

  /** Forget the conversation on this device and begin a new one. */
  reset() { this.store.set("outbox", []); this.store.set("session", null); this.renew(); }

  async loop() {
    this.emit("status", "connecting");
    while (this.running) {
      try {
        if (!this.token) await this.session();
        await this.listen();
      } catch { /* told by the status; tried again */ }
      if (!this.running) return;
      this.emit("typing", { on: false });
      if (!this.token && !this.failures++) continue; // a refused token: at once
      this.emit("status", "offline");
      const pause = Math.min(30_000, 700 * 2 ** this.failures++) * (0.7 + Math.random() * 0.6);
      await new Promise((resolve) => { this.wake = resolve; setTimeout(resolve, pause); });
    }
  }

  /** One tab at a time, where the browser can: one session for all tabs, messages in order. */
  alone(name, work) {
    return navigator.locks ? navigator.locks.request(this.prefix + name, work) : work();
  }

  post(path, body) {
    const headers = { "Content-Type": "application/json" };
    if (this.token) headers.Authorization = `Bearer ${this.token}`;
    const options = { method: "POST", headers, body: JSON.stringify(body) };
    return fetch(this.server + path, { ...options, signal: AbortSignal.timeout(20_000) });
  }

  session() {
    return this.alone("session", async () => {
      const token = this.store.get("session")?.token;
      const response = await this.post("/api/session", { token });
      if (!response.ok) throw new Error(`session: ${response.status}`);
      const session = await response.json();
      const { conversation } = session;
      this.store.set("session", session);
      this.token = session.token;
      if (this.conversation && conversation !== this.conversation) {
        this.seq = 0;
        this.emit("clear");
      }
      this.conversation = conversation;
      this.emit("session", session);
    });
  }

  /** Read events until the stream ends, fails or falls silent. */
  async listen() {
    const abort = this.abort = new AbortController();
    let silence = 0;
    const alive = () => {
      clearTimeout(silence);
      silence = setTimeout(() => abort.abort(), SILENCE);
    };
    alive();
    try {
      const response = await fetch(`${this.server}/api/events?after=${this.seq}`, {
        headers: { Authorization: `Bearer ${this.token}` }, cache: "no-store", signal: abort.signal,
      });
      if (response.status === 401 || response.status === 403) this.token = null;
      if (!response.ok) throw new Error(`events: ${response.status}`);
      this.failures = 0;
      this.emit("status", "online");
      this.flush();
      for await (const { event, data } of readEvents(response.body, alive)) {
        const detail = JSON.parse(data);
        if (event === "message") this.receive(detail);
        else if (event === "typing") this.emit("typing", detail);
      }
    } finally {
      clearTimeout(silence);
      abort.abort();
    }
  }

  /** A replayed message is dropped by its seq, and settles an own one that was still waiting. */
  receive(message) {
    if (message.seq <= this.seq) return;
    this.seq = message.seq;
    if (message.from === "you") this.forget(message.id);
    this.emit("message", message);
  }

  outbox() { return this.store.get("outbox") ?? []; }

  forget(id) {
    const left = this.outbox().filter((entry) => entry.id !== id);
    this.store.set("outbox", left);
  }

  /** Keep a message before anything is tried with it. @param {{text?, button?, title?}} entry */
  enqueue(entry) {
    const kept = { id: uuid(), at: new Date().toISOString(), ...entry };
    this.store.set("outbox", [...this.outbox(), kept]);
    this.flush();
    return kept;
  }

  /** Send what waits, oldest first; the server takes each id once, so trying again is safe. */
  async flush() {
    if (this.flushing) return;
    this.flushing = true;
    let pause = 0;
    try {
      await this.alone("outbox", async () => {
        for (let entry; this.token && !pause && (entry = this.outbox()[0]);) {
          pause = await this.deliver(entry);
        }
      });
    } finally { this.flushing = false; }
    if (pause && this.running) {
      clearTimeout(this.later);
      this.later = setTimeout(() => this.flush(), pause);
    }
  }

  /** Try one message. Returns the ms to wait before the next try, 0 when settled. */
  async deliver({ at, ...entry }) {
    let response, answer;
    try {
      response = await this.post("/api/messages", entry);
      answer = await response.json().catch(() => ({}));
    } catch {
      this.emit("waiting", { id: entry.id });
      return 5_000;
    }
    const { status } = response;
    if (response.ok) {
      this.forget(entry.id);
      this.emit("sent", { id: entry.id, seq: answer.seq });
      return 0;
    }
    if (status === 401 || status === 403) this.renew();
    if (status === 401 || status === 403 || status === 429 || status >= 500) {
      this.emit("waiting", { id: entry.id, error: status === 429 ? answer.error : null });
      return 1000 * (Number(response.headers.get("Retry-After")) || 5);
    }
    this.forget(entry.id);
    this.emit("refused", { id: entry.id, error: answer.error });
    return 0;
  }
}

// ---- The element ------------------------------------------------------------------------

/**
 * @typedef {object} Item a `message` event of the contract, plus `state` ("sending", "waiting",
 *   "refused"; none: on the server), `error`, and its elements `row`, `day`, `meta`
 */

class MushtarikChat extends HTMLElement {
  connectedCallback() {
    if (!this.shadowRoot) this.build();
    this.watchViewport(true);
    if (this.hasAttribute("inline") || this.hasAttribute("open")) this.open(false);
    else if (this.connection.store.get("session")) this.connection.start();
  }

  disconnectedCallback() {
    this.connection.stop();
    this.watchViewport(false);
  }

  // -- Public: for the page around it

  /** The session's token, or null before the first connection. */
  get token() { return this.connection?.token ?? null; }

  /** @param {boolean} [focus] move the keyboard there */
  open(focus = true) {
    if (this.panel.hidden) {
      this.panel.hidden = false;
      this.launcher.setAttribute("aria-expanded", "true");
      this.loadFonts();
      this.connection.start();
      this.toBottom();
      this.markSeen();
      this.dispatch("toggle", { open: true });
    }
    // On a touch screen the keyboard would cover the chat before anything was read.
    if (focus) (matchMedia("(hover: hover)").matches ? this.input : this.panel).focus();
  }

  close() {
    if (this.hasAttribute("inline") || this.panel.hidden) return;
    this.panel.hidden = true;
    this.launcher.setAttribute("aria-expanded", "false");
    this.launcher.focus();
    this.dispatch("toggle", { open: false });
  }

  /** Put text into the writing box, for the person to look at and send. */
  insert(text) {
    const before = this.input.value.trimEnd();
    this.input.value = before ? `${before} ${text}` : text;
    this.resizeInput();
    this.open(false);
    this.input.focus();
  }

  /** Send text as if it was typed. */
  send(text) {
    if (text.trim()) this.post({ text: text.trim() });
  }

  /** Forget this conversation on this device and begin a new one. */
  reset() {
    this.clear(true);
    this.connection.start();
    this.connection.reset();
  }

  dispatch(name, detail) {
    const options = { detail, bubbles: true, composed: true };
    this.dispatchEvent(new CustomEvent(`mushtarik:${name}`, options));
  }

  // -- Building

  build() {
    this.lang ||= "ar";
    const english = this.lang.startsWith("en");
    const words = this.words = LABELS[english ? "en" : "ar"];
    this.server = (this.getAttribute("server") || ORIGIN).replace(/\/$/, "");
    /** @type {Map<string, Item>} */ this.items = new Map();
    /** @type {Item[]} */ this.order = [];
    this.stick = true;
    this.missed = 0;
    const format = (options) => new Intl.DateTimeFormat(
      english ? "en-GB" : "ar-SA-u-ca-gregory-nu-latn", { timeZone: "Asia/Riyadh", ...options });
    this.clock = format({ hour: "numeric", minute: "2-digit" });
    this.calendar = format({ weekday: "long", day: "numeric", month: "long", year: "numeric" });

    const style = new CSSStyleSheet();
    style.replaceSync(CSS);
    const shadow = this.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [style];
    const inline = this.hasAttribute("inline");
    const tool = (name, label, onclick) =>
      h("button", { type: "button", "aria-label": label, title: label, onclick }, icon(name));

    this.status = h("p", { class: "status", role: "status" }, words.connecting);
    this.starters = h("div", {}, h("p", {}, words.start),
      this.chips(STARTERS.map((title) => ({ title }))));
    this.welcome = h("div", { class: "welcome" }, h("b", {}, words.welcome),
      h("p", {}, words.about), this.starters);
    this.dots = h("div", { class: "row first bot", hidden: true, "aria-hidden": "true" },
      h("div", { class: "face" }, icon("mark")),
      h("div", { class: "bubble dots" }, h("i"), h("i"), h("i")));
    this.list = h("div", {}, this.welcome, this.dots);
    this.log = h("div", { class: "log", role: "log", "aria-live": "off", tabindex: "0",
      "aria-label": words.log, onscroll: () => this.scrolled() }, this.list);
    this.jump = h("button", { class: "jump", type: "button", hidden: true,
      onclick: () => { this.toBottom(); this.input.focus(); } });
    this.input = h("textarea", { rows: "1", maxlength: "2000", enterkeyhint: "send",
      "aria-label": words.write, placeholder: words.write, autocomplete: "off",
      oninput: () => this.resizeInput(), onkeydown: (event) => this.typed(event) });
    this.sendButton = h("button", { class: "send", "aria-label": words.send, title: words.send,
      "aria-disabled": "true" }, icon("send", "flip"));
    this.panel = h("section", { class: "panel", id: "panel", role: inline ? "region" : "dialog",
      "aria-labelledby": "title", tabindex: "-1", hidden: true },
    h("header", {}, h("div", { class: "mark" }, icon("mark")),
      h("div", { class: "who" }, h("h2", { id: "title" }, words.name), this.status),
      tool("restart", words.restart, () => this.askReset()),
      inline ? null : tool("close", words.close, () => this.close())),
    this.log, this.jump,
    h("form", { onsubmit: (event) => this.submit(event) }, this.input, this.sendButton));
    this.badge = h("span", { class: "badge", "aria-hidden": "true", hidden: true });
    this.launcher = h("button", { class: "launcher", type: "button", "aria-label": words.launch,
      "aria-expanded": "false", "aria-controls": "panel", hidden: inline,
      onclick: () => (this.panel.hidden ? this.open() : this.close()) }, icon("chat"), this.badge);
    this.root = h("div", { class: "root", dir: english ? "ltr" : "rtl",
      onkeydown: (event) => { if (event.key === "Escape") this.close(); } }, this.panel, this.launcher);
    shadow.append(this.root);

    // Pictures, fonts and the phone's keyboard change heights: stay at the end if we were there.
    const observer = new ResizeObserver(() => this.stick && this.toBottom());
    observer.observe(this.list);
    observer.observe(this.log);
    this.connect();
  }

  connect() {
    const connection = this.connection = new Connection(this.server);
    const on = (type, handle) => connection.addEventListener(type, (event) => handle(event.detail));
    on("status", (status) => {
      this.status.textContent = this.words[status];
      this.status.classList.toggle("online", status === "online");
      // Read new messages aloud, but not the whole history that is replayed first.
      if (status === "online") setTimeout(() => { this.log.ariaLive = "polite"; }, 800);
      else if (status === "offline") this.markWaiting();
    });
    on("session", (detail) => this.dispatch("token", detail));
    on("clear", () => this.clear(false));
    on("message", (message) => this.add(message));
    on("typing", ({ on }) => this.showTyping(on));
    on("sent", ({ id, seq }) => this.settle(id, { seq, state: undefined, error: undefined }));
    on("waiting", ({ id, error }) => this.settle(id, { state: "waiting", error }));
    on("refused", ({ id, error }) => // stays where it stands in the conversation
      this.settle(id, { state: "refused", error, seq: connection.seq + 0.5 }));
    for (const entry of connection.outbox()) this.addOwn(entry);
  }

  async loadFonts() {
    // The paper clip comes with the first opening; without it the chat is whole.
    import(`${this.server}/static/attach.js`).then(({ attach }) => attach(this, h), () => {});
    for (const weight of ["400", "600"]) {
      for (const [subset, unicodeRange] of FONTS) {
        const file = `${this.server}/static/fonts/ibm-plex-sans-arabic-${subset}-${weight}-normal.woff2`;
        const font = new FontFace("Mushtarik Sans", `url("${file}")`, { weight, unicodeRange, display: "swap" });
        document.fonts.add(font); // fetched when used; refused by a page's policy: system fonts
      }
    }
    this.loadFonts = () => {};
  }

  /** Keeps the full-screen sheet of a phone above the keyboard. */
  watchViewport(on) {
    const view = window.visualViewport;
    if (!view) return;
    this.fit ??= () => {
      this.panel.style.setProperty("--height", `${view.height}px`);
      this.panel.style.setProperty("--top", `${view.offsetTop}px`);
    };
    for (const type of ["resize", "scroll"]) {
      if (on) view.addEventListener(type, this.fit);
      else view.removeEventListener(type, this.fit);
    }
    if (on) this.fit();
  }

  // -- Messages

  /** A message from the server: new, or the echo of one that is already shown. */
  add(message) {
    const known = this.items.get(message.id);
    if (known) {
      if (plain(known.text) !== plain(message.text)) { known.row?.remove(); known.row = undefined; }
      this.settle(message.id, { ...message, state: undefined, error: undefined });
      return;
    }
    if (message.from !== "you") this.showTyping(false);
    this.items.set(message.id, message);
    this.order.push(message);
    this.arrange();
  }

  /** A message of this device that waits in the outbox. */
  addOwn({ id, at, text, title }) {
    if (this.items.has(id)) return;
    const item = { id, at, from: "you", seq: Infinity, text: text ?? title, state: "sending" };
    this.items.set(id, item);
    this.order.push(item);
    this.arrange();
  }

  post(entry) {
    this.connection.start();
    this.addOwn(this.connection.enqueue(entry));
    if (this.status.textContent === this.words.offline) this.markWaiting();
    this.toBottom();
  }

  settle(id, changes) {
    const item = this.items.get(id);
    // Its echo may have come although the answer to the POST was lost.
    if (!item || (changes.state && item.seq !== Infinity)) return;
    Object.assign(item, changes);
    this.arrange();
  }

  markWaiting() {
    for (const item of this.order) if (item.state === "sending") item.state = "waiting";
    this.arrange();
  }

  /** @param {boolean} all false keeps what was not sent yet */
  clear(all) {
    for (const item of this.order) if (all || item.seq !== Infinity) this.remove(item);
    this.missed = 0;
  }

  /** Ask for one redraw; a replay of many messages is drawn once. */
  arrange() {
    if (this.arranging) return;
    this.arranging = true;
    setTimeout(() => { this.arranging = false; this.draw(); });
  }

  /** Put rows in order of seq, own unsent ones last, and refresh what depends on neighbours. */
  draw() {
    // A stable sort: unsent ones keep the order of writing.
    this.order.sort((a, b) => (a.seq === b.seq ? 0 : a.seq - b.seq));
    const lastOwn =
      this.order.findLastIndex((item) => item.from === "you" && item.state !== "refused");
    let previous = null, cursor = this.welcome, fresh = 0;
    this.order.forEach((item, index) => {
      if (!item.row) {
        this.render(item);
        if (item.from !== "you") fresh += 1;
      }
      const day = this.dayOf(item.at);
      const newDay = !previous || day !== this.dayOf(previous.at);
      if (newDay && !item.day) item.day = h("div", { class: "day" }, day);
      if (!newDay) { item.day?.remove(); item.day = undefined; }
      for (const node of [item.day, item.row]) {
        if (!node) continue;
        if (cursor.nextSibling !== node) cursor.after(node);
        cursor = node;
      }
      const next = this.order[index + 1];
      item.row.classList.toggle("first", newDay || previous.from !== item.from);
      item.row.classList.toggle("pending", item.seq === Infinity);
      // Answers are offered for the newest turn only: what came after one's own last message.
      for (const node of item.row.querySelectorAll(".offer")) node.hidden = index < lastOwn;
      this.renderMeta(item, !next || next.from !== item.from || this.minute(next.at) !== this.minute(item.at));
      previous = item;
    });
    this.starters.hidden = lastOwn >= 0;
    if (this.stick) this.toBottom();
    else this.missed += fresh;
    this.showJump();
    this.markSeen();
  }

  /** @param {Item} item */
  render(item) {
    const { words } = this;
    const body = h("div", { class: "body" });
    if (item.from === "clerk") body.append(h("div", { class: "name" }, words.clerk));
    else body.append(h("span", { class: "sr" }, `${words[item.from]}: `));
    if (item.text) {
      body.append(h("div", { class: "bubble", dir: direction(item.text) }, richText(item.text)));
    }
    if (item.image) body.append(this.picture(item));
    if (item.document) body.append(this.document(item.document));
    if (item.card) body.append(this.card(item.card));
    if (item.buttons?.length) {
      const chips = this.chips(item.buttons);
      chips.classList.add("offer");
      body.append(chips);
    }
    item.meta = h("div", { class: "meta" });
    body.append(item.meta);
    const fresh = this.log.ariaLive === "polite" ? " fresh" : "";
    item.row = h("div", { class: `row ${item.from}${fresh}`, "data-id": item.id },
      item.from === "you" ? null : h("div", { class: "face", "aria-hidden": "true" }, icon("mark")), body);
  }

  /** Time and state under a message. @param {boolean} last of its group: shows the time */
  renderMeta(item, last) {
    const { words } = this;
    const key = `${item.state}|${last}|${item.error ?? ""}`;
    if (item.meta.dataset.key === key) return;
    item.meta.dataset.key = key;
    const time = h("time", { datetime: item.at }, this.minute(item.at));
    item.meta.classList.toggle("warn", item.state === "waiting" || item.state === "refused");
    item.meta.hidden = !last && !item.state;
    if (!item.state) {
      item.meta.replaceChildren(time);
      if (item.from === "you") item.meta.append(" ", icon("check"), h("span", { class: "sr" }, words.sent));
    } else if (item.state === "refused") {
      const again = () => { this.remove(item); (item.again ?? (() => this.insert(item.text)))(); };
      item.meta.replaceChildren(item.error || words.refused, " ",
        h("button", { type: "button", onclick: again }, item.label ?? words.edit));
    } else item.meta.replaceChildren(item.error || words[item.state]);
  }

  remove(item) {
    item.row?.remove();
    item.day?.remove();
    this.items.delete(item.id);
    this.order = this.order.filter((other) => other !== item);
    this.arrange();
  }

  chips(buttons) {
    return h("div", { class: "chips" }, ...buttons.map(({ id, title }) =>
      h("button", { class: "chip", type: "button", dir: direction(title),
        onclick: () => this.choose(id, title) }, richText(title))));
  }

  /** A starter without id is said as text; a reply's button is sent by its id. */
  choose(id, title) {
    this.post(id ? { button: id, title: plain(title) } : { text: title });
    this.input.focus({ preventScroll: true });
  }

  card({ title, rows }) {
    const edit = (id, label) => h("button", { type: "button", class: "offer",
      "aria-label": label, title: label, onclick: () => this.choose(id, label) }, icon("edit"));
    return h("div", { class: "card", dir: direction(title + rows.map((row) => row.label)) },
      title ? h("h3", {}, richText(title)) : null,
      h("ul", {}, ...rows.map(({ label, value, button }) => h("li", {},
        h("div", {}, h("small", {}, richText(label)), h("span", {}, richText(value))),
        button ? edit(button, `${this.words.edit}: ${plain(label)}`) : null))));
  }

  picture({ image, alt }) {
    const source = new URL(image, `${this.server}/`);
    if (!/^https?:$/.test(source.protocol)) return h("span");
    const show = () => h("img", { src: source.href, alt: plain(alt || this.words.picture) });
    return h("button", { class: "picture", type: "button", title: this.words.enlarge,
      onclick: () => this.dialog("zoom", show(), h("button", { type: "button" }, this.words.close)) }, show());
  }

  document({ url, title }) {
    const source = new URL(url, `${this.server}/`);
    if (!/^https?:$/.test(source.protocol)) return h("span");
    return h("a", { class: "chip file", href: source.href, download: "" },
      icon("file"), h("span", {}, richText(title)));
  }

  // -- Dialogs

  /** A modal box that any click inside closes. @param {string} className */
  dialog(className, ...content) {
    const box = h("dialog", { class: className, dir: this.root.dir,
      "aria-label": this.words.name, onclick: () => box.close(),
      onkeydown: (event) => event.stopPropagation(), onclose: () => box.remove() }, ...content);
    this.root.append(box);
    box.showModal();
  }

  askReset() {
    const { words } = this;
    this.dialog("ask", h("b", {}, words.ask), h("p", {}, words.askMore),
      h("div", { class: "chips" },
        h("button", { class: "chip", type: "button", onclick: () => this.reset() }, words.yes),
        h("button", { class: "chip", type: "button" }, words.no)));
  }

  // -- Writing

  submit(event) {
    event.preventDefault();
    const text = this.input.value;
    if (!text.trim()) return;
    this.send(text);
    this.input.value = "";
    this.resizeInput();
    this.input.focus();
  }

  typed(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    this.submit(event);
  }

  resizeInput() {
    const { style, value } = this.input;
    this.input.dir = value ? direction(value) : "";
    style.height = "";
    if (value) style.height = `${this.input.scrollHeight + 3}px`;
    this.sendButton.setAttribute("aria-disabled", String(!value.trim()));
  }

  // -- Place in the conversation

  showTyping(on) {
    clearTimeout(this.typing);
    this.dots.hidden = !on;
    if (on) this.typing = setTimeout(() => this.showTyping(false), 60_000);
    if (this.stick) this.toBottom();
  }

  scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.log;
    // A picture that loads moves the end away; only scrolling up leaves it.
    this.stick = scrollHeight - scrollTop - clientHeight < 60
      || (this.stick && !(scrollTop < this.top));
    this.top = scrollTop;
    if (this.stick) this.missed = 0;
    this.showJump();
    if (this.stick) this.markSeen();
  }

  showJump() {
    this.jump.hidden = this.stick;
    this.jump.textContent = `${this.missed ? this.words.jump : this.words.down} ↓`;
  }

  toBottom() {
    this.stick = true;
    this.missed = 0;
    this.jump.hidden = true;
    this.log.scrollTop = this.log.scrollHeight;
  }

  /** Remember what was seen, and count on the launcher what was not. */
  markSeen() {
    const { store, conversation, seq } = this.connection;
    const seen = store.get("seen");
    const last = seen?.conversation === conversation ? seen.seq : 0;
    const showing = !this.panel.hidden && !document.hidden;
    if (showing && conversation && seq > last) store.set("seen", { conversation, seq });
    const count = showing ? 0
      : this.order.filter((item) => item.from !== "you" && item.seq > last).length;
    this.badge.hidden = !count;
    this.badge.textContent = count > 9 ? "9+" : count;
    const { launch, unread } = this.words;
    this.launcher.setAttribute("aria-label", count ? `${launch} (${unread(count)})` : launch);
  }

  // -- Times, as the utility's clocks show them

  minute(at) { return this.clock.format(new Date(at)); }

  dayOf(at) {
    const day = this.calendar.format(new Date(at));
    if (day === this.calendar.format(Date.now())) return this.words.today;
    return day === this.calendar.format(Date.now() - 86_400_000) ? this.words.yesterday : day;
  }
}

// ---- Start ------------------------------------------------------------------------------

if (customElements.get("mushtarik-chat")) return;
customElements.define("mushtarik-chat", MushtarikChat);

function start() {
  if (document.querySelector("mushtarik-chat")) return;
  const { lang, theme, open, server } = script?.dataset ?? {};
  document.body.append(h("mushtarik-chat", { lang, theme, open, server }));
}
if (document.readyState === "loading") addEventListener("DOMContentLoaded", start);
else start();
})();
