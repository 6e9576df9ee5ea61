"""Religion, and the ethnic group in what is written about a recipient."""

import re
from collections.abc import Iterator

from ..document import Document
from ..findings import Hit
from ..persons import Persons

GROUPS = (
    "汉|满|蒙古|回|朝鲜|锡伯|达斡尔|鄂伦春|鄂温克|赫哲|维吾尔|哈萨克|藏|壮|苗|彝|土家|布依|侗|瑶|白|哈尼|傣|黎|傈僳|佤|畲"
    "|高山|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|仫佬|羌|布朗|撒拉|毛南|仡佬|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|德昂"
    "|保安|裕固|京|塔塔尔|独龙|门巴|珞巴|基诺"
)
# Between separators only: 朝鲜族农乐舞 and 回族乡 are no person's group.
ETHNIC = re.compile(rf"(?<=[，,、；; (])(?:{GROUPS})族(?=[，,、；;。 )\n]|$)")
FAITH = re.compile(
    r"(?:信奉?仰?|皈依|加入)(?:基督|天主|伊斯兰|佛|道|东正|萨满)教|(?:基督|天主|伊斯兰|佛|道|东正)教(?:徒|信徒)"
    r"|信教群众身份|宗教信仰[:为是 ]{1,2}[\u4e00-\u9fff]{1,6}教|穆斯林"
)
RULE = re.compile(r"(?:政策|场所|团体|事务|工作|管理|活动|条例|界)")


def find(doc: Document, persons: Persons) -> Iterator[Hit]:
    for pattern in (ETHNIC, FAITH):
        for match in pattern.finditer(doc.text):
            if RULE.match(doc.text, match.end()):
                continue
            if persons.tied(doc, match.start(), match.end()):
                yield Hit(
                    match.start(), match.end(), "RELIGION_ETHNIC", 0.7, "个人的民族、宗教信仰"
                )
