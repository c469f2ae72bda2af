"""What docs/figures.md says of a request, and what is stored and sent, as `python -m bench.growth sizes` counts it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Microseconds of CPU of one request: in the service, and in PostgreSQL."""

    service: float
    database: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    read: Cost = Cost(service=563, database=310)  # GET /todo, 50 of 200
    write: Cost = Cost(service=739, database=551)  # POST /todo
    bytes_of_todo: int = 811  # a row with its indexes
    bytes_of_change: int = 451  # its history, with indexes
    bytes_of_list: int = 26_073  # 50 todos, the answer to GET /todo
    bytes_of_log: int = 277  # the line of a request

    def request(self, writes: float) -> Cost:
        """The mean, where this share of requests writes."""
        return Cost(
            service=self.read.service * (1 - writes) + self.write.service * writes,
            database=self.read.database * (1 - writes) + self.write.database * writes,
        )
