/* A file page by page: keys for decisions as on the review screen, boxes by keyboard and pointer.
   Without it every box is a form in millimetres, and every decision a plain post. */
(() => {
  "use strict";
  const root = document.getElementById("mj-file");
  if (!root) return;
  const SVG = "http://www.w3.org/2000/svg";
  const SAVE_AFTER = 500;
  const $ = (selector) => root.querySelector(selector);
  const all = (selector) => [...root.querySelectorAll(selector)];
  const inField = (target) => target.closest("input, textarea, select, [contenteditable]");
  const config = JSON.parse(document.getElementById("wagtail-config")?.textContent || "{}");
  const shortcutsOff = () => config.KEYBOARD_SHORTCUTS_ENABLED === false;
  const say = (text) => {
    const live = document.querySelector("[data-mj-live]");
    live.textContent = "";
    setTimeout(() => { live.textContent = text; }, 30);
  };
  const post = (fields, kind) => {
    const body = new FormData($("form"));
    for (const name of [...body.keys()]) if (name !== "csrfmiddlewaretoken") body.delete(name);
    Object.entries(fields).forEach(([name, value]) => body.set(name, value));
    return fetch(location.href, { method: "POST", body, headers: { [kind]: "1" }, credentials: "same-origin" });
  };

  /* --- answers put in place; a picture that did not change is not asked for again --- */
  const put = (html) => {
    const old = new Map(all("image").map((image) => [image.getAttribute("href"), image]));
    const scroll = window.scrollY;
    root.innerHTML = html;
    all("image").forEach((image) => {
      const known = old.get(image.getAttribute("href"));
      if (known) { old.delete(image.getAttribute("href")); image.replaceWith(known); }
    });
    window.scrollTo(0, scroll);
    dress();
    const told = $("[data-mj-message]");
    if (told) say(told.textContent.trim());
  };
  const swap = async (form, button) => {
    const body = new FormData(form, button);
    const answer = await fetch(location.href, { method: "POST", body, headers: { "X-Mj-Fragment": "1" }, credentials: "same-origin" });
    if (!answer.ok || answer.redirected) { location.reload(); return; }
    put(await answer.text());
  };
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-mj-swap], [data-mj-reveal]") || !event.submitter) return;
    event.preventDefault();
    if (event.submitter.getAttribute("aria-disabled") === "true") return;
    swap(form, event.submitter);
  });

  /* --- a page in clear is covered again by itself --- */
  let cover = 0;
  const watchReveal = () => {
    clearTimeout(cover);
    const shown = $("[data-mj-revealed]");
    if (!shown) return;
    cover = setTimeout(async () => {
      const answer = await fetch(location.href, { headers: { "X-Mj-Fragment": "1" }, credentials: "same-origin" });
      if (answer.ok) { put(await answer.text()); say(root.dataset.mjCovered); } else location.reload();
    }, Number(shown.dataset.mjRevealed) * 1000);
  };

  /* --- boxes --- */
  const page = () => $("[data-mj-page]");
  const mm = () => {
    const box = page().viewBox.baseVal;
    return { x: box.width / Number(page().dataset.mjWide), y: box.height / Number(page().dataset.mjHigh), wide: box.width, high: box.height };
  };
  const rectOf = (area) => area.querySelector("rect:not(.mj-area__handle)");
  const read = (rect) => ["x", "y", "width", "height"].map((name) => Number(rect.getAttribute(name)));
  const shadow = (area) => $(`[data-mj-for="${CSS.escape(area.dataset.mjBox)}"][data-mj-index="${area.dataset.mjIndex}"]`);
  const place = (area, left, top, width, height) => {
    const unit = mm();
    width = Math.min(Math.max(width, unit.x), unit.wide);
    height = Math.min(Math.max(height, unit.y), unit.high);
    left = Math.min(Math.max(left, 0), unit.wide - width);
    top = Math.min(Math.max(top, 0), unit.high - height);
    const values = { x: left, y: top, width, height };
    [rectOf(area), shadow(area)].filter(Boolean).forEach((rect) =>
      Object.entries(values).forEach(([name, value]) => rect.setAttribute(name, value.toFixed(1))));
    const text = area.querySelector("text");
    if (text) {
      const beside = left + width < 0.8 * unit.wide;
      text.setAttribute("x", beside ? left + width + 8 : left);
      text.setAttribute("y", beside ? top + height / 2 + 7 : top - 5);
    }
    const handle = area.querySelector(".mj-area__handle");
    if (handle) { handle.setAttribute("x", left + width - 8); handle.setAttribute("y", top + height - 8); }
  };
  const inMm = (area) => {
    const unit = mm();
    const [left, top, width, height] = read(rectOf(area));
    const round = (value) => value.toFixed(2);
    return { left: round(left / unit.x), top: round(top / unit.y), width: round(width / unit.x), height: round(height / unit.y) };
  };
  const number = () => $("input[name='page']").value;
  const timers = new WeakMap();
  const failed = async (answer) => {
    let told = root.dataset.mjError;
    try { told = (await answer.json()).refusal || told; } catch { /* not our answer */ }
    say(told);
    const note = document.createElement("div");
    note.className = "mj-note mj-note--bad";
    note.setAttribute("role", "alert");
    note.textContent = told;
    $(".mj-both").prepend(note);
    setTimeout(() => note.remove(), 10_000);
  };
  const save = (area) => {
    clearTimeout(timers.get(area));
    timers.set(area, setTimeout(async () => {
      if (!area.dataset.mjBox) return; // its number is on the way; what moved is sent with it
      const answer = await post({ do: "move", page: number(), ref: area.dataset.mjBox, index: area.dataset.mjIndex, ...inMm(area) }, "X-Mj-Boxes");
      if (answer.ok && !answer.redirected) say(root.dataset.mjSaved); else failed(answer);
    }, SAVE_AFTER));
  };
  const make = (left, top, width, height) => {
    const area = document.createElementNS(SVG, "g");
    area.setAttribute("class", "mj-area mj-area--drawn");
    area.setAttribute("tabindex", "0");
    area.setAttribute("role", "button");
    area.setAttribute("aria-label", root.dataset.mjNew);
    area.dataset.mjBox = "";
    area.dataset.mjIndex = "0";
    area.append(document.createElementNS(SVG, "rect"));
    page().append(area);
    place(area, left, top, width, height);
    return area;
  };
  const keep = async (area) => {
    const answer = await post({ do: "draw", page: number(), cls: "BIOMETRIC", ...inMm(area) }, "X-Mj-Boxes");
    if (!answer.ok || answer.redirected) { area.remove(); failed(answer); return; }
    const sent = inMm(area);
    area.dataset.mjBox = (await answer.json()).ref;
    const painted = document.createElementNS(SVG, "rect");
    painted.setAttribute("class", "mj-painted");
    painted.dataset.mjFor = area.dataset.mjBox;
    painted.dataset.mjIndex = "0";
    $("[data-mj-public]").append(painted);
    place(area, ...read(rectOf(area)));
    if (JSON.stringify(sent) !== JSON.stringify(inMm(area))) save(area);
  };
  const add = () => {
    const unit = mm();
    const area = make(unit.wide / 2 - 30 * unit.x, unit.high / 2 - 4 * unit.y, 60 * unit.x, 8 * unit.y);
    area.focus();
    say(root.dataset.mjDrawn);
    keep(area);
  };
  const erase = async (area) => {
    const answer = await post({ do: "clear", page: number(), ref: area.dataset.mjBox }, "X-Mj-Boxes");
    if (!answer.ok || answer.redirected) { failed(answer); return; }
    shadow(area)?.remove();
    area.remove();
    page().focus();
    say(root.dataset.mjErased);
  };
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const nudge = (area, key, grow) => {
    const unit = mm();
    const [across, down] = ARROWS[key];
    const [left, top, width, height] = read(rectOf(area));
    if (grow) place(area, left, top, width + across * unit.x, height + down * unit.y);
    else place(area, left + across * unit.x, top + down * unit.y, width, height);
    save(area);
  };

  /* --- the pointer: draw on free ground, move a box, pull its corner --- */
  const at = (event) => {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(page().getScreenCTM().inverse());
    return [point.x, point.y];
  };
  root.addEventListener("pointerdown", (event) => {
    const svg = event.target.closest("[data-mj-page][tabindex]");
    if (!svg || event.button !== 0) return;
    const area = event.target.closest("[data-mj-box]");
    const [startX, startY] = at(event);
    const before = area ? read(rectOf(area)) : null;
    const pulls = event.target.closest(".mj-area__handle");
    let drawn = null;
    event.preventDefault();
    (area || svg).focus({ preventScroll: true });
    svg.setPointerCapture(event.pointerId);
    const follow = (moved) => {
      const [x, y] = at(moved);
      if (pulls) place(area, before[0], before[1], before[2] + x - startX, before[3] + y - startY);
      else if (area) place(area, before[0] + x - startX, before[1] + y - startY, before[2], before[3]);
      else {
        drawn ??= make(startX, startY, 1, 1);
        place(drawn, Math.min(x, startX), Math.min(y, startY), Math.abs(x - startX), Math.abs(y - startY));
      }
    };
    const end = () => {
      svg.removeEventListener("pointermove", follow);
      if (area && JSON.stringify(before) !== JSON.stringify(read(rectOf(area)))) save(area);
      if (drawn) { drawn.focus({ preventScroll: true }); keep(drawn); }
    };
    svg.addEventListener("pointermove", follow);
    svg.addEventListener("pointerup", end, { once: true });
    svg.addEventListener("pointercancel", end, { once: true });
  });

  /* --- keys --- */
  const spots = () => all("[data-mj-spot]");
  const go = (spot) => { const link = spot?.querySelector("a"); if (link) location.assign(link.href); };
  const current = () => spots().findIndex((spot) => spot.hasAttribute("aria-current"));
  const press = (key, scope) => {
    const button = $(`[data-mj-key='${key}']`);
    if (!button) return;
    const form = button.form;
    if (scope) form.querySelector("[name='scope']").value = scope;
    const grounds = form.querySelector("[data-mj-asks]");
    if (key === "p" && grounds && !form.querySelector("[name='reason']").value) {
      grounds.open = true;
      form.querySelector("[name='reason']").focus();
      return;
    }
    if ("mxgp".includes(key)) sessionStorage.setItem("mj-last", key);
    button.click();
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || inField(event.target) || shortcutsOff()) return;
    const area = document.activeElement?.closest?.("[data-mj-page] [data-mj-box]");
    if (area && ARROWS[event.key]) { event.preventDefault(); nudge(area, event.key, event.shiftKey); return; }
    if (area && event.key === "Delete" && area.classList.contains("mj-area--drawn")) { event.preventDefault(); erase(area); return; }
    if (event.repeat) return;
    const key = event.key;
    if (key.toLowerCase() === "b" && page()?.hasAttribute("tabindex")) { event.preventDefault(); add(); }
    else if (key === "j") go(spots()[Math.min(current() + 1, spots().length - 1)]);
    else if (key === "k") go(spots()[Math.max(current() - 1, 0)]);
    else if (key === "n") go(spots().find((spot, n) => n > current() && spot.classList.contains("mj-entry--open")) || spots().find((spot) => spot.classList.contains("mj-entry--open")));
    else if (key === "a") press(sessionStorage.getItem("mj-last") || "x", "value");
    else if (key === "U" || "mxgpvu".includes(key)) press(key);
    else if (key === "," || key === ".") {
      const link = $(`a[rel='${key === "," ? "prev" : "next"}']`);
      if (link) { event.preventDefault(); location.assign(link.href); }
    }
  }, true);

  const dress = () => {
    all("[data-mj-page] .mj-area[tabindex]").forEach((area) => {
      const handle = document.createElementNS(SVG, "rect");
      handle.setAttribute("class", "mj-area__handle");
      handle.setAttribute("width", "14");
      handle.setAttribute("height", "14");
      area.append(handle);
      place(area, ...read(rectOf(area)));
    });
    watchReveal();
  };
  dress();
})();
