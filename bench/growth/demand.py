"""What so many people ask for and leave behind, from assumptions about one of them."""

from dataclasses import dataclass

from bench.growth.day import PEAK
from bench.growth.measured import Cost, Measured
from bench.growth.said import said

DAYS = 30.4
GIB, GB = 1024**3, 1e9
MEASURED = Measured()
CACHE = 0.75  # of a database's memory that holds pages


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """Of a person, on a day on which that person comes."""

    requests: float = said(50, "five visits; each asks ten times: the page, the session, lists, todos, two changes")
    writes: float = said(0.2, "two of those ten: a todo added, a todo ticked off")
    dearer: float = said(1.5, "a session's cookie costs a query more than the measured token, sync more than a list")
    whole_lists: float = said(0.2, "two of the ten answers are a whole list; the others are small, or 304")
    small_answer: int = said(1500, "bytes: one todo with its headers, a 304, a share of the page's files")
    visits: float = said(5, "connections to the load balancer: browsers close what is idle")
    months_people: float = said(2.5, "people of a month for each of a day: a product used on two days of five")
    all_people: float = said(5, "people with an account for each of a day: half of those who signed up have left")
    todos: float = said(300, "kept by an account, done ones and the trash included")
    years: float = said(1, "of history that has come together; nothing removes it yet")
    pages: float = said(50, "of 8 KiB that a whole list reads: what is written on fifty days lies in fifty places")
    refreshes: float = said(2.6, "of tokens at the issuer: every twelve hours (decision 0009), on 1.3 devices")
    sign_ins: float = said(0.05, "a session lasts thirty days from the last visit; new people and new devices")


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """Of so many people a day, in one time zone."""

    people: float
    habits: Habits = Habits()
    measured: Measured = MEASURED

    @property
    def per_second(self) -> float:
        """Requests, on the mean of a day."""
        return self.people * self.habits.requests / 86_400

    @property
    def peak(self) -> float:
        """Requests a second in the busiest minutes of an ordinary day."""
        return self.per_second * PEAK

    @property
    def per_month(self) -> float:
        return self.people * self.habits.requests * DAYS

    @property
    def cost(self) -> Cost:
        """Of one request, on the machine measured on."""
        of_measured = self.measured.request(self.habits.writes)
        return Cost(
            service=of_measured.service * self.habits.dearer, database=of_measured.database * self.habits.dearer
        )

    @property
    def stored_gib(self) -> float:
        habits, measured = self.habits, self.measured
        todos = self.people * habits.all_people * habits.todos * measured.bytes_of_todo
        changes = self.people * habits.requests * habits.writes * 365 * habits.years * measured.bytes_of_change
        return (todos + changes) / GIB

    def reads(self, memory_gib: float) -> float:
        """Pages a second that the database takes from disk in the busiest minutes, with so much memory to keep some."""
        hot = self.people * self.habits.pages * 8192 / GIB
        kept = min(1.0, memory_gib * CACHE / hot) if hot else 1.0
        return self.peak * self.habits.whole_lists * self.habits.pages * (1 - kept)

    @property
    def answer(self) -> float:
        """Bytes that a request sends, on the mean."""
        whole = self.habits.whole_lists
        return whole * self.measured.bytes_of_list + (1 - whole) * self.habits.small_answer

    @property
    def months_people(self) -> float:
        return self.people * self.habits.months_people

    @property
    def tokens(self) -> float:
        """Requests to the issuer's token endpoint a second, in the busiest minutes."""
        return self.people * (self.habits.refreshes + self.habits.sign_ins) / 86_400 * PEAK
