// Printing needs a script; the button stays hidden without one (the browser's menu prints too).
document.querySelectorAll("button[data-print]").forEach((button) => {
  button.closest("li").hidden = false;
  button.addEventListener("click", () => window.print());
});
