"""Inside the sandbox: everything is started, each check is made, and the report is printed, whatever happens."""

import signal
import sys
from contextlib import ExitStack
from types import ModuleType

from tests.rehearsal import emulator, place, sandbox
from tests.rehearsal.checks import (
    apart,
    browser,
    database_restarted,
    database_users,
    deploy,
    destroyed,
    instances,
    killed,
    live,
    one_database,
    ports,
    rights,
    scaled,
    sign_in,
    tokens,
    upgraded,
)
from tests.rehearsal.checks.absent import absent
from tests.rehearsal.report import Report
from tests.rehearsal.stage import Site, Stage, opened, prepared

CHECKS = (
    sign_in, browser, tokens, apart, one_database, live, ports, rights, database_users,
    killed, scaled, upgraded, database_restarted, destroyed,
)  # fmt: skip


def main() -> int:
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sandbox.prepare(place.ROOT / "infra")
    place.WORK.mkdir()
    with prepared() as stage:
        report = Report(stage.say)
        try:
            _rehearse(stage, report)
            code = 1 if report.has_failed else 0
        except KeyboardInterrupt:
            code = sandbox.INTERRUPTED
        _leave_out_the_rest(report)
        (place.LOG / "report.md").write_text(report.as_markdown())
        print(f"\n{report}\n\n{stage.seconds / 60:.1f} minutes; logs and report are in {place.LOG}", flush=True)
    return code


def _rehearse(stage: Stage, report: Report) -> None:
    if not report.show(deploy, lambda: deploy.show(stage)):
        return
    with ExitStack() as taken_down:
        sites: list[Site] = []

        def open_site() -> str:
            sites.append(taken_down.enter_context(opened(stage)))
            return instances.show(stage, sites[0])

        if report.show(instances, open_site):
            for check in CHECKS:
                _show(check, stage, sites[0], report)


def _show(check: ModuleType, stage: Stage, site: Site, report: Report) -> None:
    report.show(check, lambda: check.show(stage, site))


def _leave_out_the_rest(report: Report) -> None:
    for check in (deploy, instances, *CHECKS):
        if not report.has(check):
            report.leave_out(check, "the rehearsal did not come to it")
    for check in absent(emulator.recorded()):
        report.leave_out(check, check.reason)


if __name__ == "__main__":
    sys.exit(main())
