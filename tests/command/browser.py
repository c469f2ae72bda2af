"""What `BROWSER` names in tests: signs up, or in, by the forms of the pages, allows the program, and goes back to it.

Called with the address to open; TEST_EMAIL and TEST_PASSWORD say who it is.
"""

import os
import sys
from urllib.parse import urljoin

import httpx
from bs4 import BeautifulSoup


def submitted(browser: httpx.Client, page: httpx.Response, **fields: str) -> httpx.Response:
    """The page's form with what is hidden in it, and what the person fills in."""
    form = BeautifulSoup(page.text, "html.parser").find("form", method="post")
    assert form, page.text
    hidden = {str(it["name"]): str(it["value"]) for it in form.find_all("input", type="hidden")}
    return browser.post(urljoin(str(page.url), str(form.get("action") or "")), data={**hidden, **fields})


def main(url: str, *, until: str = "/callback") -> str:
    """Where it ends: the address that goes back to the program."""
    who = {"email": os.environ["TEST_EMAIL"], "password": os.environ["TEST_PASSWORD"]}
    with httpx.Client(follow_redirects=False, timeout=60) as browser:
        page = browser.get(url)
        for _ in range(12):
            if page.is_redirect:
                there = urljoin(str(page.url), page.headers["Location"])
                if until in there:
                    return there
                page = browser.get(there)
            elif "/signup" in str(page.url):
                page = submitted(browser, page, **who)
            elif "/login" in str(page.url):
                link = BeautifulSoup(page.text, "html.parser").find("a", href=lambda to: bool(to) and "/signup" in to)
                assert link
                page = browser.get(urljoin(str(page.url), str(link["href"])))
            else:
                page = submitted(browser, page, answer="allow")
    raise AssertionError(page.text)


if __name__ == "__main__":
    back = main(sys.argv[1])
    if len(sys.argv) == 2:
        httpx.get(back, timeout=60)
    else:
        sys.stdout.write(back)
