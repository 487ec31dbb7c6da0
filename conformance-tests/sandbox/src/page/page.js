// Lets the list of calls grow by itself, and what the vendors keep follow. All of it is written, and escaped, by the
// server.
"use strict";
(() => {
  const list = document.getElementById("list");
  const live = document.getElementById("live");
  const nothing = document.getElementById("nothing");
  const most = Number(list.dataset.most);
  const events = new EventSource("/-/events");
  // What the vendors keep, from a fresh page, a moment after the last of several calls.
  let due = 0;
  const keep = async () => {
    due = 0;
    const answer = await fetch("/").catch(() => null);
    if (!answer || !answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("kept");
    const shown = document.getElementById("kept");
    if (!fresh || fresh.innerHTML === shown.innerHTML) return;
    // Whoever reads a table with the keyboard stays there.
    const at = shown.contains(document.activeElement) ? document.activeElement.getAttribute("aria-labelledby") : null;
    shown.replaceWith(fresh);
    if (at) fresh.querySelector(`[aria-labelledby="${at}"]`)?.focus({ preventScroll: true });
  };
  events.addEventListener("open", () => { live.textContent = "Calls appear here as they arrive."; });
  events.addEventListener("error", () => { live.textContent = "The sandbox does not answer; trying again."; });
  events.addEventListener("call", (event) => {
    const made = document.createElement("template");
    made.innerHTML = event.data;
    const row = made.content.firstElementChild;
    if (!row) return;
    const old = document.getElementById(row.id);
    if (old) {
      row.querySelector("details").open = old.querySelector("details").open;
      old.replaceWith(row);
    } else {
      list.prepend(row);
      while (list.children.length > most) list.lastElementChild.remove();
    }
    nothing.hidden = true;
    if (!due) due = setTimeout(keep, 200);
  });
})();
