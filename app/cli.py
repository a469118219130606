"""The command `netinvet`: every operation of an operator, loaded only when it is called."""

import importlib
from collections.abc import Mapping

import click

COMMANDS: Mapping[str, str] = {
    "migrate": "app.operator_cli:migrate",
    "up": "app.operator_cli:up",
    "web": "app.operator_cli:web",
    "write-migration": "app.operator_cli:write_migration",
    "openapi": "app.operator_cli:openapi",
    "import": "app.imports.cli:import_sheet",
    "export": "app.imports.cli:export_sheet",
    "seed": "app.imports.cli:seed_demo",
    "demo": "app.demo.cli:demo",
    "import-all": "app.imports.folder_cli:import_all",
    "export-all": "app.imports.folder_cli:export_all",
    "accounts": "app.accounts.cli:accounts",
    "add-account": "app.accounts.cli:add",
    "reset-second-factor": "app.accounts.cli:reset_second_factor",
    "links": "app.itineraries.cli:links",
    "editions": "app.forums.cli:editions",
    "plans": "app.plans.runs_cli:plans",
    "audit": "app.audit.cli:audit",
    "backup": "app.backup_cli:backup",
    "restore": "app.backup_cli:restore",
    "check": "app.check_cli:check",
    "worker": "app.jobs.cli:worker",
    "daily": "app.jobs.nightly_cli:daily",
    "plan": "app.plans.cli:plan",
    "check-plan": "app.plans.cli:check_plan",
    "toptw": "app.plans.toptw_cli:toptw",
    "link": "app.vocabulary.cli:link",
    "vocabulary": "app.vocabulary.cli:vocabulary",
    "export-person": "app.privacy.cli:export_person",
    "erase-person": "app.privacy.cli:erase_person",
    "retention": "app.privacy.cli:forget",
    "grants": "app.grants.cli:grants",
}
"""Command → where it lives; imported when it is asked for, so none pays for another."""


class LazyGroup(click.Group):
    """A group whose commands are imported at first use."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 -- click's signature
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@click.group(cls=LazyGroup)
def main() -> None:
    """Run the NETINVET service."""
