"""Small cells of statistics cannot be computed from what is shown: proved by counting solutions."""

from itertools import product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from privacy.small_cells import Shown, Table, interval, suppress


@st.composite
def tables(draw, most_rows=4, most_columns=4):
    rows = draw(st.integers(1, most_rows))
    columns = draw(st.integers(1, most_columns))
    cell = st.sampled_from([0, 0, 1, 2, 3, 4, 6, 9, 25])
    cells = [[draw(cell) for _ in range(columns)] for _ in range(rows)]
    totals = [draw(st.booleans()) for _ in range(3)]
    return Table(cells, *totals, min_cell=draw(st.sampled_from([3, 5])))


@given(table=tables())
@settings(max_examples=150, deadline=None)
def test_every_small_cell_is_hidden_and_has_more_than_one_possible_value(table):
    shown = suppress(table)
    rows, columns = table.size
    for r in range(rows):
        for c in range(columns):
            if 0 < table.cells[r][c] < table.min_cell:
                assert shown[r][c] is Shown.SMALL
                low, high = interval(table, shown, r, c)
                assert low < high
                assert low <= table.cells[r][c] <= high


@given(table=tables(3, 3))
@settings(max_examples=80, deadline=None)
def test_counting_all_solutions_finds_no_small_cell_with_a_single_value(table):
    """Independent of the module's own method: try every value of every hidden cell."""
    shown = suppress(table)
    rows, columns = table.size
    hidden = [(r, c) for r in range(rows) for c in range(columns) if shown[r][c] is not Shown.VALUE]
    assume(0 < len(hidden) <= 5)
    possible = {place: set() for place in hidden}
    spans = [_span(table, shown, r, c) for r, c in hidden]
    for values in product(*spans):
        cells = [list(line) for line in table.cells]
        for (r, c), value in zip(hidden, values, strict=True):
            cells[r][c] = value
        if agrees(table, shown, cells):
            for place, value in zip(hidden, values, strict=True):
                possible[place].add(value)
    for (r, c), values in possible.items():
        if shown[r][c] is Shown.SMALL:
            assert len(values) > 1


def _span(table, shown, r, c) -> range:
    """Values to try: all small ones, and those near the true value of a hidden cell."""
    if shown[r][c] is Shown.SMALL:
        return range(1, table.min_cell)
    value = table.cells[r][c]
    return range(max(0, value - 3), value + 4)


def agrees(table, shown, cells) -> bool:
    """Whether the cells give all totals that are shown."""
    rows, columns = table.size
    for r in range(rows):
        told = table.row_totals and shown[r][columns] is Shown.VALUE
        if told and sum(cells[r]) != sum(table.cells[r]):
            return False
    for c in range(columns):
        told = table.column_totals and shown[rows][c] is Shown.VALUE
        if told and sum(line[c] for line in cells) != sum(line[c] for line in table.cells):
            return False
    told = table.grand_total and shown[rows][columns] is Shown.VALUE
    return not told or sum(map(sum, cells)) == sum(map(sum, table.cells))


def test_one_small_cell_takes_a_complement_in_its_row_and_its_column():
    shown = suppress(Table([[1, 10, 20], [5, 7, 9], [30, 12, 8]]))
    assert shown[0][0] is Shown.SMALL
    assert sum(state is Shown.HIDDEN for state in shown[0]) == 1
    assert sum(line[0] is Shown.HIDDEN for line in shown) == 1


def test_a_single_row_without_totals_needs_no_complement():
    shown = suppress(Table([[1, 10, 20]], row_totals=False, column_totals=False, grand_total=False))
    assert [state.value for state in shown[0][:3]] == ["small", "value", "value"]


def test_noughts_and_large_cells_stay():
    shown = suppress(Table([[0, 10], [20, 30]]))
    assert all(state is Shown.VALUE for line in shown for state in line)


def test_health_hides_cells_up_to_four():
    shown = suppress(Table([[4, 10, 12], [5, 30, 9]], min_cell=5))
    assert shown[0][0] is Shown.SMALL
    assert shown[1][0] is not Shown.SMALL
