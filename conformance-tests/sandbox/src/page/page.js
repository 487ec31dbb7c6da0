// Lets the list of calls grow by itself. The rows are written, and escaped, by the server.
"use strict";
(() => {
  const list = document.getElementById("list");
  const live = document.getElementById("live");
  const nothing = document.getElementById("nothing");
  const most = Number(list.dataset.most);
  const events = new EventSource("/-/events");
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
  });
})();
