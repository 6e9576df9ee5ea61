"""Singled-out rows and the ways to hide them: after a way is gone, k holds."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from privacy.k_groups import Groups, merged, sizes_of
from privacy.k_ways import Search
from privacy.quasi import Quasi, coarser, kind_of, last_level

VILLAGES = ["东风村1组", "东风村2组", "东风村", "柳河镇双山村3组", "柳河镇双山村", "柳河镇", ""]
MONTHS = ["2026-01", "2026年2月", "2026.05", "202609", "无", ""]


def rows_of(draw_rows):
    return st.lists(
        st.tuples(
            st.sampled_from(VILLAGES),
            st.sampled_from(["1", "2", "3人", "7", ""]),
            st.sampled_from(["415", "740元", "1,200", "60,000", ""]),
            st.sampled_from(MONTHS),
            st.sampled_from(["男", "女"]),
            st.integers(0, 95).map(str),
        ),
        min_size=draw_rows,
        max_size=60,
    )


KINDS = ("village", "hsize", "amount", "date", "gender", "age")


def columns_of(rows) -> list[Quasi]:
    return [Quasi(n, kind, kind, [row[n] for row in rows]) for n, kind in enumerate(KINDS)]


def shown(columns, levels, gone) -> Counter:
    """What the public would see, worked out cell by cell and without the module's codes."""
    cells = [
        ["" if level >= last_level(c.kind) else coarser(c.kind, level, cell) for cell in c.cells]
        for c, level in zip(columns, levels, strict=True)
    ]
    rows = list(zip(*cells, strict=True))
    return Counter(row for row, is_gone in zip(rows, gone, strict=True) if not is_gone)


@given(rows=rows_of(5), required=st.sampled_from([2, 3, 5]))
@settings(max_examples=120, deadline=None)
def test_after_any_proposed_way_every_group_is_large_enough(rows, required):
    columns = columns_of(rows)
    search = Search(columns, len(rows), required)
    for way in search.ways():
        levels, gone = search.after(way)
        groups = shown(columns, levels, gone)
        assert all(size >= required for size in groups.values())
        # The line 其他 hides whoever is in it: nobody, or enough of them.
        assert way.merged == sum(gone)
        assert way.merged == 0 or way.merged >= min(required, len(rows))
        assert min(groups.values()) == way.smallest


@given(rows=rows_of(5))
@settings(max_examples=60, deadline=None)
def test_a_list_that_needs_nothing_gets_no_proposal_and_others_get_one(rows):
    search = Search(columns_of(rows), len(rows), 3)
    smallest, below = search.now
    assert bool(search.ways()) == bool(below)
    assert (smallest < 3) == bool(below)


@given(codes=st.lists(st.integers(0, 8), min_size=1, max_size=40), required=st.integers(2, 6))
def test_merging_leaves_large_groups_and_a_large_rest(codes, required):
    import numpy as np

    numbers = np.array(codes, dtype=np.int64)
    gone = merged(numbers, required)
    left = sizes_of(numbers[~gone])
    assert not len(left) or left.min() >= required
    assert gone.sum() == 0 or gone.sum() >= min(required, len(codes))


def test_rows_are_named_with_the_fewest_columns_that_single_them_out():
    rows = [("东风村", "1", "415")] * 6 + [("柳河村", "1", "415")] * 6 + [("柳河村", "7", "415")]
    columns = [
        Quasi(n, name, kind, [row[n] for row in rows])
        for n, (name, kind) in enumerate([("村", "village"), ("人数", "hsize"), ("金额", "amount")])
    ]
    groups = Groups(columns, len(rows))
    (found,) = groups.singled(groups.start)
    assert (found.columns, found.rows) == (("人数",), (12,))


def test_two_columns_together_single_out_whom_neither_does_alone():
    rows = [("甲村", "1"), ("甲村", "2"), ("乙村", "1")] * 3 + [("乙村", "2")]
    columns = [Quasi(n, k, k, [row[n] for row in rows]) for n, k in enumerate(("village", "hsize"))]
    (found,) = Groups(columns, len(rows)).singled((0, 0))
    assert found.columns == ("village", "hsize")
    assert found.rows == (9,)


def test_the_order_of_the_policy_decides_what_gives_way_first():
    """Month and age go before the village (privacy.md §6)."""
    rows = [(f"{v}村", f"2026-{1 + n % 12:02}", str(20 + n)) for v in "甲乙丙" for n in range(24)]
    kinds = ("village", "date", "age")
    columns = [Quasi(n, k, k, [row[n] for row in rows]) for n, k in enumerate(kinds)]
    first = Search(columns, len(rows), 5).ways()[0]
    assert {step.kind for step in first.steps} == {"date", "age"}
    assert first.merged == 0


def test_few_odd_rows_are_merged_rather_than_a_column_lost():
    rows = [("甲村", "1")] * 200 + [("乙村", "1")] * 200 + [("丙村", "1")] * 3
    columns = [Quasi(n, k, k, [row[n] for row in rows]) for n, k in enumerate(("village", "hsize"))]
    first = Search(columns, len(rows), 5).ways()[0]
    assert not first.steps
    assert first.merged == 5


def test_fifty_thousand_rows_are_searched():
    count = 50_000
    columns = [
        Quasi(0, "村组", "village", [f"第{n % 40}村{n % 7}组" for n in range(count)]),
        Quasi(1, "人数", "hsize", [str(1 + n % 6) for n in range(count)]),
        Quasi(2, "金额", "amount", [str(100 + n % 900) for n in range(count)]),
        Quasi(3, "月份", "date", [f"2026-{1 + n % 12:02}" for n in range(count)]),
    ]
    ways = Search(columns, count, 5).ways()
    assert ways[0].below == 0
    assert ways[0].smallest >= 5


def test_names_numbers_and_offices_do_not_count_but_what_is_kept_of_a_person_does():
    assert kind_of("RECIPIENT_NAME", "name", "keep") == ""
    assert kind_of("NONE", "serial", "keep") == ""
    assert kind_of("OFFICIAL_NAME", "name", "keep") == ""
    assert kind_of("ADDRESS_DETAIL", "", "generalise") == "village"
    assert kind_of("ADDRESS_DETAIL", "", "remove") == ""
    assert kind_of("NONE", "org", "keep") == "category"
    assert kind_of("NONE", "amount", "keep") == "amount"
