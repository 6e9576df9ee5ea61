"use strict";
// Checks of a receipt as in the verification specification §1-§6; no network, no library.
class Refused extends Error {
  constructor(why, part = "") {
    super(why);
    this.part = part;
  }
}
const utf8 = new TextEncoder();
const need = (holds, why, part) => {
  if (!holds) throw new Refused(why, part);
};
const concat = (...pieces) => {
  const bytes = pieces.map((piece) => (typeof piece === "string" ? utf8.encode(piece) : piece));
  const all = new Uint8Array(bytes.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of bytes) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
};
const same = (one, other) => one.length === other.length && one.every((b, at) => b === other[at]);
const toHex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const fromHex = (hex) => new Uint8Array((hex.match(/../g) ?? []).map((pair) => parseInt(pair, 16)));
const toBase64 = (bytes) => btoa(String.fromCharCode(...bytes));
const fromBase64 = (text) => {
  try {
    const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
    need(text.length % 4 === 0 && !/\s/.test(text), "base64 不合规范");
    return bytes;
  } catch {
    throw new Refused("base64 不合规范");
  }
};
const sha256 = async (...pieces) =>
  new Uint8Array(await crypto.subtle.digest("SHA-256", concat(...pieces)));
const hmac = async (key, ...pieces) => {
  const how = { name: "HMAC", hash: "SHA-256" };
  const imported = await crypto.subtle.importKey("raw", key, how, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, concat(...pieces)));
};

// §2: the one spelling of a value.
const canonical = (value) => {
  if (typeof value === "string") {
    need(value.isWellFormed ? value.isWellFormed() : !/\p{Cs}/u.test(value), "文字含残缺字符");
    return JSON.stringify(value);
  }
  if (Number.isSafeInteger(value)) return String(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  need(value !== null && typeof value === "object", "含有不允许的值");
  const keys = Object.keys(value).sort();
  need(keys.every((key) => /^[\0-\x7f]*$/.test(key)), "键名不是 ASCII");
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
};
const parsed = (text) => {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refused("不是 JSON");
  }
  need(canonical(value) === text, "不是规范 JSON");
  return value;
};
const textOf = (bytes) => {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Refused("不是 UTF-8");
  }
};

// §5: signed checkpoint.
const keyFrom = async (vkey) => {
  const [, name, id, encoded] = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(vkey) ?? [];
  need(name, "公钥写法不对");
  const raw = fromBase64(encoded);
  need(raw.length === 33 && (raw[0] === 1 || raw[0] === 4), "不认识的公钥种类");
  const keyId = (await sha256(name, "\n", raw)).slice(0, 4);
  need(toHex(keyId) === id, "公钥与它的编号不符");
  return { name, keyId, kind: raw[0], raw: raw.slice(1) };
};
const isSigned = async (key, signature, body) => {
  let message = utf8.encode(body);
  if (key.kind === 4) {
    if (signature.length < 8) return false;
    const time = new DataView(signature.buffer, signature.byteOffset).getBigUint64(0);
    message = utf8.encode(`cosignature/v1\ntime ${time}\n${body}`);
    signature = signature.slice(8);
  }
  let imported;
  try {
    imported = await crypto.subtle.importKey("raw", key.raw, "Ed25519", false, ["verify"]);
  } catch {
    throw new Refused("这个浏览器不能验证 Ed25519 签名，请换新版浏览器，或用 python -m ledger.verify");
  }
  return crypto.subtle.verify("Ed25519", imported, signature, message);
};
const checkpointOf = async (note, keys) => {
  const cut = note.lastIndexOf("\n\n");
  need(cut > 0 && note.endsWith("\n") && !note.includes("\r"), "检查点写法不对");
  const body = note.slice(0, cut + 1);
  const match = /^([^\n]+)\n(0|[1-9][0-9]{0,17})\n([A-Za-z0-9+/]{43}=)\n$/.exec(body);
  need(match, "检查点写法不对");
  let signed = false;
  for (const line of note.slice(cut + 2, -1).split("\n")) {
    const parts = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/.exec(line);
    need(parts, "签名行写法不对");
    const raw = fromBase64(parts[2]);
    need(raw.length >= 5, "签名太短");
    for (const key of keys) {
      if (key.name !== parts[1] || !same(key.keyId, raw.slice(0, 4))) continue;
      need(await isSigned(key, raw.slice(4), body), "检查点的签名不对");
      signed ||= key.kind === 1 && key.name === match[1];
    }
  }
  need(signed, "检查点没有用这把公钥签名");
  return { origin: match[1], size: BigInt(match[2]), root: fromBase64(match[3]) };
};

