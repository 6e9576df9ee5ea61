/* Around the review's two sides: selecting words to mark, lists that scroll as one, and the comment
   of a return that is kept while one writes. */
(() => {
  "use strict";
  const body = document.getElementById("mj-review-body");
  if (!body) return;
  const $ = (selector, root = body) => root.querySelector(selector);
  const all = (selector, root = body) => [...root.querySelectorAll(selector)];
  const words = (name) => document.querySelector("[data-mj-live]")?.dataset[name] || "";

  /* --- the comment of a return is kept as one writes, if it names nobody --- */
  let pause;
  body.addEventListener("input", (event) => {
    if (!event.target.matches("textarea[name='reasons']")) return;
    clearTimeout(pause);
    pause = setTimeout(async () => {
      const data = new FormData(event.target.form);
      data.set("do", "draft");
      const answer = await fetch(location.href.split("#")[0], {
        method: "POST", body: data, headers: { "X-Mj-Fragment": "1" }, credentials: "same-origin",
      }).catch(() => null);
      const told = answer?.ok ? await answer.json().catch(() => null) : null;
      const note = $("[data-mj-draft]");
      if (note && told) note.textContent = told.refusal || words("mjKept");
    }, 1_500);
  });

  /* Both sides of a list scroll as one. */
  body.addEventListener("scroll", (event) => {
    const from = event.target.closest?.("[data-mj-scroll]");
    if (!from) return;
    all(`[data-mj-scroll="${from.dataset.mjScroll}"]`).forEach((side) => {
      if (side !== from && side.scrollLeft !== from.scrollLeft) side.scrollLeft = from.scrollLeft;
    });
  }, true);

  /* Heads of both sides of a list are of one height, so that row stands beside row. */
  const level = () => {
    const heads = {};
    all("[data-mj-scroll] thead tr").forEach((row) => {
      const key = row.closest("[data-mj-scroll]").dataset.mjScroll;
      (heads[key] ||= []).push(row);
    });
    Object.values(heads).forEach((rows) => {
      rows.forEach((row) => { row.style.blockSize = ""; });
      const height = Math.max(...rows.map((row) => row.offsetHeight));
      rows.forEach((row) => { row.style.blockSize = `${height}px`; });
    });
  };
  body.addEventListener("toggle", (event) => { if (event.target.closest?.("thead")) level(); }, true);

  /* --- marking by selection --- */
  const offsetIn = (node, offset, atEnd) => {
    const piece = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-mj-s]");
    if (!piece) return null;
    /* A hidden value is taken whole: what is covered cannot be cut. */
    if (piece.dataset.mjE) return Number(atEnd ? piece.dataset.mjE : piece.dataset.mjS);
    const before = node.nodeType === Node.TEXT_NODE ? node.data.slice(0, offset) : offset ? piece.textContent : "";
    return Number(piece.dataset.mjS) + [...before].length;
  };
  document.addEventListener("selectionchange", () => {
    const bar = $("[data-mj-toolbar]");
    const selection = document.getSelection();
    if (!bar || bar.contains(document.activeElement)) return;
    bar.hidden = true;
    if (!selection || selection.isCollapsed || !selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    const element = (node) => (node.nodeType === Node.TEXT_NODE ? node.parentElement : node);
    const part = element(range.startContainer).closest("[data-mj-part]");
    if (!part || element(range.endContainer).closest("[data-mj-part]") !== part) return;
    const start = offsetIn(range.startContainer, range.startOffset, false);
    const end = offsetIn(range.endContainer, range.endOffset, true);
    if (start === null || end === null || end <= start) return;
    $("input[name='place']", bar).value = `${part.dataset.mjPart}:${start}:${end}`;
    part.parentElement.append(bar);
    bar.hidden = false;
  });

  /* The region is put in place anew after each act (review.js). */
  new MutationObserver(level).observe(body, { childList: true });
  level();
})();
