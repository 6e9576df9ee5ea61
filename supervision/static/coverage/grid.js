// Arrow keys move from cell to cell in the matrix; without script every cell is a link all the same.
(() => {
  const grid = document.querySelector("[data-mj-grid]");
  if (!grid) return;
  const steps = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

  grid.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    const cell = event.target.closest("td");
    if (!step || !cell || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const rows = grid.tBodies[0].rows;
    let row = cell.parentElement.sectionRowIndex + step[0];
    let column = cell.cellIndex + step[1];
    // Cells of stages that a unit has not are passed over.
    while (rows[row]?.cells[column]) {
      const link = rows[row].cells[column].querySelector("a");
      if (link) {
        event.preventDefault();
        link.focus();
        return;
      }
      row += step[0];
      column += step[1];
    }
  });
})();
