/* The bar of an upload: bytes sent, then rows read. Without script the form goes the plain way. */
(() => {
  "use strict";
  const form = document.querySelector("[data-mj-upload]");
  if (!form || !window.FormData) return;
  const box = form.querySelector("[data-mj-progress]");
  const bar = box.querySelector("progress");
  const text = box.querySelector("[role='status']");
  const submit = form.querySelector("button[type='submit']");
  let request;
  let clock;

  const finish = (message) => {
    clearInterval(clock);
    submit.removeAttribute("aria-disabled");
    if (message) text.textContent = message;
  };
  const askRows = async () => {
    const answer = await fetch(form.dataset.mjUpload, { credentials: "same-origin" }).catch(() => null);
    const told = answer?.ok ? await answer.json() : null;
    if (told?.done) text.textContent = `${text.dataset.mjReading} ${told.done.toLocaleString()} ${text.dataset.mjRows}`;
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (submit.getAttribute("aria-disabled") === "true" || !form.reportValidity()) return;
    submit.setAttribute("aria-disabled", "true");
    box.hidden = false;
    bar.value = 0;
    text.textContent = text.dataset.mjSending;
    request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (sent) => {
      if (sent.lengthComputable) bar.value = Math.round((sent.loaded / sent.total) * 100);
    });
    request.upload.addEventListener("load", () => {
      bar.removeAttribute("value");
      text.textContent = text.dataset.mjReading;
      clock = setInterval(askRows, 1_000);
    });
    request.addEventListener("load", () => {
      finish();
      if (request.status >= 500) { text.textContent = text.dataset.mjLost; return; }
      if (request.getResponseHeader("Content-Type")?.startsWith("application/json")) {
        location.assign(JSON.parse(request.responseText).next);
        return;
      }
      /* Our own server's page with the errors in place; its form goes the plain way from now on. */
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      const region = page.querySelector(".mj");
      if (!region) { location.reload(); return; }
      document.querySelector(".mj").replaceWith(region);
      region.querySelector(".error-message")?.closest(".mj-field")?.querySelector("input, select")?.focus();
    });
    request.addEventListener("error", () => finish(text.dataset.mjLost));
    request.addEventListener("abort", () => { finish(""); box.hidden = true; });
    request.open("POST", location.href.split("#")[0]);
    request.setRequestHeader("X-Mj-Upload", "1");
    request.send(new FormData(form));
  });
  box.querySelector("[data-mj-stop]").addEventListener("click", () => request?.abort());
})();
