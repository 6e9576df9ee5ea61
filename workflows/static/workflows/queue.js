/* Keys for the queue: J K move, Enter opens (the link has the focus), C takes up. Everything here
   only presses what is on the page. */
(() => {
  "use strict";
  const list = document.querySelector("[data-mj-queue]");
  if (!list) return;
  /* The account's own wish (WCAG 2.1.4), as Wagtail hands it to its scripts. */
  const config = JSON.parse(document.getElementById("wagtail-config")?.textContent || "{}");
  if (config.KEYBOARD_SHORTCUTS_ENABLED === false) return;

  const rows = [...list.querySelectorAll("tbody tr")];
  let at = -1;
  const go = (step) => {
    if (!rows.length) return;
    if (at >= 0) rows[at].removeAttribute("data-mj-active");
    at = Math.min(Math.max(at + step, 0), rows.length - 1);
    rows[at].setAttribute("data-mj-active", "");
    rows[at].querySelector("a.mj-title").focus();
  };
  list.addEventListener("focusin", (event) => {
    const row = event.target.closest("tbody tr");
    if (!row || rows.indexOf(row) === at) return;
    if (at >= 0) rows[at].removeAttribute("data-mj-active");
    at = rows.indexOf(row);
    row.setAttribute("data-mj-active", "");
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
    const key = event.key.toLowerCase();
    if (key === "j") go(1);
    if (key === "k") go(-1);
    if (key === "c" && at >= 0) rows[at].querySelector("[data-mj-claim]")?.click();
  });
})();
