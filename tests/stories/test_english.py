"""An English reader opens every page that the demonstration's people can open: nothing of ours stands in Chinese marks.

What the users wrote stays as they wrote it. The same page in Chinese tells which words are theirs: they stand there too.
"""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from collections import Counter
from html.parser import HTMLParser
from http.cookiejar import Cookie, CookieJar
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from django.urls import Resolver404, resolve

from tests.running import Zhifa

MARKS = "，、；：（）。！？"
BESIDE_LATIN = re.compile(rf"[A-Za-z][)\]’.…]*\s?[{MARKS}](?!”)|(?<!“)[{MARKS}]\s?[“‘(\[]*[A-Za-z]")
VISITS = 3  # of one route, each by another person
FEWEST_ROUTES = 90  # fewer would mean that the walk stops short
READ = ("title", "aria-label", "placeholder", "alt", "data-label", "value")
SILENT = {"script", "style", "template", "svg", "code", "title"}  # <code> is typed as it stands


class Seen(HTMLParser):
    """The words of a page as a reader or a screen reader meets them, its links, and its forms that hold one button."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.parts: list[str] = []
        self._silent = 0
        self.feed(page)
        self.text = "".join(self.parts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self._silent += tag in SILENT
        if tag == "a" and named.get("href") and "download" not in named:
            self.links.append(str(named["href"]))
        self.parts += [
            f"\n{named[name]}\n" for name in READ if named.get(name) and named.get("type") != "hidden"
        ]
        if tag not in ("a", "span", "strong", "em", "u", "b", "i"):
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)


class Reader:
    """One person's browser without a screen: cookies, a language, pages as text."""

    def __init__(self, site: Zhifa) -> None:
        self.site = site
        self.jar = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def speak(self, language: str) -> None:
        self.jar.set_cookie(
            Cookie(
                0, "django_language", language, None, False, "127.0.0.1", False, False, "/", True, False, None, False,
                None, None, {},
            )
        )  # fmt: skip

    def get(self, address: str) -> str:
        """The page; empty for what is no page or is not for this person."""
        try:
            with self.opener.open(self.site.url + address, timeout=60) as answer:
                is_page = "text/html" in answer.headers.get("Content-Type", "")
                return answer.read().decode() if is_page else ""
        except urllib.error.HTTPError as refused:
            if refused.code >= 500:
                raise
            return ""

    def sign_in(self, username: str) -> None:
        page = self.get("/accounts/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token is not None
        form = urlencode({"csrfmiddlewaretoken": token.group(1)}).encode()
        self.opener.open(f"{self.site.url}/accounts/demonstration/{username}/", form, timeout=60).close()


def _fragment(text: str, found: re.Match[str]) -> str:
    """The mark with the words that it joins. What stands after a space on its right is joined by nothing of ours."""
    begin = max(text.rfind("\n", 0, found.start()), text.rfind(" ", 0, found.start()), found.start() - 12) + 1
    mark = re.search(f"[{MARKS}]", found.group())
    assert mark is not None
    until = found.start() + mark.end()
    after = re.match(r"\S{0,6}", text[until:])
    return text[begin:until] + (after.group() if after else "")


def ours(reader: Reader, address: str, text: str) -> list[str]:
    """The fragments with Chinese marks beside Latin words that the same page in Chinese does not hold."""
    fragments = [_fragment(text, one) for one in BESIDE_LATIN.finditer(text)]
    if not fragments:
        return []
    reader.speak("zh-hans")
    chinese = re.sub(r"\s+", "", Seen(reader.get(address)).text)
    reader.speak("en")
    return [one for one in fragments if re.sub(r"\s+", "", one) not in chinese]


def route_of(address: str) -> str:
    """The pattern behind an address; empty where a page is no page of ours."""
    try:
        return resolve(urlsplit(address).path).route
    except Resolver404:
        return ""


def test_every_page_reads_in_english(site: Zhifa) -> None:
    found: list[str] = []
    routes: set[str] = set()
    times: Counter[str] = Counter()
    people = re.findall(r"/accounts/demonstration/([\w-]+)/", Reader(site).get("/accounts/login/"))
    assert len(people) >= 4
    for person in ["", *dict.fromkeys(people)]:
        reader = Reader(site)
        if person:
            reader.sign_in(person)
        reader.speak("en")
        mine: set[str] = set()
        ahead, known = ["/work/" if person else "/"], {"/", "/work/"}
        while ahead:
            address = ahead.pop(0)
            route = route_of(address)
            if route in mine or (times[route] >= VISITS and address not in ("/", "/work/")):
                continue
            mine.add(route)
            times[route] += 1
            page = reader.get(address)
            if not page:
                continue
            routes.add(route)
            seen = Seen(page)
            found += [
                f"{person or 'a stranger'} {address}: {one!r}" for one in ours(reader, address, seen.text)
            ]
            for link in seen.links:
                place = urlsplit(urljoin(address, link))
                asked = [
                    (name, value) for name, value in parse_qsl(place.query) if name not in ("page", "next")
                ]
                to = place.path + (f"?{urlencode(asked)}" if asked else "")
                if (
                    place.netloc or to in known or dict(asked).get("format") or not route_of(to)
                    or place.path.startswith(("/accounts/logout", "/api/"))
                ):  # fmt: skip
                    continue
                known.add(to)
                ahead.append(to)
    assert found == [], "\n".join(found)
    assert len(routes) >= FEWEST_ROUTES, sorted(routes)
