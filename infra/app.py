"""What `cdk` runs: one stack, of a profile, in a place. All of it is said by --context; nothing is looked up."""

import sys

from aws_cdk import App

from infra import answers, policy
from infra.settings import SettingsError, read_place, read_profile
from infra.stack import Todo


def main() -> None:
    app = App()
    context = app.node.get_all_context()
    try:
        stack = Todo(app, profile=read_profile(str(context.get("profile", "ha"))), place=read_place(context))
    except SettingsError as error:
        sys.exit(str(error))
    policy.check(app, stack, answers.read())
    app.synth()


if __name__ == "__main__":
    main()
