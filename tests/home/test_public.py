"""Words and dates of the public templates."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation
from lucide import IconDoesNotExist

from home.templatetags import public
from home.templatetags.icons import icon


def test_dates_are_written_the_chinese_way():
    with translation.override("zh-hans"):
        assert public.long_date(date(2026, 10, 2)) == "2026年10月2日"
        assert public.short_date(date(2026, 10, 2)) == "10月2日"


def test_dates_are_written_the_english_way():
    with translation.override("en"):
        assert public.long_date(date(2026, 10, 2)) == "2 October 2026"


def test_a_moment_is_shown_in_the_time_of_the_site():
    late = datetime(2026, 10, 1, 17, 30, tzinfo=UTC)
    with translation.override("zh-hans"):
        assert public.long_time(late) == "2026年10月2日 01:30"


@pytest.mark.parametrize("write", [public.long_date, public.long_time, public.month_of, public.iso])
def test_a_missing_date_is_an_empty_text(write):
    assert write(None) == ""


def test_a_masked_name_is_spoken_with_the_hidden_part_named():
    with translation.override("zh-hans"):
        assert public.spoken("张*三") == "张某三，中间一字已隐藏"
        assert public.spoken("张*三(2)") == "张某三(2)，中间一字已隐藏"
        assert public.spoken("王*") == "王某，名字已隐藏"
        assert public.spoken("买**·吐***") == "买某·吐某，5 个字已隐藏"
        assert public.spoken("1390****000") == "1390…000，中间 4 位已隐藏"


def test_a_figure_that_is_too_small_is_spoken_as_left_out_on_purpose():
    with translation.override("zh-hans"):
        assert public.is_hidden("<3")
        assert public.spoken("<3") == "小于 3，数字太小，不显示"
        assert not public.is_hidden("3")


def test_only_addresses_of_this_site_count_as_ours():
    assert public.is_ours("/i/jl-test-2026-00001/")
    assert not public.is_ours("//elsewhere.example/")
    assert not public.is_ours("https://elsewhere.example/")


def test_an_icon_is_decorative_unless_it_has_a_label():
    assert 'aria-hidden="true"' in icon("search")
    assert 'aria-label="&quot;&gt;"' in icon("search", label='">')


def test_an_unknown_icon_is_a_mistake_of_ours():
    with pytest.raises(IconDoesNotExist):
        icon("no-such-icon")


def test_changing_one_value_of_an_address_keeps_the_others(rf):
    source = "{% load public %}{% address_with page=2 stage='' %}"
    request = rf.get("/domains/welfare/", {"stage": "result", "unit": "jl-mzt", "page": "7"})
    written = Template(source).render(Context({"request": request}))
    assert written == "?unit=jl-mzt&amp;page=2"
