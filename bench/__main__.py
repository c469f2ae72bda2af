import sys
from datetime import UTC, datetime

from bench import cost, events, flatness, json_building, machine, memory, quick, start_up, sync, web, world

PROMISES = {
    "start_up": start_up.measure,
    "cost": cost.measure,
    "json_building": json_building.measure,
    "memory": memory.measure,
    "flatness": flatness.measure,
    "sync": sync.measure,
    "events": events.measure,
    "quick": quick.measure,
    "web": web.measure,
}


def main(names: list[str]) -> None:
    print(f"{machine.described()}; {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, load {machine.load():.1f}")
    with world.made() as made:
        for name in names or PROMISES:
            PROMISES[name](made)
            print(f"{datetime.now(UTC):%H:%M}, load {machine.load():.1f}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
