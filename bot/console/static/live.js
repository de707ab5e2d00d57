// Open pages of the console hear what changed: the list loads itself again, a conversation gets
// its new turns. The keys j and k follow the links to the next and the previous conversation.
(() => {
  "use strict";
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

  const lastSeq = () =>
    Math.max(0, ...[...talk.querySelectorAll("[data-seq]")].map((turn) => Number(turn.dataset.seq)));

  const addTurns = async () => {
    again = loading;
    if (loading) return;
    loading = true;
    const atEnd = window.innerHeight + window.scrollY >= document.body.scrollHeight - 120;
    const path = `/staff/conversations/${talk.dataset.conversation}/turns?after=${lastSeq()}`;
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

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.code !== "KeyJ" && event.code !== "KeyK") return; // the place, on any keyboard layout
    const link = document.querySelector(`a[data-key="${event.code === "KeyJ" ? "j" : "k"}"]`);
    if (link) link.click();
  });
})();
