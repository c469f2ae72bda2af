"""Storage that is cleared, refused, full or broken: the page goes on, says so, and nothing that was sent is lost."""

import pytest
from playwright.sync_api import expect

from browser.devices import expect_all_sent, second_tab, settled, stored
from browser.visitor import Visitor, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

NOT_KEPT = "This browser does not store anything: keep this page open until all is sent"

REMOVED = """async () => {
  for (const { name } of await indexedDB.databases())
    await new Promise((done, failed) => {
      const asked = indexedDB.deleteDatabase(name);
      asked.onsuccess = done;
      asked.onerror = failed;
    });
}"""

# As a page does that writes much, and is not done before it is left.
BUSY = """async () => {
  const [{ name }] = await indexedDB.databases();
  const db = await new Promise((done) => (indexedDB.open(name).onsuccess = ({ target }) => done(target.result)));
  const writing = db.transaction(["meta", "outbox"], "readwrite");
  const goOn = () => (writing.objectStore("meta").get("state").onsuccess = goOn);
  goOn();
}"""

REFUSED = {
    "open throws": "indexedDB.open = () => { throw new DOMException('no', 'SecurityError'); };",
    "open fails": """
      const open = indexedDB.open.bind(indexedDB);
      indexedDB.open = (name) => open(name, 0.5);
    """,
    "open hangs": "indexedDB.open = () => indexedDB.deleteDatabase('none') && new (class extends EventTarget {})();",
    "none": "Object.defineProperty(globalThis, 'indexedDB', { value: undefined });",
    "no local storage": """
      Object.defineProperty(globalThis, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });
      indexedDB.open = () => { throw new DOMException('no', 'SecurityError'); };
    """,
    "full": """
      IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };
    """,
}


@pytest.fixture
def inbox(visitor: Visitor) -> Visitor:
    settled(visitor).add("At the server")
    expect_all_sent(visitor)
    return visitor


def _titles(visitor: Visitor) -> list[str]:
    return sorted(todo["title"] for todo in stored(visitor))


@pytest.mark.parametrize("how", list(REFUSED))
def test_where_nothing_can_be_stored_everything_goes_on_and_it_is_said(inbox: Visitor, how: str) -> None:
    inbox.page.add_init_script(REFUSED[how])
    inbox.visit("/app/inbox")

    expect(inbox.titles).to_have_text(["At the server"])
    inbox.add("In memory")
    expect(inbox.status).to_contain_text(NOT_KEPT)
    # A database that never answers is waited for before anything is sent.
    expect(inbox.status).to_have_attribute("data-waiting", "0", timeout=60_000)
    assert _titles(inbox) == ["At the server", "In memory"]

    inbox.context.set_offline(True)
    inbox.add("Waiting in memory")
    expect(inbox.status).to_have_text(f"Offline, 1 to send, {NOT_KEPT}")
    inbox.context.set_offline(False)
    expect(inbox.status).to_have_attribute("data-waiting", "0", timeout=60_000)
    assert _titles(inbox) == ["At the server", "In memory", "Waiting in memory"]


def test_who_leaves_with_what_is_nowhere_else_is_asked(inbox: Visitor) -> None:
    inbox.page.add_init_script(REFUSED["open throws"])
    inbox.visit("/app/inbox")
    expect(inbox.titles).to_have_text(["At the server"])
    inbox.context.set_offline(True)
    inbox.add("Nowhere else")
    expect(inbox.status).to_contain_text("1 to send")

    with inbox.page.expect_event("close"):
        inbox.page.close(run_before_unload=True)

    assert inbox.complaints == ["a dialog: "]
    inbox.complaints.clear()


def test_storage_that_is_removed_under_the_page_is_filled_again(inbox: Visitor) -> None:
    inbox.context.set_offline(True)
    inbox.add("Waiting")
    expect(inbox.status).to_have_text("Offline, 1 to send")

    inbox.page.evaluate(REMOVED)
    inbox.add("After that")
    expect(inbox.status).to_have_text("Offline, 2 to send")
    wait_until(inbox.page, STORED, "Waiting")
    inbox.page.reload()

    expect(inbox.titles).to_have_text(["At the server", "Waiting", "After that"])
    expect(inbox.status).to_have_text("Offline, 2 to send")
    inbox.context.set_offline(False)
    expect_all_sent(inbox)
    assert _titles(inbox) == ["After that", "At the server", "Waiting"]


def test_storage_that_the_browser_clears_under_the_page_is_filled_again_by_itself(inbox: Visitor, address: str) -> None:
    inbox.context.set_offline(True)
    inbox.add("Waiting")
    expect(inbox.status).to_have_text("Offline, 1 to send")

    inbox.page.evaluate(MARK)
    kinds = "indexeddb,local_storage"
    inbox.context.new_cdp_session(inbox.page).send(
        "Storage.clearDataForOrigin", {"origin": address, "storageTypes": kinds}
    )
    wait_until(inbox.page, STORED, "Waiting")
    inbox.page.reload()

    expect(inbox.titles).to_have_text(["At the server", "Waiting"])
    inbox.context.set_offline(False)
    expect_all_sent(inbox)
    assert _titles(inbox) == ["At the server", "Waiting"]


