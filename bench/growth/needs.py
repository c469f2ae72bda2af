"""What serves a demand: how many instances, which database, and how many times the whole (cells)."""

from dataclasses import dataclass, replace
from math import ceil

from infra.settings import Fleet, Profile

from bench.growth.day import course
from bench.growth.demand import Demand
from bench.growth.machines import DATABASES, MACHINES, Machine

DATABASE_AT_MOST = 0.5  # of its CPU in the busiest minutes: the rest is for vacuum, and for days that are not ordinary
STORAGE_AT_MOST = 0.7  # of what is allotted: a rebuilt index and a long transaction need room
RESTORED_GIB = 4096  # more in one database would take a restore or an upgrade from hours to days
THREADS = 8  # TODO_THREADS
OPERATIONS_OF_WRITE = 6  # the log, and later the pages of a row, its indexes and its history
SMALL_DISK_GIB, SMALL_DISK, LARGE_DISK = 400, 3000, 12_000  # operations a second of gp3 (RDS user guide, "Storage")


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """Of each of so many cells. `instances` are those of the busiest minutes, `mean_instances` those of a whole day."""

    cells: int
    instances: int
    mean_instances: float
    database: str
    storage_gib: int
    disk_operations: int
    service_vcpus: float
    database_vcpus: float
    connections: int


def per_instance(fleet: Fleet, demand: Demand) -> float:
    """Requests a second that keep an instance at the target: by requests or by CPU, whichever is reached first."""
    machine = MACHINES[fleet.instance]
    by_cpu = machine.vcpus * fleet.cpu_percent / 100 / machine.seconds(demand.cost.service)
    return min(by_cpu, fleet.requests_per_minute / 60)


def needs(profile: Profile, demand: Demand) -> Needs:
    """Starts from what the profile has, and grows the database, then the number of cells, where that is not enough."""
    stored = demand.stored_gib / STORAGE_AT_MOST
    largest = list(DATABASES)[-1]
    busy = demand.peak * DATABASES[largest].seconds(demand.cost.database) / DATABASE_AT_MOST
    cells = max(1, ceil(stored / RESTORED_GIB), ceil(busy / DATABASES[largest].vcpus))
    peak, mean = demand.peak / cells, demand.per_second / cells
    one, fleet = per_instance(profile.fleet, demand), profile.fleet
    machine = MACHINES[fleet.instance]
    instances = max(fleet.at_least, ceil(peak / one))
    hours = [max(fleet.at_least, ceil(mean * course(hour + 0.5) / one)) for hour in range(24)]
    name = _database(profile.database.instance, peak, demand)
    reads = replace(demand, people=demand.people / cells).reads(DATABASES[name].memory_gib)
    return Needs(
        cells=cells,
        instances=instances,
        mean_instances=sum(hours) / 24,
        database=name,
        storage_gib=max(profile.database.storage_gib, ceil(stored / cells)),
        disk_operations=ceil(reads + peak * demand.habits.writes * OPERATIONS_OF_WRITE),
        service_vcpus=peak * machine.seconds(demand.cost.service),
        database_vcpus=peak * DATABASES[name].seconds(demand.cost.database),
        connections=instances * machine.vcpus * THREADS,
    )


def _database(least: str, peak: float, demand: Demand) -> str:
    names = list(DATABASES)
    for name in names[names.index(least) :]:
        if peak * DATABASES[name].seconds(demand.cost.database) <= _usable(DATABASES[name]):
            return name
    return names[-1]


def _usable(machine: Machine) -> float:
    """vCPUs that may be busy in the busiest minutes; of a burstable database no more than it may be for ever."""
    return machine.vcpus * min(machine.baseline, DATABASE_AT_MOST)


def operations_included(gib: float) -> int:
    """Disk operations a second that come with a disk of this size."""
    return SMALL_DISK if gib < SMALL_DISK_GIB else LARGE_DISK


def people_carried(profile: Profile, demand: Demand) -> dict[str, float]:
    """How many people a day each part of the profile is enough for, as it stands."""
    one = replace(demand, people=1)
    database = DATABASES[profile.database.instance]
    busy = one.peak * database.seconds(one.cost.database)
    return {
        "instances": profile.fleet.at_most * per_instance(profile.fleet, one) / one.peak,
        "database, CPU": _usable(database) / busy,
        "database, storage": profile.database.storage_limit_gib * STORAGE_AT_MOST / one.stored_gib,
    }
