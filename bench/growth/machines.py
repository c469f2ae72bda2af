"""What AWS's machines are: vCPUs, memory, how slow beside the one of docs/figures.md, how busy they may be for ever.

A request costs `slowness` times the CPU that was measured. The factors are assumptions, of published comparisons of
cores: an EPYC core of the machine measured on does half as much again as one of Graviton2, and Graviton3 is a quarter
faster than Graviton2 (AWS, "AWS Graviton"). `python -m bench cost` on an instance replaces them.
"""

from dataclasses import dataclass

GRAVITON2, GRAVITON3 = 1.5, 1.2
CONNECTIONS_PER_GIB = 112  # RDS user guide, "Quotas and constraints": memory in bytes / 9,531,392


@dataclass(frozen=True, slots=True)
class Machine:
    vcpus: int
    memory_gib: float
    slowness: float
    baseline: float = 1.0  # the share of its vCPUs that may be used for ever; more is paid for by the vCPU and hour

    def seconds(self, microseconds: float) -> float:
        """What was measured, here."""
        return microseconds * self.slowness / 1e6

    @property
    def connections(self) -> int:
        """What PostgreSQL on RDS allows by itself."""
        return min(5000, int(self.memory_gib * CONNECTIONS_PER_GIB))


# Amazon EC2 user guide, "Key concepts for burstable performance instances", for the baselines.
MACHINES = {
    "t4g.small": Machine(2, 2, GRAVITON2, baseline=0.2),
    "m7g.large": Machine(2, 8, GRAVITON3),
}
DATABASES = {
    "t4g.micro": Machine(2, 1, GRAVITON2, baseline=0.1),
    "t4g.medium": Machine(2, 4, GRAVITON2, baseline=0.2),
    "m7g.large": Machine(2, 8, GRAVITON3),
    "m7g.xlarge": Machine(4, 16, GRAVITON3),
    "m7g.2xlarge": Machine(8, 32, GRAVITON3),
    "m7g.4xlarge": Machine(16, 64, GRAVITON3),
    "m7g.8xlarge": Machine(32, 128, GRAVITON3),
}
