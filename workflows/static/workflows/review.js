/* The review screen by keyboard. Everything here presses what is on the page as a plain form; the
   answer is put in place of the region, so that nothing typed and no place in the list is lost. */
(() => {
  "use strict";
  const body = document.getElementById("mj-review-body");
  if (!body) return;
  const REVEALED_MS = 10_000;
  const WARNED_MS = 120_000;
  const HIDDEN = "••••";
  const $ = (selector, root = body) => root.querySelector(selector);
  /* Wagtail scrolls its main element, not the window. */
  const scroller = body.closest(".content-wrapper") || document.scrollingElement;
  const all = (selector, root = body) => [...root.querySelectorAll(selector)];
  const inField = (target) => target.closest("input, textarea, select, [contenteditable]");
  const config = JSON.parse(document.getElementById("wagtail-config")?.textContent || "{}");
  const shortcutsOff = () => config.KEYBOARD_SHORTCUTS_ENABLED === false;
  const say = (text) => {
    const live = document.querySelector("[data-mj-live]");
    if (live) { live.textContent = ""; setTimeout(() => { live.textContent = text; }, 30); }
  };

  /* --- the list of findings: a listbox with one stop of the Tab key --- */
  const entries = () => all("[data-mj-entry]");
  const currentIndex = () => entries().findIndex((entry) => entry.getAttribute("aria-selected") === "true");
  const anchorOf = (entry) => document.getElementById(entry.dataset.mjAnchor);

  const dress = () => {
    const list = $("[data-mj-list]");
    if (!list) return;
    list.setAttribute("role", "listbox");
    all("[data-mj-group]").forEach((group) => {
      group.setAttribute("role", "group");
      const items = $("ul", group);
      if (items) items.setAttribute("role", "presentation");
      $("h3", group)?.setAttribute("role", "presentation"); // its words still name the group
    });
    const current = $("[data-mj-review]").dataset.mjCurrent;
    entries().forEach((entry) => {
      entry.setAttribute("role", "option");
      entry.setAttribute("aria-label", entry.dataset.mjName);
      const link = $("a", entry);
      /* An option is one thing to a screen reader: no link inside it. */
      if (link) { entry.dataset.mjHref = link.getAttribute("href"); link.replaceWith(...link.childNodes); }
      const isCurrent = entry.dataset.mjEntry === current;
      entry.setAttribute("aria-selected", String(isCurrent));
      entry.removeAttribute("aria-current");
      entry.tabIndex = isCurrent ? 0 : -1;
    });
    if (entries().length && currentIndex() < 0) {
      entries()[0].tabIndex = 0;
      entries()[0].setAttribute("aria-selected", "true");
    }
    point(false);
  };

  /* Into the space between the sticky head and the bar, and no more than needed. */
  const bring = (place) => {
    place.scrollIntoView({ block: "nearest", inline: "nearest" });
    const box = place.getBoundingClientRect();
    const top = 140;
    const bottom = window.innerHeight - ($(".mj-bar")?.offsetHeight || 0) - 24;
    if (box.top < top) scroller.scrollTop += box.top - top;
    else if (box.bottom > bottom && box.height < bottom - top) scroller.scrollTop += box.bottom - bottom;
  };

  /* A column head stands for its column on both sides. */
  const column = (place) => {
    if (!place.matches("th")) return [place];
    const heads = [place, ...all(`[data-mj-for="${CSS.escape(place.id)}"]`)];
    return heads.flatMap((head) => [
      head, ...[...head.closest("table").tBodies[0].rows].map((row) => row.cells[head.cellIndex]).filter(Boolean),
    ]);
  };
  /* Mark the current finding's place on both sides and bring it into view. */
  const point = (scroll = true) => {
    all(".mj-at").forEach((place) => place.classList.remove("mj-at"));
    const entry = entries()[currentIndex()];
    if (!entry) return;
    const place = anchorOf(entry);
    if (place) {
      column(place).forEach((cell) => cell.classList.add("mj-at"));
      const other = place.dataset.mjAt && $(`[data-mj-to="${CSS.escape(place.dataset.mjAt)}"]`);
      if (other) other.classList.add("mj-at");
      if (scroll) bring(place);
    }
  };

  /* Within its list only: the page itself moves with the place on the right. */
  const inView = (entry) => {
    const list = $("[data-mj-list]");
    const head = 32; // the group's name stays on top
    const above = entry.getBoundingClientRect().top - list.getBoundingClientRect().top - head;
    const below = entry.getBoundingClientRect().bottom - list.getBoundingClientRect().bottom;
    if (above < 0) list.scrollTop += above;
    else if (below > 0) list.scrollTop += below;
  };

  /* Acts follow one another: a key pressed early waits for the answer to the one before. */
  let queue = Promise.resolve();
  const inTurn = (act) => { queue = queue.then(act).catch(() => {}); return queue; };

  let asked = 0;
  let panelReady = Promise.resolve();
  const select = (index, focus = true) => {
    const list = entries();
    if (!list.length) return;
    const entry = list[(index + list.length) % list.length];
    list.forEach((one) => { one.tabIndex = -1; one.setAttribute("aria-selected", "false"); });
    entry.tabIndex = 0;
    entry.setAttribute("aria-selected", "true");
    if (focus) { entry.focus({ preventScroll: true }); inView(entry); }
    point();
    panelReady = fetchPanel(entry);
  };
  /* The panel of the chosen finding; a later choice makes an earlier answer void. */
  const fetchPanel = async (entry) => {
    const turn = ++asked;
    if (!entry.dataset.mjHref || entry.dataset.mjUrl || !$("#decide")) return;
    if ($("[data-mj-review]").dataset.mjCurrent === entry.dataset.mjEntry) {
      $("#decide").removeAttribute("aria-busy");
      return;
    }
    $("#decide").setAttribute("aria-busy", "true");
    const page = await ask(entry.dataset.mjHref.split("#")[0]);
    if (!page || turn !== asked) return;
    const panel = $("#decide", page);
    if (panel) $("#decide")?.replaceWith(panel);
    inView(entry);
    $("[data-mj-review]").dataset.mjCurrent = entry.dataset.mjEntry;
  };
  const nextOpen = () => {
    const list = entries();
    const at = currentIndex();
    const order = list.map((_, n) => (at + 1 + n) % list.length);
    const found = order.find((n) => list[n].matches(".mj-entry--open"));
    if (found !== undefined) select(found);
  };

  /* --- asking the server --- */
  const read = async (answer) => {
    const parsed = document.createElement("div");
    /* Our own server's answer, under the page's content policy; scripts in it do not run. */
    parsed.append(...new DOMParser().parseFromString(await answer.text(), "text/html").body.childNodes);
    return parsed;
  };
  const ask = async (address, form) => {
    try {
      const answer = await fetch(address, {
        method: form ? "POST" : "GET",
        body: form,
        headers: { "X-Mj-Fragment": "1" },
        credentials: "same-origin",
      });
      if (!answer.ok || !answer.headers.get("X-Mj-Fragment")) return null;
      return read(answer);
    } catch { return null; }
  };
  const swap = (page, focus) => {
    const list = $("[data-mj-list]");
    const place = { list: list?.scrollTop ?? 0, page: scroller.scrollTop };
    const typed = $("textarea[name='reasons']")?.value;
    const wasOpen = $(".mj-bar__return")?.open;
    body.replaceChildren(...page.childNodes);
    const field = $("textarea[name='reasons']");
    if (field && typed !== undefined && !field.closest(".mj-field--error")) field.value = typed;
    if (wasOpen && $(".mj-bar__return")) $(".mj-bar__return").open = true;
    dress();
    if ($("[data-mj-list]")) $("[data-mj-list]").scrollTop = place.list;
    scroller.scrollTop = place.page;
    const entry = entries()[currentIndex()];
    if (focus && entry) { entry.focus({ preventScroll: true }); inView(entry); }
    point(focus);
    cover();
    watch();
    const told = all("[data-mj-message]").map((one) => one.textContent.trim());
    const left = $("[data-mj-left]")?.dataset.mjLeft;
    const open = left === "0" ? "" : $("[data-mj-told]")?.textContent.trim().replace(/\s*N .*$/, "");
    say([...told, open].filter(Boolean).join(" "));
  };
  const submit = async (form, button) => {
    if (!form.isConnected) return;
    if (form.matches("[data-mj-decide]") && button?.dataset.mjKey) sessionStorage.setItem("mj-last", button.dataset.mjKey);
    const data = new FormData(form, button || undefined);
    const inList = document.activeElement?.closest("[data-mj-list], #decide, .mj-undo") !== null;
    body.setAttribute("aria-busy", "true");
    const page = await ask(form.getAttribute("action")?.split("#")[0] || location.href.split("#")[0], data);
    body.removeAttribute("aria-busy");
    if (!page) { HTMLFormElement.prototype.submit.call(withButton(form, button)); return; }
    swap(page, inList);
  };
  /* Without an answer the form goes the plain way, which tells what is wrong. */
  const withButton = (form, button) => {
    if (button?.name) {
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = button.name;
      field.value = button.value;
      form.append(field);
    }
    return form;
  };
  body.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-mj-reveal]")) { event.preventDefault(); reveal(form); return; }
    if (form.matches("[data-mj-extend]")) { event.preventDefault(); extend(form); return; }
    if (form.matches("[data-mj-swap]")) {
      event.preventDefault();
      if (event.submitter?.getAttribute("aria-disabled") === "true") return;
      if (form.closest("[aria-busy=true]")) return; // not yet the finding that is chosen
      inTurn(() => submit(form, event.submitter));
    }
  });

  /* --- showing a value for ten seconds --- */
  const words = (name) => document.querySelector("[data-mj-live]")?.dataset[name] || "";
  const reveal = async (form) => {
    const ref = $("input[name='spot']", form)?.value;
    const place = ref && $(`[data-mj-at="${CSS.escape(ref)}"]`);
    if (!place) return;
    try {
      const answer = await fetch(location.href.split("#")[0], {
        method: "POST", body: new FormData(form), headers: { "X-Mj-Fragment": "1" }, credentials: "same-origin",
      });
      const told = await answer.json();
      place.textContent = told.text;
      place.setAttribute("data-mj-revealed", "");
      say(`${words("mjShown")} ${told.text}`);
      coverLater(place);
    } catch { form.submit(); }
  };
  const coverLater = (place) => setTimeout(() => {
    const live = document.querySelector("[data-mj-live]");
    if (live) live.textContent = words("mjCovered");
    place.removeAttribute("data-mj-revealed");
    if (place.matches("mark")) place.textContent = HIDDEN;
    else all("tbody td", place).forEach((cell) => { cell.textContent = HIDDEN; });
  }, REVEALED_MS);
  const cover = () => all("[data-mj-revealed]").forEach(coverLater);

  /* --- the claim: warned two minutes before, extended by one key --- */
  let clock;
  const watch = () => {
    clearTimeout(clock);
    const claim = $("[data-mj-until]");
    if (!claim) return;
    const left = new Date(claim.dataset.mjUntil) - Date.now() - WARNED_MS;
    clock = setTimeout(() => {
      $("[data-mj-warning]", claim).hidden = false;
      say($("[data-mj-warning-text]", claim).textContent);
    }, Math.max(left, 0));
  };
  const extend = async (form) => {
    const page = await ask(location.href.split("#")[0], undefined);
    if (!page) { form.submit(); return; }
    const claim = $(".mj-claim", page);
    if (claim) $(".mj-claim").replaceWith(claim);
    watch();
    say($(".mj-claim .mj-meta")?.textContent.trim() || "");
  };

  /* Choosing in a column's head decides at once, unless grounds are asked for. */
  body.addEventListener("change", (event) => {
    const choice = event.target.closest("[data-mj-choose]");
    if (!choice || !choice.value) return;
    const more = $("details", choice.form);
    if (choice.value === "keep" && choice.hasAttribute("data-mj-asks") && more) openField(more, "reason");
    else choice.form.requestSubmit();
  });
  /* --- keys --- */
  const press = async (key, scope) => {
    await panelReady;
    const button = $(`#decide [data-mj-key='${key}']`);
    if (!button || $("#decide").getAttribute("aria-busy") === "true") return undefined;
    if (key === "v") return reveal(button.form);
    const more = $("details", button.form);
    if (key === "p" && more?.hasAttribute("data-mj-asks") && !$("[name='basis']", more)?.value) return openField(more, "reason");
    if (key === "g" && more && !more.hasAttribute("data-mj-coarser") && !$("[name='replacement']", more)?.value) return openField(more, "replacement");
    if (scope && $("select[name='scope']", button.form)) $("select[name='scope']", button.form).value = scope;
    return submit(button.form, button);
  };
  const openField = (more, name) => {
    more.open = true;
    const field = $(`[name='${name}']`, more);
    if (field) field.focus();
  };
  const forAll = () => press(sessionStorage.getItem("mj-last") || "m", "value");
  const takeBack = (key) => {
    const button = $(`.mj-undo [data-mj-key='${key}']`);
    return button?.getAttribute("aria-disabled") === "true" ? undefined : submit(button.form, button);
  };
  const swapSides = () => {
    const entry = entries()[currentIndex()];
    const row = (entry && anchorOf(entry)?.closest(".mj-pair")) || $(".mj-pair:not(.mj-pair--head)");
    if (!row) return;
    const side = document.activeElement?.closest("[data-mj-original]") ? "[data-mj-public]" : "[data-mj-original]";
    $(side, row)?.focus();
  };
  const openInPanes = () => {
    const entry = entries()[currentIndex()];
    const place = entry && anchorOf(entry);
    /* A finding of a file is decided on a screen of its own. */
    if (entry?.dataset.mjUrl) { location.assign(entry.dataset.mjUrl); return; }
    if (!place) return;
    const target = place.closest("[data-mj-original]") || place;
    if (!target.hasAttribute("tabindex")) target.tabIndex = -1;
    target.focus();
    place.scrollIntoView({ block: "center" });
  };
  const openReturn = () => {
    const box = $(".mj-bar__return");
    if (box) { box.open = true; $("textarea", box).focus(); }
  };
  const acts = {
    j: () => select(currentIndex() + 1), k: () => select(currentIndex() - 1), n: nextOpen,
    a: forAll, o: swapSides, r: openReturn,
    d: () => { location.search = location.search.includes("changed") ? "" : "?changed=1"; },
    e: () => $("[data-mj-extend]")?.requestSubmit(),
    u: () => takeBack("u"),
  };
  /* Keys act inside the region, and where nothing has the focus yet. */
  const isOurs = (target) => body.contains(target) || target === document.body;
  document.addEventListener("keydown", (event) => {
    if (!$("[data-mj-review]") || shortcutsOff() || !isOurs(event.target) || event.defaultPrevented) return;
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
      if (!inField(event.target)) { event.preventDefault(); passOn(); }
      return;
    }
    /* Enter in a field takes the decision the field belongs to, not the first button's. */
    const field = event.key === "Enter" && event.target.closest(".mj-grounds input");
    if (field) {
      event.preventDefault();
      const last = field.name === "reason" && field.closest("form").elements.basis;
      if (last && !last.value) last.focus();
      else inTurn(() => press(field.name === "replacement" ? "g" : "p"));
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || inField(event.target)) return;
    const inList = event.target.closest("[data-mj-list]");
    if (inList && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      inTurn(() => select(currentIndex() + (event.key === "ArrowDown" ? 1 : -1)));
      return;
    }
    if (inList && (event.key === "Home" || event.key === "End")) {
      event.preventDefault();
      select(event.key === "Home" ? 0 : entries().length - 1);
      return;
    }
    if (event.key === "Enter") { if (inList) { event.preventDefault(); openInPanes(); } return; }
    if (/^[1-9]$/.test(event.key)) {
      const n = entries().findIndex((entry) => entry.dataset.mjNumber === event.key);
      if (n >= 0) inTurn(() => select(n));
      return;
    }
    const key = event.key.toLowerCase();
    if (event.target.closest("[data-mj-own-keys]")) return; // the pages of files have their own
    if (key === "u" && event.shiftKey) inTurn(() => takeBack("U"));
    else if ("mxgpv".includes(key)) { event.preventDefault(); inTurn(() => press(key)); }
    else if (acts[key]) { event.preventDefault(); inTurn(acts[key]); }
  });
  const passOn = () => {
    const way = $("[data-mj-pass]");
    if (way) way.click();
  };
  body.addEventListener("click", (event) => {
    const way = event.target.closest("[data-mj-pass]");
    if (way && way.getAttribute("aria-disabled") === "true") {
      event.preventDefault();
      say($("#pass-why")?.textContent || "");
      nextOpen();
      return;
    }
    const entry = event.target.closest("[data-mj-entry]");
    if (entry?.dataset.mjUrl) { location.assign(entry.dataset.mjUrl); return; }
    if (entry && !event.target.closest("form")) select(entries().indexOf(entry));
    const hit = event.target.closest("[data-mj-at], [data-mj-to]");
    if (hit && document.getSelection().isCollapsed) {
      const ref = `at-${hit.dataset.mjAt || hit.dataset.mjTo}`;
      const n = entries().findIndex((one) => one.dataset.mjAnchor === ref);
      if (n >= 0) select(n, false);
    }
  });

  dress();
  cover();
  watch();
  if (location.hash === "#decide") entries()[currentIndex()]?.focus({ preventScroll: true });
})();
