// Completions of the search boxes (WAI-ARIA combobox with a list). Without this script the boxes
// are plain fields. Nothing typed is kept.
(() => {
  const PAUSE = 150; // ms without a key before anything is asked
  let count = 0;

  const enhance = (form) => {
    if (form.dataset.ready) return;
    form.dataset.ready = "yes";
    const field = form.querySelector("input[type=search]");
    const words = form.dataset;
    const kindName = (kind) => words[`kind${kind[0].toUpperCase()}${kind.slice(1)}`] || "";
    const list = document.createElement("div");
    const status = document.createElement("p");
    let timer, asking, asked, active = -1, composing = false;

    count += 1;
    list.id = `suggestions-${count}`;
    list.className = "suggestions";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", words.title);
    status.className = "sr";
    status.setAttribute("role", "status");
    form.append(list, status);
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-haspopup", "listbox");
    field.setAttribute("aria-controls", list.id);
    field.setAttribute("aria-expanded", "false");

    const options = () => [...list.querySelectorAll("[role=option]")];
    const isOpen = () => !list.hidden;

    const point = (at) => {
      active = at;
      options().forEach((option, place) => {
        option.setAttribute("aria-selected", String(place === at));
        if (place !== at) return;
        field.setAttribute("aria-activedescendant", option.id);
        option.scrollIntoView({ block: "nearest" });
      });
      if (at < 0) field.removeAttribute("aria-activedescendant");
    };

    const close = () => {
      clearTimeout(timer);
      if (asking) asking.abort();
      list.hidden = true;
      field.setAttribute("aria-expanded", "false");
      status.textContent = "";
      point(-1);
    };

    const labelled = (label, [mark]) => {
      const shown = document.createElement("span");
      shown.className = "label";
      shown.lang = "zh-Hans-CN";
      const typed = document.createElement("span");
      typed.className = "typed";
      const [from, to] = mark || [0, 0];
      typed.textContent = label.slice(from, to);
      shown.append(label.slice(0, from), typed, label.slice(to));
      return shown;
    };

    const show = (found) => {
      list.replaceChildren();
      let group, kind;
      found.forEach((one, place) => {
        if (one.kind !== kind) {
          kind = one.kind;
          const head = document.createElement("p");
          head.className = "kind";
          head.id = `${list.id}-${kind}`;
          head.setAttribute("role", "presentation");
          head.textContent = kindName(kind);
          group = document.createElement("div");
          group.setAttribute("role", "group");
          group.setAttribute("aria-labelledby", head.id);
          group.append(head);
          list.append(group);
        }
        const option = document.createElement("a");
        option.id = `${list.id}-${place}`;
        option.href = one.url;
        option.tabIndex = -1;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.append(labelled(one.label, one.mark));
        group.append(option);
      });
      active = -1;
      field.removeAttribute("aria-activedescendant");
      list.hidden = !found.length;
      field.setAttribute("aria-expanded", String(!!found.length));
      status.textContent = found.length ? words.many.replace("{n}", found.length) : words.none;
    };

    const ask = async () => {
      const text = field.value.trim();
      asked = text;
      if (asking) asking.abort();
      if (!text) {
        close();
        return;
      }
      asking = new AbortController();
      try {
        const address = `${words.suggest}?q=${encodeURIComponent(text.slice(0, 40))}`;
        const answer = await fetch(address, { signal: asking.signal });
        const { suggestions } = answer.ok ? await answer.json() : { suggestions: [] };
        if (document.activeElement === field && field.value.trim() === text) show(suggestions);
      } catch {
        // Typed on meanwhile, or no connection: the field works without.
      }
    };

    const soon = () => {
      clearTimeout(timer);
      if (!composing) timer = setTimeout(ask, PAUSE);
    };

    const move = (step) => {
      const last = options().length - 1;
      if (step === "first") point(0);
      else if (step === "last") point(last);
      else if (step > 0) point(active === last ? -1 : active + 1);
      else point(active < 0 ? last : active - 1);
    };

    const keys = {
      ArrowDown: () => (isOpen() ? move(1) : ask()),
      ArrowUp: () => (isOpen() ? move(-1) : ask()),
      Home: () => (active < 0 ? false : move("first")),
      End: () => (active < 0 ? false : move("last")),
      Enter: () => (active < 0 ? false : options()[active].click()),
      Escape: () => (isOpen() ? close() : (field.value = "")),
    };

    field.addEventListener("keydown", (event) => {
      if (event.key === "Tab") close();
      if (event.isComposing || composing || event.altKey || event.ctrlKey || event.metaKey) return;
      const act = keys[event.key];
      if (act && act() !== false) event.preventDefault();
    });
    field.addEventListener("compositionstart", () => {
      composing = true;
      clearTimeout(timer);
    });
    field.addEventListener("compositionend", () => {
      composing = false;
      soon();
    });
    field.addEventListener("input", soon);
    field.addEventListener("focus", () => {
      if (field.value.trim() && field.value.trim() === asked && list.childElementCount) {
        list.hidden = false;
        field.setAttribute("aria-expanded", "true");
      }
    });
    // A press on an entry must not take the focus away before the click arrives.
    list.addEventListener("pointerdown", (event) => {
      if (event.pointerType === "mouse") event.preventDefault();
    });
    form.addEventListener("focusout", (event) => {
      if (!form.contains(event.relatedTarget)) close();
    });
    form.addEventListener("submit", close);
    document.addEventListener("pointerdown", (event) => {
      if (!form.contains(event.target)) close();
    });
  };

  document.querySelectorAll("form[data-suggest]").forEach(enhance);
})();
