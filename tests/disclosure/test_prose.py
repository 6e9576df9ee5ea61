"""Rich text: the blocks of the record, and rewriting at exactly the place that was found."""

from hypothesis import given
from hypothesis import strategies as st

from disclosure import prose
from ledger.textnorm import text_v1

RICH = "<h3>标题</h3><p>前<b>张三</b>后<br/>第二行 &amp; 完</p><ul><li>一</li><li></li><li>二</li></ul>"


def test_one_block_per_paragraph_heading_and_list_item():
    assert prose.blocks(RICH) == ["标题", "前张三后\n第二行 & 完", "一", "二"]


def test_link_targets_come_in_order_and_page_links_by_id():
    source = '<p><a href="https://a.cn/?x=1&amp;y=2">甲</a><a linktype="page" id="7">乙</a></p>'
    assert prose.link_targets(source) == ["https://a.cn/?x=1&y=2", "page:7"]
    assert prose.without_links(source, {0}) == '<p>甲<a linktype="page" id="7">乙</a></p>'


def test_a_span_is_replaced_across_markup_and_the_rest_stays():
    changed = prose.rewrite(RICH, {1: [(1, 3, "张*")], 3: [(0, 1, "贰")]})
    assert changed == RICH.replace("张三", "张*").replace("二</li>", "贰</li>")
    assert prose.blocks(changed)[1] == "前张*后\n第二行 & 完"


def test_a_replacement_cannot_bring_in_markup():
    assert prose.blocks(prose.rewrite("<p>甲乙</p>", {0: [(0, 1, "<b>")]})) == ["<b>乙"]


def test_spans_refer_to_the_normalised_text_where_the_stored_one_differs():
    source = "<p>张三  <br/>e\u0301 李四</p>"
    (text,) = [text_v1(block) for block in prose.blocks(source)]
    start = text.index("李四")
    changed = prose.rewrite(source, {0: [(start, start + 2, "李*")]}, text_v1)
    assert text_v1(prose.blocks(changed)[0]) == text.replace("李四", "李*")


def test_plain_text_becomes_paragraphs_and_comes_back():
    (block,) = prose.from_text("第一段 <b>\r\n\n　　第二段&amp;\n")
    assert prose.blocks(block["value"]) == ["第一段 <b>", "第二段&amp;"]
    assert prose.from_text(" \n　") == []


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=60), st.data())
def test_whatever_is_written_the_span_is_gone_and_the_rest_unchanged(text, data):
    source = f"<p>{prose.escape('始' + text + '终')}</p>"
    (shown,) = prose.blocks(source)
    start = data.draw(st.integers(0, len(shown) - 1))
    end = data.draw(st.integers(start + 1, len(shown)))
    changed = prose.rewrite(source, {0: [(start, end, "*")]})
    assert prose.blocks(changed) == [shown[:start] + "*" + shown[end:]]


@given(st.text(alphabet="<>&;#ab/p \"'=", max_size=200))
def test_broken_markup_neither_raises_nor_hangs(source):
    prose.blocks(source)
    prose.link_targets(source)
    prose.rewrite(source, {0: []})


@given(st.text(alphabet='<>/pbrlih2 ="x&amp;#20;中文　\n\t', max_size=60))
def test_reading_in_runs_gives_the_blocks_that_rewriting_counts(source):
    counted = [p.text for p in prose._split(source) if isinstance(p, prose.Block) and p.has_text]
    assert prose.blocks(source) == counted
