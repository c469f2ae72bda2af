"""Dollars a month: of a profile at rest, and with people."""

from dataclasses import dataclass, replace

from infra.settings import Profile

from bench.growth import prices
from bench.growth.demand import GB, Demand
from bench.growth.machines import DATABASES, MACHINES
from bench.growth.needs import Needs, needs, operations_included
from bench.growth.prices import HOURS

DISK_GIB = 16  # infra.template
DETAILED_METRICS = 7  # that EC2 counts for an instance a minute apart
KEYS, ROTATIONS = 2, 2  # infra.keys
SECRETS = 2  # the master user's, which RDS makes, and what encrypts sessions
EMF_METRICS = 8  # todo.metrics
ALARMS, MORE_METRICS = 14, 3  # infra.alarm_rules, beside one for each way out; some look at two metrics or three
TRACKING_ALARMS = 4  # two for each policy of target tracking
RULES = 5  # infra.firewall_rules
NAT_DISK_GIB = 8
LOG_OVERHEAD = 26  # bytes that CloudWatch adds to an event
FLOW_BYTES = 30  # of the flow log per request: few connections carry many
ACCESS_LOG_BYTES, ACCESS_LOG_MONTHS = 90, 3  # compressed, per request
STORED_LOG_MONTHS, LOG_COMPRESSION = 3, 6
MACHINE_LOG_GB = 0.3  # a month and instance: boot, metrics of the program, RDS's own
BACKUPS = 1.5  # times what is stored: 35 days of changes beside a whole copy
CONNECTIONS_OF_LCU, GB_OF_LCU = 25.0, 1.0


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    usd: float


def at_rest(profile: Profile) -> list[Line]:
    """With nobody there."""
    return bill(profile, Demand(people=0))


def bill(profile: Profile, demand: Demand) -> list[Line]:
    """What serves these people, starting from the profile: what `needs` says, in as many cells."""
    needed = needs(profile, demand)
    cell = replace(demand, people=demand.people / needed.cells)
    lines = [
        Line("instances", _instances(profile, needed, cell)),
        Line("database", _database(profile, needed, cell)),
        Line("backups", _backups(needed, cell)),
        Line("load balancer", _balancer(profile, cell)),
        Line("way out (NAT)", _way_out(profile, cell)),
        Line("firewall", _firewall(profile, cell)),
        Line("logs", _logs(needed, cell)),
        Line("metrics, alarms, keys, secrets", _watching(profile)),
    ]
    whole = [Line(line.name, line.usd * needed.cells) for line in lines]
    return [*whole, Line("data to people", _sent(demand)), Line("sign-in (Cognito)", sign_in(demand))]


def total(lines: list[Line]) -> float:
    return sum(line.usd for line in lines)


def _instances(profile: Profile, needed: Needs, cell: Demand) -> float:
    name = profile.fleet.instance
    machine = MACHINES[name]
    busy = cell.per_second * machine.seconds(cell.cost.service)
    above = max(0.0, busy - needed.mean_instances * machine.vcpus * machine.baseline)
    each = HOURS * prices.EC2[name].usd + DISK_GIB * prices.DISK.usd + DETAILED_METRICS * prices.METRIC.usd
    return needed.mean_instances * each + above * HOURS * prices.CREDIT.usd


def _database(profile: Profile, needed: Needs, cell: Demand) -> float:
    zones = prices.MULTI_AZ if profile.database.is_multi_az else 1.0
    machine = DATABASES[needed.database]
    busy = cell.per_second * machine.seconds(cell.cost.database)
    above = max(0.0, busy - machine.vcpus * machine.baseline)
    hourly = prices.RDS[needed.database].usd * zones + above * prices.RDS_CREDIT.usd
    more = max(0, needed.disk_operations - operations_included(needed.storage_gib))
    disk = needed.storage_gib * prices.RDS_DISK.usd + more * prices.RDS_IOPS.usd
    return HOURS * hourly + disk * zones


