"""The fleet before a crowd: SimPy moves the instances, the checks and the policy; people stand in lines.

What it leaves out: networks, sign-in, the keep-alive connections of people, a zone that fails, and that AWS may lack an
instance to give. A request's CPU varies as much as an exponential does, which is more than it really varies.
"""

from array import array
from collections.abc import Generator
from dataclasses import dataclass, field
from heapq import heappop, heappush
from math import ceil
from random import Random

from simpy import Environment
from simpy.events import Event

from bench.growth.day import Course
from bench.growth.line import Line
from bench.growth.policy import Minute, Policy, wanted

HELD = 2048  # requests that an instance takes before it refuses: 1024 in Granian's workers, as many in its socket
BOOT = 60.0, 90.0  # from the launch to the first answer
PENDING = 10.0  # from the launch to "in service" as Auto Scaling sees it, which does not wait for the load balancer
CHECK_EVERY, GOOD = 10.0, 2  # infra.entry; who is full passes them, since they come to a port of their own
PUBLISHED_AFTER = 1  # minutes until CloudWatch knows
FORESIGHT = 300.0  # infra.scaling: how long before the forecast's moment it starts instances
SLICE = 1.0
MOST = 120.0  # simulated requests a second: where there are more, one stands for several

Steps = Generator[Event, None, None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Seconds of CPU of one request on an instance and on the database, and what else there is."""

    course: Course
    seconds: float
    policy: Policy
    service: float
    vcpus: int
    database: float
    database_vcpus: int
    forecast: Course | None = None
    seed: int = 1


@dataclass(slots=True)
class Outcome:
    """Waits in seconds, beside what a request takes itself; instances in service at the end of each minute."""

    grain: int
    asked: int = 0
    refused: int = 0
    refusing: int = 0  # minutes in which one of a hundred was refused, or more
    waits: "array[float]" = field(default_factory=lambda: array("d"))
    healthy: list[int] = field(default_factory=list)
    running: list[int] = field(default_factory=list)

    def percentile(self, percent: float) -> float:
        ordered = sorted(self.waits)
        return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))] if ordered else 0.0


@dataclass(slots=True, eq=False)
class _Instance:
    name: str
    warm_at: float = float("inf")
    answers: bool = False
    is_healthy: bool = False
    is_ended: bool = False


def simulate(scene: Scene) -> Outcome:
    """The same scene has the same outcome."""
    env = Environment()
    fleet = _Fleet(env, scene)
    env.process(fleet.ask())
    env.process(fleet.follow())
    env.run(until=scene.seconds)
    return fleet.ended()


class _Fleet:
    def __init__(self, env: Environment, scene: Scene) -> None:
        self._env, self._scene, self._random = env, scene, Random(scene.seed)
        highest = max(scene.course(second) for second in range(0, int(scene.seconds), 30))
        self.outcome = Outcome(grain=ceil(highest / MOST))
        self._servers, self._database = Line(), Line()
        self._database.open(0, "database", scene.database_vcpus)
        self._to_database: list[tuple[float, float]] = []  # when it comes there, and how long it has waited
        self._routed: set[str] = set()
        self._instances: list[_Instance] = []
        self._minutes: list[Minute] = []
        self._asked = self._refused = 0
        self._work = 0.0
        self._wanted = scene.policy.at_least
        self._launched = 0
        for _ in range(self._wanted):
            self._add(warm_at=0.0, answers=True, is_healthy=True)
        self._route()

    # People

    def ask(self) -> Steps:
        while True:
            at, end = self._env.now, self._env.now + SLICE
            rate = self._scene.course(at) / self.outcome.grain
            while rate and (at := at + self._random.expovariate(rate)) < end:
                self._serve(at)
            self._ask_database(end)
            yield self._env.timeout(SLICE)

    def _serve(self, at: float) -> None:
        self.outcome.asked += 1
        work = self._random.expovariate(1 / (self._scene.service * self.outcome.grain))
        waited = self._servers.enter(at, work, HELD * self._scene.service / self._scene.vcpus)
        if waited is None:
            self.outcome.refused += 1
        else:
            self._work += work
            heappush(self._to_database, (at + waited + work, waited))

    def _ask_database(self, until: float) -> None:
        """In the order in which requests come there. Its line is as long as what the instances hold."""
        patience = HELD * max(1, len(self._routed)) * self._scene.database / self._scene.database_vcpus
        while self._to_database and self._to_database[0][0] < until:
            at, waited = heappop(self._to_database)
            work = self._random.expovariate(1 / (self._scene.database * self.outcome.grain))
            more = self._database.enter(at, work, patience)
            if more is None:
                self.outcome.refused += 1
            else:
                self.outcome.waits.append(waited + more)

    def ended(self) -> Outcome:
        self._ask_database(float("inf"))
        return self.outcome

    # Auto Scaling

    def follow(self) -> Steps:
        while True:
            yield self._env.timeout(60)
            self._minutes.append(self._observed())
            self.outcome.healthy.append(sum(instance.is_healthy for instance in self._instances))
            self.outcome.running.append(len(self._instances))
            self._scale(max(self._tracked(), self._foreseen()))

    def _observed(self) -> Minute:
        healthy = max(1, len(self._routed))
        asked, refused = self.outcome.asked - self._asked, self.outcome.refused - self._refused
        self.outcome.refusing += refused * 100 >= asked > 0
        could = healthy * self._scene.vcpus * 60
        did = min(self._work, could)
        self._asked, self._refused, self._work = self.outcome.asked, self.outcome.refused, self._work - did
        return Minute(asked * self.outcome.grain / healthy, 100 * did / could)

    def _tracked(self) -> int:
        warm = sum(instance.warm_at <= self._env.now for instance in self._instances)
        known = self._minutes[:-PUBLISHED_AFTER]
        return wanted(self._scene.policy, known, warm=max(1, min(warm, self._wanted)), now=self._wanted)

    def _foreseen(self) -> int:
        policy, forecast = self._scene.policy, self._scene.forecast
        if not (forecast and policy.is_predictive):
            return 0
        return min(policy.at_most, ceil(forecast(self._env.now + FORESIGHT) * 60 / policy.requests_per_minute))

    def _scale(self, count: int) -> None:
        for _ in range(count - self._wanted):
            self._env.process(self._launch())
        serving = [instance for instance in self._instances if instance.is_healthy]
        for instance in serving[: max(0, self._wanted - count)]:
            self._end(instance)
        self._wanted = count

    # Instances

    def _launch(self) -> Steps:
        instance = self._add()
        yield self._env.timeout(PENDING)
        instance.warm_at = self._env.now + self._scene.policy.warm_up
        yield self._env.timeout(self._random.uniform(*BOOT) - PENDING)
        instance.answers = True
        yield self._env.timeout(self._random.uniform(0, CHECK_EVERY) + (GOOD - 1) * CHECK_EVERY)
        instance.is_healthy = True
        self._route()

    def _add(self, **known: object) -> _Instance:
        self._launched += 1
        instance = _Instance(f"i-{self._launched}", **known)  # type: ignore[arg-type]
        self._instances.append(instance)
        return instance

    def _end(self, instance: _Instance) -> None:
        if not instance.is_ended:
            instance.is_ended = True
            self._instances.remove(instance)
            self._route()

    def _route(self) -> None:
        """To those who are healthy; to all who answer, where nobody is (ALB user guide, "Health checks")."""
        answering = [instance for instance in self._instances if instance.answers]
        to = {instance.name for instance in ([i for i in answering if i.is_healthy] or answering)}
        for name in self._routed - to:
            self._servers.close(name)
        for name in sorted(to - self._routed):
            self._servers.open(self._env.now, name, self._scene.vcpus)
        self._routed = to
