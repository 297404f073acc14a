"""An author takes a case from writing to publication, past a second person, and the office takes it back."""

from __future__ import annotations

from tests.stories.conftest import NewWalk, Walk

NAMES = ("赵志强", "孙小梅", "13812345678")
WORDS = {
    "title": "赵志强诉孙小梅民间借贷案",
    "subtitle": "借钱时留好转账记录，到期不还可以起诉",
    "body": "示例区人民法院",
    "decided_on": "2023-05-10",
    "facts": "原告赵志强借给被告孙小梅三万元，约定三个月归还。孙小梅电话13812345678，到期没有归还。",
    "handling": "法院判决孙小梅返还借款三万元。判决已生效。",
    "analysis": "借款人应当按照约定的期限返还借款。",
    "meaning": "借钱给别人，要留好转账记录。",
    "source": "本单位办理",
    "citations": "《民法典》第六百七十五条",
}
GATE = """
from zhifa.founding.services.opening import Gate
from zhifa.kernel import clock
print(Gate(clock.now()).let_out("case", ["{key}"], "以案释法案例（第二批）"))
"""


def test_from_writing_to_publication_and_back(walk: NewWalk) -> None:
    author = walk()
    author.sign_in("liaison")
    author.open("/work/cases/new/")
    for name, words in WORDS.items():
        author.page.fill(f"main [name={name}]", words)
    author.page.select_option("main [name=kind]", "court")
    author.page.select_option("main [name=topic]", "debt")
    author.page.check("main [name=no_stops]")
    author.step("written")
    author.page.click("main form button[type=submit]")
    author.page.wait_for_url(lambda url: "/new/" not in url)
    key = author.page.url.rstrip("/").rsplit("/", 1)[-1]
    assert not any(name in author.text() for name in NAMES), "the original lies apart"
    author.step("draft")
    sign(author, key, "submit")

    head = walk()
    head.sign_in("head")
    sign(head, key, "pass")
    head.open(f"/work/cases/{key}/masking/")
    for name in NAMES:
        assert name in head.page.locator("main form").inner_text()
    head.step("span by span")
    head.page.click("main button[name=sign]")
    head.page.wait_for_url("**sign=1")
    assert not any(name in head.text() for name in NAMES)
    head.step("made anonymous")
    head.page.click("main .signature-box button[type=submit]")
    head.page.wait_for_url(f"**/work/cases/{key}/")

    second = walk()
    second.sign_in("lead")
    sign(second, key, "approve")
    assert "已审定" in second.text()
    assert author.site.manage(GATE.format(key=key)) == "1"

    reader = walk(phone=True)
    reader.open(f"/cases/{key}/")
    assert "赵某" in reader.text()
    assert not any(name in reader.text() for name in NAMES)
    reader.step("published")

    office = walk()
    office.sign_in("clerk")
    sign(office, key, "recall", reason="当事人提出异议，先行撤回")
    assert "已撤回" in office.text()
    gone = reader.page.goto(f"{reader.site.url}/cases/{key}/")
    assert gone is not None
    assert gone.status == 410
    assert "当事人提出异议，先行撤回" in reader.text()
    reader.step("recalled")
    reader.open("/search/?q=" + "留好转账记录")
    assert key not in reader.page.content(), "found no more"


def sign(person: Walk, key: str, move: str, *, reason: str = "") -> None:
    """The person's move, signed over the text."""
    person.open(f"/work/cases/{key}/move/{move}/")
    if reason:
        person.page.fill("main [name=remarks]", reason)
    person.step(f"sign-{move}")
    person.page.click("main .signature-box button[type=submit]")
    person.page.wait_for_url(f"**/work/cases/{key}/")
