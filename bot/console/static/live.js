// Open pages of the console hear what changed: the list loads itself again, a conversation gets
// its new turns. The keys j and k follow the links to the next and the previous conversation.
(() => {
  "use strict";
  const HERE_EVERY = 20_000; // ms; the server gives a conversation back after three minutes' silence
  const LOOK_EVERY = 10_000; // ms; the server forgets after half a minute
  const ACTIVE_FOR = 25 * 60_000; // ms: nobody at the desk must not keep a sign-in alive
  const LIST_EVERY = 3000; // ms: a busy hour must not reload the list at each message
  const talk = document.getElementById("talk");
  let due = false;
  let resting = false;
  let loading = false;
  let again = false;

  const refreshList = () => {
    due = true;
    if (resting || !document.querySelector("#list[data-live]")) return;
    due = false;
    resting = true;
    htmx.trigger(document.body, "staff:news");
    setTimeout(() => {
      resting = false;
      if (due) refreshList();
    }, LIST_EVERY);
  };

  // What the assistant understood is known later than what was said: turns without it come again.
  const knownSeq = () => {
    const said = [...talk.querySelectorAll("li.subscriber[data-seq]")].at(-1);
    return said && !said.querySelector(".thought") ? Number(said.dataset.seq) - 1 : lastSeq();
  };

  const lastSeq = () =>
    Math.max(0, ...[...talk.querySelectorAll("[data-seq]")].map((turn) => Number(turn.dataset.seq)));

  const renewTurns = () => {
    for (const turn of talk.querySelectorAll("li[data-seq]")) {
      const there = document.getElementById(turn.id); // the first of two
      if (there === turn) continue;
      const inUse = there.contains(document.activeElement) || there.querySelector("details[open]");
      if (inUse) turn.remove();
      else there.replaceWith(turn);
    }
  };

  // Turns come in parts, each with its day above it: parts of one day become one.
  const joinDays = () => {
    renewTurns();
    const name = (section) => section.querySelector(".day").textContent;
    let before = null;
    for (const day of document.querySelectorAll("section:has(> .day)")) {
      const one = before && name(before) === name(day);
      if (one && talk.contains(before)) {
        before.querySelector("ol").append(...day.querySelectorAll("ol > li"));
        day.remove();
        continue;
      }
      if (one) {
        day.querySelector("ol").prepend(...before.querySelectorAll("ol > li"));
        before.remove();
      }
      before = day;
    }
  };

  const addTurns = async () => {
    again = loading;
    if (loading) return;
    loading = true;
    const atEnd = window.innerHeight + window.scrollY >= document.body.scrollHeight - 120;
    const path = `/staff/conversations/${talk.dataset.conversation}/turns?after=${knownSeq()}`;
    await htmx.ajax("GET", path, { target: "#talk", swap: "beforeend" });
    loading = false;
    if (atEnd) window.scrollTo(0, document.body.scrollHeight);
    if (again) addTurns();
  };

  const hear = (news) => {
    refreshList();
    if (!talk || String(news.id) !== talk.dataset.conversation) return;
    const moved = news.state !== talk.dataset.state || (news.clerk || "") !== talk.dataset.clerk;
    if (moved) {
      talk.dataset.state = news.state;
      talk.dataset.clerk = news.clerk || "";
      htmx.trigger(document.body, "staff:moved");
    }
    if ("live" in talk.dataset && news.seq > lastSeq()) addTurns();
  };

  const source = new EventSource("/staff/events");
  source.addEventListener("news", (event) => hear(JSON.parse(event.data)));
  window.addEventListener("pagehide", () => source.close());

  // What is written stays with the page until it is sent, also when the page is loaded again.
  const draft = () => document.querySelector("#say textarea");
  const draftKey = talk && `draft-${talk.dataset.conversation}`;
  const restore = () => {
    if (draft() && !draft().value) draft().value = sessionStorage.getItem(draftKey) || "";
  };
  const keep = () => {
    if (draft()) sessionStorage.setItem(draftKey, draft().value);
  };
  const sent = (event) => {
    const form = event.detail.elt;
    if (form.id !== "say") return;
    const problem = document.getElementById("say-problem");
    const { status, responseText } = event.detail.xhr; // htmx swaps refusals too: no error to it
    problem.hidden = status >= 200 && status < 400;
    if (!problem.hidden) {
      problem.textContent = responseText || form.dataset.notSent;
      return;
    }
    form.reset(); // the words, the picture and the buttons
    form.elements.once.value = [...crypto.getRandomValues(new Uint8Array(12))]
      .map((byte) => byte.toString(16).padStart(2, "0"))
      .join("");
    keep();
    form.elements.text.focus();
    if ("live" in talk.dataset) addTurns();
  };
  if (talk) {
    restore();
    document.addEventListener("htmx:afterSwap", joinDays);
    document.addEventListener("input", keep);
    document.addEventListener("htmx:afterSettle", restore);
    document.addEventListener("htmx:afterRequest", sent);
  }
  document.addEventListener("click", (event) => {
    const canned = event.target.closest("[data-canned]");
    if (!canned) return;
    const field = draft();
    field.setRangeText(canned.dataset.canned, field.selectionStart, field.selectionEnd, "end");
    const offers = canned.dataset.offers.split("|").filter(Boolean);
    const more = document.querySelector("#say .more");
    more.querySelectorAll("input:not([type=file])").forEach((input, n) => (input.value = offers[n] ?? ""));
    if (offers.length) more.open = true;
    keep();
    field.focus();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.target !== draft()) return;
    event.preventDefault();
    event.target.form.requestSubmit();
  });

  // Who is waited for is answered: the page begins where the answer is written.
  if (talk && talk.dataset.state !== "bot" && talk.dataset.state !== "closed" && !location.hash) {
    document.getElementById("end").scrollIntoView({ block: "end" });
  }

  let active = Date.now();
  for (const name of ["keydown", "pointerdown", "pointermove"]) {
    document.addEventListener(name, () => (active = Date.now()), { passive: true });
  }
  const here = () => {
    const token = document.querySelector("input[name=csrf]");
    if (!document.querySelector("[data-here]") || Date.now() - active > ACTIVE_FOR) return;
    fetch("/staff/here", { method: "POST", headers: { "X-CSRF-Token": token.value } }).catch(() => {});
  };
  here();
  setInterval(here, HERE_EVERY);

  // Colleagues see who only looks on: a page in sight says so, one that is left takes it back.
  const lookPath = talk && `/staff/conversations/${talk.dataset.conversation}/looking`;
  const csrf = () => document.querySelector("input[name=csrf]").value;
  const look = () => {
    if (document.hidden || Date.now() - active > ACTIVE_FOR) return;
    const headers = { "X-CSRF-Token": csrf() };
    htmx.ajax("POST", lookPath, { target: "#looking", swap: "outerHTML", headers });
  };
  const leave = () => navigator.sendBeacon(lookPath, new URLSearchParams({ csrf: csrf(), leave: "1" }));
  if (talk) {
    setInterval(look, LOOK_EVERY);
    document.addEventListener("visibilitychange", () => (document.hidden ? leave() : look()));
    window.addEventListener("pagehide", leave);
  }

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.code !== "KeyJ" && event.code !== "KeyK") return; // the place, on any keyboard layout
    const link = document.querySelector(`a[data-key="${event.code === "KeyJ" ? "j" : "k"}"]`);
    if (link) link.click();
  });
})();
