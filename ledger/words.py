"""Why something is refused, in Chinese beside the English of the code (pure; for the programs)."""

WHY = {
    "not a receipt": "不是公开凭证，或文件被截断",
    "malformed base64": "凭证里有一行不是 Base64",
    "malformed proof": "凭证里的路径不合格式",
    "malformed extra data": "凭证的附加内容不合格式",
    "malformed manifest": "凭证里的清单不合格式",
    "malformed salt": "凭证里的盐不合格式",
    "not a signed note": "检查点不合格式，或被截断",
    "malformed signature line": "签名行不合格式",
    "malformed signature": "签名行不合格式",
    "signature too short": "签名太短",
    "false signature": "签名是假的，或内容被改过",
    "not a checkpoint without extension lines": "检查点不合格式",
    "checkpoint of another log": "是另一份公开记录的检查点",
    "not signed by the log": "没有这把公钥的签名",
    "malformed root": "检查点里的根不合格式",
    "index beyond the tree": "序号超出公开记录",
    "proof too long": "路径太长",
    "inclusion not proved": "不能证明它在公开记录里",
    "a withdrawal has no content": "撤下的记录不应带有内容",
    "the manifest is not the one in the log": "清单与公开记录里的不符",
    "the copy has a part that was not published": "内容里有没有公开过的部分",
    "the copy has a part that was removed": "内容里有后来删去的部分，不能再核对",
    "the part differs from what was published": "这一部分与公开的不同",
    "the copy lacks a part": "内容少了这一部分",
    "malformed vkey": "公钥不合格式",
    "unknown kind of key": "不认识这种公钥",
    "key id does not fit the key": "公钥的编号与公钥不符",
    "entry longer than 4096 bytes": "记录超过 4096 字节",
    "not an object of the nine keys": "记录不是规定的九项",
    "not JSON in UTF-8": "不是 UTF-8 的 JSON",
    "not in canonical form": "不是规定的写法",
    "repeated key": "同一项写了两次",
}


def chinese(english: str) -> str:
    """The reason in Chinese; the code's own words where there is no better."""
    known = WHY.get(english)
    if known is None and english.startswith("part id"):
        known = "清单里的部分编号不对或重复"
    if known is None and ":" in english:
        known = f"记录的 {english.split(':', 1)[0]} 一项不合规定"
    return known or english
