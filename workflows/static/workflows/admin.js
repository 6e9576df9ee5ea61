/* What all our screens need. */
(() => {
  "use strict";

  /* Wagtail 8.0.1 hides the account button's name when its sidebar is collapsed. */
  const nameAccount = () => {
    const button = document.querySelector(".sidebar-footer__account:not([aria-label])");
    if (button) button.setAttribute("aria-label", button.textContent.trim());
  };
  new MutationObserver(nameAccount).observe(document.body, { childList: true, subtree: true });
  nameAccount();
})();
