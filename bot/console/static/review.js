// Reviewing by keyboard. A key presses the button, or goes to the field, that carries it; d and u
// go from one of the subscriber's messages to the next, f, c, r and o are about the one in focus.
// Keys are taken by their place, so that they work on an Arabic keyboard as well.
(() => {
  "use strict";
  const KEYS = { KeyE: "e", KeyS: "s", KeyL: "l", KeyM: "m" };
  const TURN_KEYS = { KeyF: "f", KeyC: "c", KeyR: "r", KeyO: "o" };

  const turns = () => [...document.querySelectorAll("#talk li.subscriber")];
  const current = () => document.activeElement.closest("#talk li[data-seq]");

  const openAround = (element) => {
    for (let box = element.closest("details"); box; box = box.parentElement.closest("details")) {
      box.open = true;
    }
  };

  const press = (element) => {
    openAround(element);
    element.focus();
    if (element.matches("button, a")) element.click();
  };

  const move = (step) => {
    const all = turns();
    const at = all.indexOf(current());
    const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step;
    all[next]?.focus();
    all[next]?.scrollIntoView({ block: "center" });
  };

  const onTurn = (key) => {
    const turn = current() ?? turns().at(-1);
    const element = turn?.querySelector(`[data-turn-key="${key}"]`);
    if (element) press(element);
  };

  const act = (event) => {
    if (event.key === "?" || event.key === "؟") return document.getElementById("keys")?.showModal();
    if (event.shiftKey) return undefined;
    if (event.code === "KeyD") return move(1);
    if (event.code === "KeyU") return move(-1);
    if (event.code in TURN_KEYS) return onTurn(TURN_KEYS[event.code]);
    const element = document.querySelector(`[data-shortcut="${KEYS[event.code]}"]`);
    if (element) press(element);
    return undefined;
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    // A dialog that was just closed keeps the focus until the next frame: only an open one counts.
    if (event.target.closest("input, textarea, select, dialog[open], [contenteditable]")) return;
    const known = event.code in KEYS || event.code in TURN_KEYS || ["KeyD", "KeyU"].includes(event.code);
    if (!known && event.key !== "?" && event.key !== "؟") return;
    event.preventDefault(); // else the letter lands in the field that it leads to
    act(event);
  });

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) document.getElementById(opener.dataset.opens).showModal();
    const mention = event.target.closest("[data-mentions]");
    if (!mention) return;
    const field = mention.closest("form").elements.note;
    const before = field.value && !/\s$/.test(field.value) ? " " : "";
    field.setRangeText(`${before}${mention.dataset.mentions} `, field.value.length, field.value.length, "end");
    field.focus();
  });

  // Without scripts there are no shortcuts to show.
  const show = () => document.querySelectorAll("[data-opens]").forEach((one) => (one.hidden = false));
  show();
  document.addEventListener("htmx:afterSettle", (event) => {
    show();
    const turn = event.detail.target.id && document.getElementById(event.detail.target.id);
    if (turn?.matches("#talk li") && document.activeElement === document.body) turn.focus();
  });
})();