// §4: the nine keys of an entry.
const REASONS = "correction update privacy expired repealed error legal review".split(" ");
const entryOf = (text) => {
  need(utf8.encode(text).length <= 4096, "记录过长");
  const entry = parsed(text);
  const names = "item,org,prev,reason,rev,root,time,type,v";
  need(Object.keys(entry).sort().join() === names, "记录不是九个键");
  for (const name of ["v", "rev", "prev"]) need(Number.isInteger(entry[name]), `${name} 不是整数`);
  for (const name of ["type", "item", "org", "time", "root", "reason"]) {
    need(typeof entry[name] === "string", `${name} 不是文字`);
  }
  const first = entry.type === "publish";
  const types = ["publish", "revise", "redact", "withdraw", "restore"];
  need(entry.v === 1 && types.includes(entry.type), "不认识的记录种类");
  need(/^[0-9A-Za-z][0-9A-Za-z._/-]{0,63}$/.test(entry.item), "索引号写法不对");
  const length = [...entry.org].length;
  need(length >= 1 && length <= 200, "公开主体过长或为空");
  const moment = new Date(entry.time);
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(entry.time) && !Number.isNaN(+moment);
  need(isTime && moment.toISOString() === entry.time.replace("Z", ".000Z"), "时间写法不对");
  need(first === (entry.rev === 1) && entry.rev >= 1, "版本号不对");
  need(first === (entry.prev === -1) && entry.prev >= -1, "前一条序号不对");
  need(first ? entry.reason === "" : REASONS.includes(entry.reason), "原因代码不对");
  const root = entry.type === "withdraw" ? /^$/ : /^[0-9a-f]{64}$/;
  need(root.test(entry.root), "内容指纹写法不对");
  return entry;
};

// §5, RFC 9162 §2.1.3.2.
const included = async (leaf, index, size, proof, root) => {
  need(index >= 0n && index < size, "序号超出公开记录");
  let [fn, sn, found] = [index, size - 1n, leaf];
  for (const step of proof) {
    need(sn > 0n, "路径过长");
    if (fn & 1n || fn === sn) {
      found = await sha256(Uint8Array.of(1), step, found);
      while (fn && !(fn & 1n)) [fn, sn] = [fn >> 1n, sn >> 1n];
    } else {
      found = await sha256(Uint8Array.of(1), found, step);
    }
    [fn, sn] = [fn >> 1n, sn >> 1n];
  }
  need(sn === 0n && same(found, root), "路径不通到检查点");
};

// §1, §3: parts and their commitments.
const PART = /^(title|links|f\/[!-.0-~]+|b\/[1-9][0-9]*|t\/[!-.0-~]+\/[!-.0-~]+|a\/[1-9][0-9]*)$/;
const textV1 = (text) =>
  text
    .normalize("NFC")
    .replace(/\r\n?/g, "\n")
    .replace(/[ \t\u3000]+(?=\n|$)/g, "")
    .replace(/^\n+|\n+$/g, "");
