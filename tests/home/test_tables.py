from disclosure.shown import Column, Element
from home.tables import ROWS_PER_PAGE, table_of


def element(*rows, columns=("户主", "人数", "合计"), **fields):
    named = tuple(Column(f"c{n}", label) for n, label in enumerate(columns))
    return Element("list", "名册", "recipients", columns=named, rows=rows, **fields)


def test_columns_of_figures_are_set_flush_right_even_where_a_figure_is_suppressed():
    table = table_of(element(("张*三", "3", "2,220"), ("其他20户（合并）", "<3", "—")), 1, {})
    assert [column.is_numeric for column in table.columns] == [False, True, True]


def test_a_long_table_is_shown_page_by_page():
    rows = [(f"王*{n}", str(n), "1") for n in range(120)]
    table = table_of(element(*rows), 2, {"t2": "3"})
    assert len(table.rows) == 120 - 2 * ROWS_PER_PAGE
    assert table.page.number == 3


def test_a_nonsense_page_number_shows_the_first_or_the_last_page():
    rows = [(f"王*{n}", str(n), "1") for n in range(120)]
    assert table_of(element(*rows), 1, {"t1": "abc"}).page.number == 1
    assert table_of(element(*rows), 1, {"t1": "999"}).page.number == 3


def test_the_total_stands_under_the_last_column_of_figures():
    table = table_of(element(("甲", "1", "2.00"), total="2.00 元"), 1, {})
    assert table.total_column == 2


def test_hidden_values_are_announced_above_the_table():
    assert table_of(element(("张*三", "1", "1")), 1, {}).has_masked
    assert not table_of(element(("东山村", "1", "1")), 1, {}).has_masked


def test_more_than_seven_columns_scroll_sideways():
    wide = element(("1",) * 8, columns=tuple("甲乙丙丁戊己庚辛"))
    assert table_of(wide, 1, {}).is_wide
