/* A print button where there is a script; without one the browser's own command does the same. */
(() => {
  "use strict";
  document.querySelectorAll("[data-mj-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
})();
