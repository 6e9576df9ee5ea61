"""City and county offices of the demo notices, derived from the issuer's name.

Code: division code and a short code of the department, e.g. 220100-mz for 长春市民政局.
"""

from disclosure.models import IssuerMapping, Region, Unit

DEPARTMENTS = {
    "人民政府办公室": ("zfb", "cross"),
    "人民政府": ("zf", "cross"),
    "扶贫开发办公室": ("fp", "poverty"),
    "民政局": ("mz", "welfare"),
    "残疾人联合会": ("cl", "welfare"),
    "住房和城乡建设局": ("zj", "welfare"),
    "医疗保障局": ("yb", "welfare"),
    "慈善总会": ("cs", "welfare"),
    "教育局": ("jy", "education"),
    "卫生健康局": ("wj", "health"),
    "市场监督管理局": ("sj", "health"),
    "生态环境局": ("hb", "environment"),
    "应急管理局": ("yj", "disaster"),
    "文化广播电视和旅游局": ("wg", "culture_sport"),
    "体育局": ("ty", "culture_sport"),
}
# Everyday short forms of the autonomous areas, as their own offices write them.
SHORT_NAMES = {
    "伊通县": "伊通满族自治县",
    "前郭县": "前郭尔罗斯蒙古族自治县",
    "长白县": "长白朝鲜族自治县",
    "延边州": "延边朝鲜族自治州",
}


def split_issuer(issuer: str) -> tuple[str, str] | None:
    """(name of the division, department) of a local office, None for any other issuer (pure)."""
    for department in DEPARTMENTS:
        place = issuer.removesuffix(department)
        if place and place != issuer:
            return SHORT_NAMES.get(place, place), department
    return None


class LocalUnits:
    """Makes missing local units and their mappings; one look-up of regions per run."""

    def __init__(self):
        self._regions = {region.name: region for region in Region.objects.filter(retired_until="")}

    def ensure(self, issuer: str) -> Unit | None:
        """The unit of a local office; None when the name is not one of a known place."""
        found = split_issuer(issuer)
        region = self._regions.get(found[0]) if found else None
        if found is None or region is None:
            return None
        short, domain = DEPARTMENTS[found[1]]
        unit, _made = Unit.objects.get_or_create(
            code=f"{region.code}-{short}",
            defaults={
                "name": issuer,
                "full_name": issuer,
                "level": region.level,
                "region": region,
                "domains": [domain],
            },
        )
        IssuerMapping.objects.get_or_create(issuer=issuer, defaults={"unit": unit})
        return unit
