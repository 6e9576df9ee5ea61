// The form of the offline page.
const SAYS = {
  entry: ["公开记录里有这一版", "没有给出内容文件，所以只核对了记录本身。"],
  content: ["内容与公开的一致", "内容文件的每一部分都与公开记录相符。"],
  partial: ["留下的内容与公开的一致", "有些部分后来为保护隐私或依法删去，不能再核对。"],
  withdrawn: ["这是一条撤下的记录", "它只说明信息在那时被撤下。"],
};
const TYPES = {
  publish: "首次公开",
  revise: "更正或更新",
  redact: "删去部分内容",
  withdraw: "撤下",
  restore: "恢复公开",
};
const form = document.querySelector("form");
const answer = document.querySelector("#answer");
const line = (term, value) => {
  const row = document.createElement("div");
  for (const [tag, text] of [["dt", term], ["dd", value]]) {
    row.append(Object.assign(document.createElement(tag), { textContent: text }));
  }
  return row;
};
const say = (heading, text, tint, rows = []) => {
  answer.className = tint;
  const title = Object.assign(document.createElement("h2"), { textContent: heading, tabIndex: -1 });
  const list = document.createElement("dl");
  list.append(...rows.map(([term, value]) => line(term, value)));
  answer.replaceChildren(
    title,
    Object.assign(document.createElement("p"), { textContent: text }),
    list,
  );
  title.focus();
};
const bytesOf = async (file) => new Uint8Array(await file.arrayBuffer());
// A part named twice could show one text and prove another.
const partsOf = (text) => {
  const copy = JSON.parse(text);
  const isParts = copy !== null && typeof copy === "object" && !Array.isArray(copy);
  need(isParts, "内容文件不是 parts.json");
  const strings = text.match(/"(?:[^"\\]|\\.)*"/g) ?? [];
  need(strings.length === 2 * Object.keys(copy).length, "内容文件里有重复的部分，或不是文字");
  return copy;
};
const check = async () => {
  const [receiptFile] = form.receipt.files;
  const [partsFile] = form.parts.files;
  const vkeys = form.vkey.value.split("\n").map((text) => text.trim()).filter(Boolean);
  need(receiptFile, "请选择凭证文件");
  need(vkeys.length, "请填写公钥");
  const text = textOf(await bytesOf(receiptFile));
  const copy = partsFile ? partsOf(textOf(await bytesOf(partsFile))) : null;
  const found = await verifyReceipt(text, copy, vkeys);
  const rows = [
    ["索引号", found.entry.item],
    ["公开单位", found.entry.org],
    ["版本", `第 ${found.entry.rev} 版，${TYPES[found.entry.type]}`],
    ["时间（世界时）", found.entry.time],
    ["公开记录", `第 ${found.receipt.index + 1n} 条，检查点共 ${found.size} 条`],
    ["签名者", found.origin],
  ];
  let foreign = 0;
  for (const file of form.attachments.files) {
    const id = await attachmentOf(found.receipt, await bytesOf(file));
    foreign += id ? 0 : 1;
    rows.push([`附件 ${file.name}`, id ? `是公开的第 ${id.slice(2)} 个附件` : "不在这一版的附件里"]);
  }
  const [heading, explanation] = SAYS[found.result];
  if (foreign) say("附件与公开的不同", `${explanation}有 ${foreign} 个附件对不上。`, "warn", rows);
  else say(heading, explanation, "ok", rows);
};
form.addEventListener("submit", (event) => {
  event.preventDefault();
  check().catch((error) => {
    const isOurs = error instanceof Refused;
    const part = error.part ? `（部分：${error.part}）` : "";
    say("核对没有通过", isOurs ? `${error.message}${part}。` : "文件读不出来，请确认选对了文件。", "warn");
  });
});
if (!window.crypto?.subtle) {
  say("不能在这里核对", "请把这个页面存到电脑上，用新版浏览器直接打开。", "warn");
}
