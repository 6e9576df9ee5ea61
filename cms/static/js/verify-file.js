// The check desk: hashes a chosen file in the browser, so that only its digest is sent.
// A receipt is small and is sent as it is; without this script the server hashes the upload.
(() => {
  const form = document.querySelector("form[data-hash-file]");
  if (!form || !window.crypto || !crypto.subtle) return;
  // Coming back to the page must not send the digest of the file chosen before.
  window.addEventListener("pageshow", () => {
    form.elements.sha256.value = "";
    form.elements.file.disabled = false;
  });
  form.addEventListener("submit", async (event) => {
    const field = form.elements.file;
    const file = field.files[0];
    if (!file || file.name.endsWith(".tlog-proof") || form.elements.sha256.value) return;
    event.preventDefault();
    try {
      const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
      const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0"));
      form.elements.sha256.value = hex.join("");
      field.disabled = true;
    } catch {
      // Too large for this device's memory: the server does it.
      form.elements.sha256.value = "";
    }
    HTMLFormElement.prototype.submit.call(form);
  });
})();
