// Keys, and what is chosen in the queue. Everything else is done by the server; nothing is fetched from elsewhere.
"use strict";
(() => {
  const rows = () => [...document.querySelectorAll("table.queue tbody tr[data-alert]")];
  const reasons = () => [...document.querySelectorAll("section.reason")];
  const ofRow = (row) => row.querySelector("a.open");
  const boxes = () => [...document.querySelectorAll("input.choose")];

  function move(elements, step, focusable) {
    if (!elements.length) return;
    const at = elements.findIndex((one) => one.contains(document.activeElement));
    const next = at < 0 ? (step > 0 ? 0 : elements.length - 1) : Math.min(Math.max(at + step, 0), elements.length - 1);
    const target = focusable(elements[next]);
    target.focus({ preventScroll: true });
    elements[next].scrollIntoView({ block: "nearest" });
  }

  // NiceGUI carries the choice to the server, which offers what can be done with it.
  function tellChoice() {
    const chosen = boxes().filter((box) => box.checked).map((box) => box.value);
    const all = document.getElementById("choose-all");
    if (all) {
      all.checked = chosen.length > 0 && chosen.length === boxes().length;
      all.indeterminate = chosen.length > 0 && chosen.length < boxes().length;
    }
    emitEvent("choice", chosen);
  }

  function chooseAll(value) {
    boxes().forEach((box) => (box.checked = value));
    tellChoice();
  }

  const press = (selector) => {
    const target = document.querySelector(selector);
    if (target) target.click();
    return Boolean(target);
  };

  let last = "";
  document.addEventListener("keydown", (event) => {
    const target = event.target;
    const isTyping = target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], .q-dialog, .q-menu");
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open], .q-dialog")) {
      last = "";
      return;
    }
    const isQueue = Boolean(document.querySelector("table.queue"));
    const wasG = last === "g";
    last = event.key;
    const places = { q: "/", o: "/overview", s: "/suppressions" };
    if (wasG && places[event.key]) {
      location.assign(places[event.key]);
      return;
    }
    const step = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    const current = document.activeElement.closest("tr[data-alert]");
    let done = true;
    if (event.key === "?") document.getElementById("keys").showModal();
    else if (isQueue && step) move(rows(), step, ofRow);
    else if (isQueue && event.key === "o" && current) ofRow(current).click();
    else if (isQueue && event.key === "x" && current) current.querySelector("input.choose")?.click();
    else if (isQueue && event.key === "*") chooseAll(boxes().some((box) => !box.checked));
    else if (isQueue && event.key === "/") document.querySelector(".search input")?.focus();
    else if (isQueue && event.key === "[") done = press("[data-page=previous]");
    else if (isQueue && event.key === "]") done = press("[data-page=next]");
    else if (!isQueue && (event.key === "j" || event.key === "k")) move(reasons(), step, (one) => one);
    else if (event.key === "d") done = press(".do-decide");
    else if (event.key === "a") done = press(".do-take");
    else if (event.key === "c") done = press(".do-comment");
    else if (event.key === "u") done = press("a.back");
    else done = false;
    if (done) event.preventDefault();
  });

  document.addEventListener("change", (event) => {
    if (event.target.id === "choose-all") chooseAll(event.target.checked);
    else if (event.target.matches("input.choose")) tellChoice();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-keys]")) document.getElementById("keys").showModal();
    const page = event.target.closest("a[data-page], a[data-filter]");
    if (page && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      emitEvent("address", page.getAttribute("href"));
    }
    // A click beside the words of a row opens it too.
    const row = event.target.closest("tr[data-alert]");
    if (row && !event.target.closest("a, input, label, button") && !String(getSelection())) ofRow(row).click();
    document.querySelectorAll("details.account[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  // The way back leads to the filters that were.
  addEventListener("popstate", () => location.reload());
})();
