/* Keys for the review screen and the queue. Everything here only presses what is on the page. */
(() => {
  "use strict";
  const REVEALED_MS = 10_000;

  const inField = (target) => target.closest("input, textarea, select, [contenteditable]");
  const plainKey = (event) => !event.ctrlKey && !event.metaKey && !event.altKey;
  /* The account's own wish (WCAG 2.1.4), as Wagtail hands it to its scripts. */
  const config = JSON.parse(document.getElementById("wagtail-config")?.textContent || "{}");
  const shortcutsOff = () => config.KEYBOARD_SHORTCUTS_ENABLED === false;

  /* The value leaves the page again; the server wrote down that it was shown. */
  document.querySelectorAll("[data-mj-revealed]").forEach((place) => {
    setTimeout(() => {
      if (place.matches("mark")) {
        place.textContent = "••••";
      } else {
        place.querySelectorAll("tbody td").forEach((cell) => { cell.textContent = "••••"; });
      }
    }, REVEALED_MS);
  });

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

  const review = document.querySelector("[data-mj-review]");
  if (!review) return;

  const spots = [...review.querySelectorAll("[data-mj-spot]")];
  const pass = document.querySelector("[data-mj-pass]");
  let current = spots.findIndex((spot) => `#${spot.id}` === location.hash);
  let last = "";

  const show = (index) => {
    if (!spots.length) return;
    current = (index + spots.length) % spots.length;
    spots[current].focus();
    spots[current].scrollIntoView({ block: "nearest" });
    const ref = spots[current].querySelector("input[name='spot']");
    const hit = ref && review.querySelector(`[data-mj-at="${CSS.escape(ref.value)}"]`);
    if (hit) hit.scrollIntoView({ block: "nearest" });
  };
  const nextOpen = () => {
    const isOpen = (spot) => spot.classList.contains("mj-spot--open");
    const order = [...spots.keys()].map((n) => (current + 1 + n) % spots.length);
    const found = order.find((n) => isOpen(spots[n]));
    if (found !== undefined) show(found);
  };
  const press = (key, scope) => {
    const spot = spots[current];
    if (!spot) return;
    if (scope) spot.querySelector("select[name='scope']").value = scope;
    const button = spot.querySelector(`[data-mj-key='${key}']`);
    if (!button) return;
    if (key === "p" || (key === "g" && scope === undefined)) {
      const more = spot.querySelector("details");
      const field = spot.querySelector(key === "p" ? "[name='reason']" : "[name='replacement']");
      if (key === "p" && field && !field.value && more && !more.open) {
        more.open = true;
        field.focus();
        return;
      }
    }
    sessionStorage.setItem("mj-last", key);
    button.click();
  };
  last = sessionStorage.getItem("mj-last") || "m";
  if (current >= 0) show(current);

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
      if (pass && !inField(event.target)) { event.preventDefault(); pass.requestSubmit(); }
      return;
    }
    if (!plainKey(event) || event.repeat || inField(event.target) || shortcutsOff()) return;
    const key = event.key.toLowerCase();
    if (key === "j") show(current + 1);
    else if (key === "k") show(current - 1);
    else if (key === "n") nextOpen();
    else if (key === "a") press(last, "value");
    else if ("mxgpvu".includes(key)) press(key);
    else if (key === "d") location.search = location.search.includes("changed") ? "" : "?changed=1";
    else if (key === "r") {
      const box = document.querySelector(".mj-bar__return");
      if (box) { event.preventDefault(); box.open = true; box.querySelector("textarea").focus(); }
    }
  });

  if (pass) {
    pass.addEventListener("submit", (event) => {
      if (Number(review.dataset.mjLeft) > 0) {
        event.preventDefault();
        nextOpen();
        return;
      }
      if (!window.confirm(pass.dataset.mjConfirm)) event.preventDefault();
    });
  }
})();
