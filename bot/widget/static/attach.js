/**
 * The paper clip of the chat: pictures and PDFs, chosen, pasted or dropped.
 *
 * A module of its own, fetched when the chat first opens, so that pages which only carry the
 * launcher do not pay for it. `POST /api/files` is described in docs/architecture.md.
 */

const WORDS = {
  ar: {
    attach: "إرفاق صورة أو ملف PDF", again: "إعادة المحاولة", other: "اختيار ملف آخر",
    kind: "نستقبل الصور وملفات PDF فقط.", size: "الملف أكبر من 10 ميجابايت، جرب ملفًا أصغر.",
    failed: "لم يصل الملف. تأكد من الاتصال وأعد المحاولة.",
  },
  en: {
    attach: "Attach a picture or PDF", again: "Try again", other: "Choose another file",
    kind: "Only pictures and PDF files can be sent.",
    size: "The file is larger than 10 MB; try a smaller one.",
    failed: "The file did not get through. Check the connection and try again.",
  },
};

/** A first look only: the server decides by the content, and by its own limit. */
const KINDS = ["image/jpeg", "image/png", "image/webp", "application/pdf"];
const LARGEST = 10 * 1024 * 1024;
const SECONDS = 120;

const CSS = `
  .attach { flex: none; display: grid; place-items: center; width: 44px; height: 48px;
    border-radius: 14px; color: var(--accent); }
  @media (hover: hover) { .attach:hover { background: var(--press); } }
  .panel.dropping { outline: 3px dashed var(--accent); outline-offset: -6px; }
  @media (forced-colors: active) { .attach { border: 1px solid ButtonText; } }`;

const CLIP = "M20 11.5l-8 8a5 5 0 0 1-7-7l8.5-8.5a3.4 3.4 0 0 1 4.8 4.8L10 17.1a1.7 1.7 0 0 1-2.4-2.4l7.4-7.4";

function clip() {
  const make = (tag, attributes) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    return node;
  };
  const svg = make("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" });
  svg.append(make("path", { d: CLIP }));
  return svg;
}

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** One file on its way: shown at once, sent, and offered again when that failed. */
class Upload {
  constructor(chat, file, words, choose) {
    Object.assign(this, { chat, file, words, choose, id: newId() });
  }

  start() {
    const { chat, file } = this;
    chat.addOwn({ id: this.id, at: new Date().toISOString(), text: `📎 ${file.name}` });
    chat.toBottom();
    if (!KINDS.includes(file.type)) this.refuse(this.words.kind);
    else if (file.size > LARGEST) this.refuse(this.words.size);
    else return this.send();
    return undefined;
  }

  refuse(error, label = this.words.other, again = this.choose) {
    const seq = this.chat.connection.seq + 0.5; // stays where it stands in the conversation
    this.chat.settle(this.id, { state: "refused", error, seq, label, again });
  }

  failed() {
    const again = () => new Upload(this.chat, this.file, this.words, this.choose).start();
    this.refuse(this.words.failed, this.words.again, again);
  }

  async send() {
    const { chat, file, id } = this;
    let response;
    try {
      response = await fetch(`${chat.server}/api/files?id=${id}`, {
        method: "POST",
        headers: { Authorization: `Bearer ${chat.token}`, "Content-Type": file.type },
        body: file,
        signal: AbortSignal.timeout(SECONDS * 1000),
      });
    } catch {
      this.failed();
      return;
    }
    const answer = await response.json().catch(() => ({}));
    if (response.ok) chat.settle(id, { seq: answer.seq, state: undefined, error: undefined });
    else if (response.status === 401) {
      chat.connection.renew();
      this.failed();
    } else this.refuse(answer.error || this.words.failed);
  }
}

/** Put the paper clip into a chat. @param {any} chat its element @param {Function} h */
export function attach(chat, h) {
  const words = WORDS[chat.lang.startsWith("en") ? "en" : "ar"];
  const style = new CSSStyleSheet();
  style.replaceSync(CSS);
  chat.shadowRoot.adoptedStyleSheets = [...chat.shadowRoot.adoptedStyleSheets, style];

  const picker = h("input", { type: "file", hidden: true, multiple: true, tabindex: "-1",
    accept: KINDS.join(",") });
  const choose = () => picker.click();
  /** One after another: in the order in which they were chosen. */
  const send = async (files) => {
    chat.connection.start();
    for (const file of files) await new Upload(chat, file, words, choose).start();
  };
  picker.addEventListener("change", () => {
    const files = [...picker.files];
    picker.value = ""; // the same file may be chosen again
    send(files);
    chat.input.focus({ preventScroll: true });
  });
  const button = h("button", { type: "button", class: "attach", "aria-label": words.attach,
    title: words.attach, onclick: choose }, clip());
  chat.input.before(button, picker);

  chat.input.addEventListener("paste", (event) => {
    const files = [...event.clipboardData.files];
    if (!files.length) return;
    event.preventDefault();
    send(files);
  });
  const dropping = (on) => (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    chat.panel.classList.toggle("dropping", on);
  };
  chat.panel.addEventListener("dragover", dropping(true));
  chat.panel.addEventListener("dragleave", dropping(false));
  chat.panel.addEventListener("drop", (event) => {
    dropping(false)(event);
    send([...event.dataTransfer.files]);
  });
}