def _backups(needed: Needs, cell: Demand) -> float:
    """As much as is allotted is kept without a charge."""
    return max(0.0, cell.stored_gib * BACKUPS - needed.storage_gib) * prices.BACKUP.usd


def _balancer(profile: Profile, cell: Demand) -> float:
    connections = cell.people * cell.habits.visits / 86_400 / CONNECTIONS_OF_LCU
    gigabytes = cell.per_second * 3600 * cell.answer / GB / GB_OF_LCU
    hourly = prices.BALANCER.usd + max(connections, gigabytes) * prices.LCU.usd
    return HOURS * (hourly + profile.zones * prices.ADDRESS.usd)


def _way_out(profile: Profile, cell: Demand) -> float:
    if profile.nat == "one instance":
        metrics = DETAILED_METRICS * prices.METRIC.usd
        return HOURS * (prices.EC2["t4g.nano"].usd + prices.ADDRESS.usd) + NAT_DISK_GIB * prices.DISK.usd + metrics
    return ways_out(profile) * HOURS * (prices.NAT.usd + prices.ADDRESS.usd) + _log_gb(cell) * prices.NAT_GB.usd


def _firewall(profile: Profile, cell: Demand) -> float:
    if not profile.has_firewall:
        return 0.0
    fixed = prices.FIREWALL.usd + RULES * prices.FIREWALL_RULE.usd
    return fixed + cell.per_month / 1e6 * prices.FIREWALL_MILLION.usd


def _log_gb(cell: Demand) -> float:
    return cell.per_month * (cell.measured.bytes_of_log + LOG_OVERHEAD) / GB


def _logs(needed: Needs, cell: Demand) -> float:
    flows = cell.per_month * FLOW_BYTES / GB
    taken_in = _log_gb(cell) + flows + MACHINE_LOG_GB * (needed.mean_instances + 1)
    kept = taken_in * STORED_LOG_MONTHS / LOG_COMPRESSION * prices.LOG_KEPT.usd
    access = cell.per_month * ACCESS_LOG_BYTES * ACCESS_LOG_MONTHS / GB * prices.S3_GB.usd
    return taken_in * prices.LOG_GB.usd + kept + access


def alarms(profile: Profile) -> int:
    return ALARMS + ways_out(profile)


def ways_out(profile: Profile) -> int:
    return 1 if profile.nat == "one instance" else profile.zones


def _watching(profile: Profile) -> float:
    looked_at = alarms(profile) + MORE_METRICS + TRACKING_ALARMS
    watched = looked_at * prices.ALARM.usd + prices.COMPOSITE.usd
    kept = KEYS * (1 + ROTATIONS) * prices.KEY.usd + SECRETS * prices.SECRET.usd + prices.ZONE.usd
    return watched + EMF_METRICS * prices.METRIC.usd + prices.DASHBOARD.usd + kept


def _sent(demand: Demand) -> float:
    """To the internet, and half as much between zones: every second request meets its database in another one."""
    gigabytes = demand.per_month * demand.answer / GB
    between = gigabytes * 0.5 * prices.ZONES_GB.usd
    return prices.tiered(max(0.0, gigabytes - prices.OUT_FREE_GB), prices.OUT) + between


def sign_in(demand: Demand) -> float:
    """In Cognito's plan Essentials, which the stack has."""
    people = max(0.0, demand.months_people - prices.PERSON_FREE) * prices.PERSON.usd
    return people + _tokens(demand)


def sign_in_lite(demand: Demand) -> float:
    """In its plan Lite, which has neither the new pages nor passkeys."""
    return prices.tiered(max(0.0, demand.months_people - prices.PERSON_FREE), prices.PERSON_LITE) + _tokens(demand)


def _tokens(demand: Demand) -> float:
    return max(0.0, demand.tokens - prices.TOKENS_PER_SECOND) * prices.MORE_TOKENS.usd
