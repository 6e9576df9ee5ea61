// Reads the page's text aloud with the browser's own voice. The button stays hidden without it.
(() => {
  const buttons = document.querySelectorAll("button[data-read-aloud]");
  if (!("speechSynthesis" in window) || !buttons.length) return;
  const voice = window.speechSynthesis;

  const label = (isReading) => {
    buttons.forEach((button) => {
      const words = button.querySelector("[data-start]");
      words.textContent = isReading ? words.dataset.stop : words.dataset.start;
    });
  };

  // Passages, not the whole page at once: browsers cut long utterances short.
  const passages = () =>
    [...document.querySelectorAll("main :is(h1, h2, h3, h4, p, li, dt, dd, caption, th, td)")]
      .filter((node) => node.offsetParent && !node.querySelector("p, li, dd, td"))
      .map((node) => {
        const copy = node.cloneNode(true);
        copy.querySelectorAll("[aria-hidden=true]").forEach((part) => part.remove());
        return copy.textContent.trim();
      })
      .filter(Boolean);

  const start = () => {
    const texts = passages();
    texts.forEach((text, index) => {
      const speech = new SpeechSynthesisUtterance(text);
      speech.lang = "zh-CN";
      if (index === texts.length - 1) speech.onend = () => label(false);
      voice.speak(speech);
    });
    label(true);
  };

  buttons.forEach((button) => {
    button.closest("li").hidden = false;
    button.addEventListener("click", () => {
      if (voice.speaking || voice.pending) {
        voice.cancel();
        label(false);
      } else {
        start();
      }
    });
  });
  window.addEventListener("pagehide", () => voice.cancel());
})();
