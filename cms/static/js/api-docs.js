// The page of the open data: shows an answer in place. Without it the forms lead to the answer.
(() => {
  const LONGEST = 60000;
  const TOLD = ["content-type", "etag", "last-modified", "cache-control", "ratelimit", "retry-after"];

  const addressOf = (form) => {
    let path = form.dataset.path;
    const query = new URLSearchParams();
    for (const field of form.elements) {
      const value = field.name && field.name !== "op" ? field.value.trim() : "";
      if (!value) continue;
      if ("inPath" in field.dataset) {
        const safe = value.split("/").map(encodeURIComponent).join("/");
        path = path.replace(`{${field.name}}`, safe);
      } else {
        query.append(field.name, value);
      }
    }
    const asked = query.toString();
    return asked ? `${path}?${asked}` : path;
  };

  const readable = (text, type) => {
    if (!type.includes("json")) return text;
    try {
      return JSON.stringify(JSON.parse(text), null, 2);
    } catch {
      return text;
    }
  };

  const show = async (form) => {
    const box = form.querySelector(".api-answer");
    const [status, curl, headers, body] = ["status", "curl code", "headers", "body"].map((name) =>
      box.querySelector(`.api-${name}`),
    );
    const address = addressOf(form);
    box.hidden = false;
    status.textContent = box.dataset.wait;
    status.dataset.kind = "";
    curl.textContent = `curl -i '${location.origin}${address.replaceAll("'", "%27")}'`;
    headers.textContent = "";
    body.textContent = "";
    const started = performance.now();
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      const text = readable(await answer.text(), answer.headers.get("content-type") || "");
      const took = Math.round(performance.now() - started);
      status.textContent = `${answer.status} ${answer.statusText} · ${took} ms`;
      status.dataset.kind = answer.ok ? "ok" : "bad";
      headers.textContent = TOLD.filter((name) => answer.headers.has(name))
        .map((name) => `${name}: ${answer.headers.get(name)}`)
        .join("\n");
      body.textContent = text.slice(0, LONGEST) + (text.length > LONGEST ? box.dataset.cut : "");
    } catch {
      status.textContent = box.dataset.failed;
      status.dataset.kind = "bad";
    }
    box.focus({ preventScroll: false });
  };

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form.api-try")) return;
    event.preventDefault();
    show(event.target);
  });

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button || !navigator.clipboard) return;
    await navigator.clipboard.writeText(button.previousElementSibling.textContent);
    button.textContent = button.dataset.copied;
  });
})();