const commitment = async (salt, id, content) => {
  need(PART.test(id), "部分的编号不对", id);
  need(typeof content === "string", "内容不是文字", id);
  if (id.startsWith("a/")) need(/^[0-9a-f]{64}$/.test(content), "附件应给校验值", id);
  const bytes = id.startsWith("a/") ? fromHex(content) : utf8.encode(textV1(content));
  return toHex(await hmac(salt, `disclosure-part/v1\n${id}\n`, bytes));
};

// §6
const receiptOf = (text) => {
  const cut = text.indexOf("\n\n");
  const lines = text.slice(0, cut).split("\n");
  const index = /^index (0|[1-9][0-9]{0,17})$/.exec(lines[2] ?? "");
  const isReceipt = cut > 0 && lines[0] === "c2sp.org/tlog-proof@v1" && index;
  need(isReceipt && lines[1].startsWith("extra "), "这不是凭证文件");
  const proof = lines.slice(3).map(fromBase64);
  need(proof.every((step) => step.length === 32), "路径写法不对");
  const extra = parsed(textOf(fromBase64(lines[1].slice(6))));
  need(Object.keys(extra).sort().join() === "entry,manifest,salts", "凭证内容写法不对");
  const { entry, manifest, salts } = extra;
  const isSalts = salts !== null && typeof salts === "object" && !Array.isArray(salts);
  need(typeof entry === "string" && Array.isArray(manifest) && isSalts, "凭证内容写法不对");
  const hex = /^[0-9a-f]{64}$/;
  const isRow = (row) => Array.isArray(row) && row.length === 2 && typeof row[0] === "string";
  need(manifest.every((row) => isRow(row) && hex.test(row[1])), "清单写法不对");
  need(Object.values(salts).every((salt) => typeof salt === "string" && hex.test(salt)), "盐写法不对");
  return { entry, manifest, salts, index: BigInt(index[1]), proof, note: text.slice(cut + 2) };
};
const verifyReceipt = async (text, copy, vkeys) => {
  const receipt = receiptOf(text);
  const head = await checkpointOf(receipt.note, await Promise.all(vkeys.map(keyFrom)));
  const entry = entryOf(receipt.entry);
  const leaf = await sha256(Uint8Array.of(0), receipt.entry);
  await included(leaf, receipt.index, head.size, receipt.proof, head.root);
  const about = { entry, receipt, size: head.size, origin: head.origin };
  if (entry.type === "withdraw") {
    const isEmpty = !receipt.manifest.length && !Object.keys(receipt.salts).length && !copy;
    need(isEmpty, "撤下的记录不应有内容");
    return { ...about, result: "withdrawn" };
  }
  const committed = new Map(receipt.manifest);
  need(committed.size === receipt.manifest.length, "清单里有重复的部分");
  const root = await sha256("disclosure-manifest/v1\n", canonical(receipt.manifest));
  need(toHex(root) === entry.root, "清单与公开记录不符");
  if (!copy) return { ...about, result: "entry" };
  for (const [id, content] of Object.entries(copy)) {
    need(committed.has(id), "手里的内容多出没有公开过的部分", id);
    need(Object.hasOwn(receipt.salts, id), "手里的内容含有后来删去的部分", id);
    const found = await commitment(fromHex(receipt.salts[id]), id, content);
    need(found === committed.get(id), "这一部分与公开的不同", id);
  }
  for (const id of committed.keys()) {
    need(Object.hasOwn(copy, id) || !Object.hasOwn(receipt.salts, id), "手里的内容缺少这一部分", id);
  }
  const result = Object.keys(copy).length === committed.size ? "content" : "partial";
  return { ...about, result };
};
// Which committed attachment a file is, "" for none.
const attachmentOf = async (receipt, bytes) => {
  const digest = toHex(await sha256(bytes));
  for (const [id, committed] of receipt.manifest) {
    if (!id.startsWith("a/") || !Object.hasOwn(receipt.salts, id)) continue;
    if ((await commitment(fromHex(receipt.salts[id]), id, digest)) === committed) return id;
  }
  return "";
};
