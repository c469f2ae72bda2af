"""What is promised of the web application, in Chromium, against a program and a database of its own."""

from bench.web import cpu, lighthouse, memory, person, start
from bench.world import World


def measure(world: World) -> None:
    with person.made(world) as somebody:
        start.measure(somebody)
        cpu.measure(somebody)
        memory.measure(somebody)
        lighthouse.measure(somebody)
