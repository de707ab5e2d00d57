/**
 * The demo help page around the chat: things to say, demo accounts, and the demo phone that
 * shows the SMS and e-mails of this conversation. Served in demo mode only.
 */
(() => {
  "use strict";

  const SAYINGS = [
    "أنا مستأجر وأبي أحدّث بياناتي",
    "كم فاتورتي وليش مرتفعة؟",
    "أبي الفاتورة PDF",
    "كم صرفت هالشهر؟",
    "الكهرباء طافية عندنا",
    "فيه انقطاع مجدول بكرة؟",
    "أبي عداد جديد",
    "عندي شكوى على قراءة العداد",
    "وقفوا إشعار موعد السداد",
    "كم علي في كل الحسابات؟",
    "هل فيه تقسيط؟",
  ];
  const POLL = 2000; // ms between looks at the demo phone

  const $ = (id) => document.getElementById(id);
  const chat = document.querySelector("mushtarik-chat");
  const narrow = matchMedia("(max-width: 759px)");
  let token = null, shown = "", arrived = null, unseen = 0;

  /** @param {string} tag @param {string} [className] @param {...(Node|string)} children */
  function element(tag, className, ...children) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    made.append(...children);
    return made;
  }

  function button(className, onclick, ...children) {
    const made = element("button", className, ...children);
    made.type = "button";
    made.addEventListener("click", onclick);
    return made;
  }

  function number(text) {
    const made = element("bdi", "", text);
    made.dir = "ltr";
    return made;
  }

  // ---- Sections of a narrow screen

  function view(name) {
    document.body.dataset.view = name;
    for (const tab of document.querySelectorAll(".tabs button")) {
      tab.setAttribute("aria-pressed", String(tab.dataset.view === name));
    }
    hideToast();
    if (name === "phone") count(0);
  }

  function count(messages) {
    unseen = messages;
    $("count").hidden = !unseen;
    $("count").textContent = unseen;
  }

  function insert(text) {
    view("chat");
    chat.insert(text);
  }

  // ---- Sayings and accounts

  function account({ number: digits, mobile, label }) {
    const pick = (caption, value) =>
      button("pick", () => insert(value), element("small", "", caption), number(value));
    return element("li", "", element("p", "case", label),
      element("div", "", pick("الحساب", digits), mobile ? pick("الجوال", mobile) : ""));
  }

  async function loadAccounts() {
    const response = await fetch("/api/demo/accounts");
    if (!response.ok) throw new Error(`accounts: ${response.status}`);
    const { accounts } = await response.json();
    $("accounts").replaceChildren(...accounts.map(account));
  }

  // ---- The demo phone

  const clock = new Intl.DateTimeFormat("ar-SA-u-ca-gregory-nu-latn",
    { timeZone: "Asia/Riyadh", hour: "numeric", minute: "2-digit" });

  /** A six-digit code in a message, if it has one. */
  const codeIn = (text) => /(?<!\d)\d{6}(?!\d)/.exec(text)?.[0];

  async function copy(code, event) {
    const { currentTarget } = event;
    await navigator.clipboard.writeText(code);
    currentTarget.textContent = "نُسخ ✓";
    setTimeout(() => { currentTarget.textContent = "نسخ"; }, 2000);
  }

  function mail({ kind, to, text, at }, fresh) {
    const sender = kind === "sms" ? "رسالة نصية" : "بريد إلكتروني";
    const made = element("article", fresh ? "mail fresh" : "mail",
      element("header", "", element("b", "", sender), element("time", "", clock.format(new Date(at)))),
      element("p", "to", "إلى ", number(to)), element("p", "text", text));
    const code = codeIn(text);
    if (!code) return made;
    const shownCode = number(code);
    shownCode.className = "code";
    const use = () => {
      count(0);
      insert(code);
    };
    const acts = element("div", "acts", button("main", use, "أدرجه في المحادثة"));
    // Copying needs https or localhost; inserting always works.
    if (navigator.clipboard) acts.append(button("", (event) => copy(code, event), "نسخ"));
    made.append(shownCode, acts);
    return made;
  }

  function empty() {
    return element("p", "empty", "ما وصلت رسائل بعد. رموز التحقق والإشعارات تظهر هنا.");
  }

  function showInbox(messages) {
    const fresh = arrived === null ? 0 : Math.max(0, messages.length - arrived);
    arrived = messages.length;
    const newestFirst = [...messages].reverse();
    const rows = newestFirst.map((message, index) => mail(message, index < fresh));
    $("inbox").replaceChildren(...(rows.length ? rows : [empty()]));
    if (fresh && document.body.dataset.view !== "phone") {
      count(unseen + fresh);
      if (narrow.matches) toast(newestFirst[0]);
    }
  }

  /** A short form of the message over the chat, as a phone announces it. */
  function toast(message) {
    const shownMail = mail(message, true);
    shownMail.append(button("hide", hideToast, "إخفاء"));
    $("toast").replaceChildren(shownMail);
    clearTimeout(toast.timer);
    toast.timer = setTimeout(hideToast, 20_000);
  }

  function hideToast() {
    $("toast").replaceChildren();
  }

  async function look() {
    try {
      const response = await fetch("/api/demo/phone", { headers: { Authorization: `Bearer ${token}` } });
      const text = response.ok ? await response.text() : shown;
      if (text && text !== shown) {
        shown = text;
        showInbox(JSON.parse(text).messages);
      }
    } catch { /* the server is away for a moment; the chat says so */ }
  }

  async function poll() {
    $("clock").textContent = clock.format(new Date());
    if (token && !document.hidden) await look();
    setTimeout(poll, POLL);
  }

  // ---- Start

  // What the message was needed for is written: it no longer stands over the answer.
  chat.addEventListener("keydown", ({ key }) => { if (key === "Enter") hideToast(); });
  chat.addEventListener("click", (event) => {
    if (event.composedPath()[0].closest("button")) hideToast();
  });
  chat.addEventListener("mushtarik:token", ({ detail }) => {
    if (detail.token === token) return;
    token = detail.token;
    shown = "";
    arrived = null;
    count(0);
    look();
  });
  token = chat.token;
  for (const tab of document.querySelectorAll(".tabs button")) {
    tab.addEventListener("click", () => view(tab.dataset.view));
  }
  $("sayings").append(...SAYINGS.map((text) =>
    element("li", "", button("", () => insert(text), text))));
  $("inbox").append(empty());
  loadAccounts().catch(() => { $("accounts").textContent = "تعذّر تحميل الحسابات، حدّث الصفحة."; });
  poll();
})();
