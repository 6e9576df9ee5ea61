from django.http import HttpResponse
from django.utils import translation

from home.middleware import LanguageByCookie


def language_of(rf, **cookies):
    request = rf.get("/", headers={"accept-language": "en-US,en;q=0.9"})
    request.COOKIES.update(cookies)
    with translation.override("zh-hans"):
        answer = LanguageByCookie(lambda _request: HttpResponse())(request)
    return answer["Content-Language"]


def test_the_site_is_chinese_whatever_the_browser_prefers(rf):
    assert language_of(rf) == "zh-hans"


def test_english_is_shown_to_those_who_chose_it(rf):
    assert language_of(rf, django_language="en") == "en"


def test_a_language_we_do_not_have_is_chinese(rf):
    assert language_of(rf, django_language="tlh") == "zh-hans"
