"""`todo completion`: what a shell needs to complete commands, options and ids."""

import click
from click.shell_completion import BashComplete, FishComplete, ShellComplete, ZshComplete

SHELLS: dict[str, type[ShellComplete]] = {"bash": BashComplete, "zsh": ZshComplete, "fish": FishComplete}


@click.command()
@click.argument("shell", type=click.Choice([*SHELLS]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the completion for SHELL; for bash: eval "$(todo completion bash)"."""
    kind = SHELLS[shell]
    click.echo(kind(context.find_root().command, {}, "todo", "_TODO_COMPLETE").source())
