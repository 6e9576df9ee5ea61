// Keeps the list of required elements up to date while somebody types. Without it the list shows
// what was saved last; the server alone decides at submission.
(() => {
  const list = document.querySelector("[data-mj-checks]");
  const form = list && list.closest("form");
  if (!form) return;
  const tally = document.querySelector("[data-mj-tally]");

  const isFilled = (name) => {
    if (name === "body") {
      return [...form.querySelectorAll('[name^="body-"][name$="-deleted"]')].some((field) => !field.value);
    }
    return [...form.querySelectorAll(`[name="${name}"]`)].some((field) =>
      field.type === "checkbox" || field.type === "radio" ? field.checked : field.value.trim() !== "",
    );
  };

  const hasRow = (relation, table) => {
    const rows = document.querySelectorAll(`#id_${relation}-FORMS > [data-inline-panel-child]`);
    return [...rows].some((row) => {
      const removed = row.querySelector('[name$="-DELETE"]');
      const key = relation === "link_rows" ? "relation" : "table";
      const choice = row.querySelector(`[name$="-${key}"]`);
      return !(removed && removed.value) && (!choice || !table || choice.value === table);
    });
  };

  const update = () => {
    for (const item of list.children) {
      const { mjFields, mjRows, mjTable } = item.dataset;
      if (!mjFields && !mjRows) continue; // lists in the vault: only the server knows
      const isThere = mjRows ? hasRow(mjRows, mjTable) : mjFields.split(" ").every(isFilled);
      item.classList.toggle("is-ok", isThere);
      item.classList.toggle("is-open", !isThere);
    }
    const done = list.querySelectorAll(".is-ok").length;
    tally.textContent = `${done} / ${list.children.length}`;
    tally.classList.toggle("is-warn", done < list.children.length);
  };

  form.addEventListener("input", update);
  form.addEventListener("change", update);
  // Rows and blocks are added and removed by buttons; they stand there a moment later.
  form.addEventListener("click", () => setTimeout(update, 400));
})();
