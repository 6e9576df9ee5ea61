// The check desk: reads the QR code in a picture on this device; the picture is sent nowhere.
// Without the browser's own detector there is only the advice to use the camera itself.
(() => {
  const box = document.querySelector("[data-scan]");
  if (!box) return;
  const field = box.querySelector("input[type=file]");
  const says = box.querySelector("[role=status]");
  const say = (text) => {
    says.textContent = text;
  };
  const CODE = /^[0-9A-HJKMNP-TV-Z]{16}$/;
  // Codes of this site alone: the host of the address is compared, and only the code is taken.
  const codeIn = (text) => {
    let address;
    try {
      address = new URL(text);
    } catch {
      return "";
    }
    const [, way, code] = address.pathname.split("/");
    const ours = [location.host, box.querySelector("b").textContent];
    return ours.includes(address.host) && way === "v" && CODE.test(code) ? code : "";
  };
  if (!("BarcodeDetector" in window)) {
    say(says.dataset.unable);
    return;
  }
  field.parentElement.hidden = false;
  field.addEventListener("change", async () => {
    const [file] = field.files;
    if (!file) return;
    say(says.dataset.reading);
    let found = [];
    try {
      const detector = new BarcodeDetector({ formats: ["qr_code"] });
      found = await detector.detect(await createImageBitmap(file));
    } catch {
      say(says.dataset.unable);
      return;
    }
    const texts = found.map((each) => each.rawValue);
    const code = texts.map(codeIn).find(Boolean);
    if (code) location.assign(box.dataset.prefix + code);
    else say(texts.length ? `${says.dataset.other} ${texts[0].slice(0, 200)}` : says.dataset.none);
  });
})();