def test_storage_that_was_cleared_between_two_visits_is_read_anew(inbox: Visitor) -> None:
    inbox.visit("/health/live")
    inbox.page.evaluate(REMOVED)
    inbox.page.evaluate("localStorage.clear()")

    inbox.visit("/app/inbox")

    expect(inbox.titles).to_have_text(["At the server"])
    inbox.add("New")
    expect_all_sent(inbox)
    assert _titles(inbox) == ["At the server", "New"]


def test_who_is_forgotten_by_name_only_finds_their_rows_without_a_network(inbox: Visitor) -> None:
    inbox.context.set_offline(True)
    inbox.page.evaluate("localStorage.clear()")

    inbox.page.reload()

    expect(inbox.titles).to_have_text(["At the server"])


def test_files_that_were_cleared_are_kept_again(inbox: Visitor) -> None:
    kept = inbox.page.evaluate(FILES)

    inbox.page.evaluate("async () => { for (const name of await caches.keys()) await caches.delete(name); }")
    inbox.page.reload()
    expect(inbox.titles).to_have_text(["At the server"])
    wait_until(inbox.page, f"async (kept) => (await ({FILES})()) === kept", kept)
    inbox.context.set_offline(True)
    inbox.page.reload()

    expect(inbox.titles).to_have_text(["At the server"])


def test_a_disk_that_is_full_for_a_while_loses_nothing(inbox: Visitor) -> None:
    inbox.context.set_offline(True)
    inbox.page.evaluate(f"() => {{ globalThis.put = IDBObjectStore.prototype.put; {REFUSED['full']} }}")
    inbox.add("While it was full")
    expect(inbox.status).to_have_text(f"Offline, 1 to send, {NOT_KEPT}")

    inbox.page.evaluate("() => { IDBObjectStore.prototype.put = globalThis.put; }")
    inbox.add("There is room again")
    expect(inbox.status).to_have_text("Offline, 2 to send")
    inbox.page.reload()

    expect(inbox.titles).to_have_text(["At the server", "While it was full", "There is room again"])
    inbox.context.set_offline(False)
    expect_all_sent(inbox)


FILES = """async () => {
  const open_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
  return (await Promise.all(open_.map(async (cache) => (await cache.keys()).length))).join();
}"""

MARK = """async () => {
  const place = (await indexedDB.databases()).find(({ name }) => name.startsWith("todo-")).name;
  const database = await new Promise((done) => {
    indexedDB.open(place).onsuccess = ({ target }) => done(target.result);
  });
  const writing = database.transaction("meta", "readwrite");
  writing.objectStore("meta").put(true, "before");
  await new Promise((done) => (writing.oncomplete = done));
  database.close();
}"""

# In a database that is not the marked one any more. One that is being cleared may never answer: it is asked again.
STORED = """async (title) => {
  const place = (await indexedDB.databases()).find(({ name }) => name.startsWith("todo-"))?.name;
  if (!place) return false;
  const answered = (request) => new Promise((done) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => done(undefined);
    setTimeout(done, 2000);
  });
  const database = await answered(indexedDB.open(place));
  if (!database?.objectStoreNames.contains("outbox")) return false;
  try {
    const entries = await answered(database.transaction("outbox").objectStore("outbox").getAll());
    const isBefore = await answered(database.transaction("meta").objectStore("meta").get("before"));
    return !isBefore && (entries ?? []).some(({ mutation }) => mutation.args.title === title);
  } catch {
    return false;
  } finally {
    database.close();
  }
}"""

STORED_SHAPE = """async (shape) => {
  const place = (await indexedDB.databases()).find(({ name }) => name.startsWith("todo-")).name;
  const database = await new Promise((done) => {
    indexedDB.open(place).onsuccess = ({ target }) => done(target.result);
  });
  const writing = database.transaction("meta", "readwrite");
  const meta = writing.objectStore("meta");
  meta.get("state").onsuccess = ({ target }) => meta.put({ ...target.result, shape }, "state");
  await new Promise((done) => (writing.oncomplete = done));
  database.close();
}"""


def test_rows_that_a_newer_version_has_stored_are_shown_and_not_written_over(inbox: Visitor) -> None:
    inbox.page.evaluate(STORED_SHAPE, 99)
    tab = second_tab(inbox)

    expect(tab.titles).to_have_text(["At the server"])
    expect(tab.status).to_contain_text("A new version is here: load this page again")
    tab.add("By the older one")
    expect(tab.titles).to_have_text(["At the server", "By the older one"])

    inbox.page.close()
    tab.page.reload()
    expect(tab.titles).to_have_text(["At the server", "By the older one"])


def test_what_is_done_as_a_page_is_left_is_there_in_the_next_also_where_the_database_is_busy(inbox: Visitor) -> None:
    inbox.context.set_offline(True)
    inbox.page.evaluate(BUSY)

    inbox.add("In the last moment")
    inbox.page.reload()

    expect(inbox.titles).to_have_text(["At the server", "In the last moment"])
    inbox.page.reload()
    expect(inbox.titles).to_have_text(["At the server", "In the last moment"])
    inbox.context.set_offline(False)
    expect_all_sent(inbox)
    assert _titles(inbox) == ["At the server", "In the last moment"]
