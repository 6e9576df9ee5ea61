/* Keys of the queue, and what all our screens need. Everything here presses what is on the page. */
(() => {
  "use strict";

  const inField = (target) => target.closest("input, textarea, select, [contenteditable]");
  const plainKey = (event) => !event.ctrlKey && !event.metaKey && !event.altKey;
  /* The account's own wish (WCAG 2.1.4), as Wagtail hands it to its scripts. */
  const config = JSON.parse(document.getElementById("wagtail-config")?.textContent || "{}");
  const shortcutsOff = () => config.KEYBOARD_SHORTCUTS_ENABLED === false;

  /* Wagtail 8.0.1 hides the account button's name when its sidebar is collapsed. */
  const nameAccount = () => {
    const button = document.querySelector(".sidebar-footer__account:not([aria-label])");
    if (button) button.setAttribute("aria-label", button.textContent.trim());
  };
  new MutationObserver(nameAccount).observe(document.body, { childList: true, subtree: true });
  nameAccount();

  const queue = document.querySelector("[data-mj-queue]");
  if (queue) {
    const rows = [...queue.querySelectorAll("tbody tr")];
    let at = -1;
    const go = (step) => {
      if (!rows.length) return;
      if (at >= 0) rows[at].removeAttribute("data-mj-active");
      at = Math.min(Math.max(at + step, 0), rows.length - 1);
      rows[at].setAttribute("data-mj-active", "");
      rows[at].querySelector("a").focus();
    };
    document.addEventListener("keydown", (event) => {
      if (!plainKey(event) || inField(event.target) || shortcutsOff()) return;
      if (event.key === "j") go(1);
      if (event.key === "k") go(-1);
    });
  }
})();
