"""`python -m app` is the command `netinvet`."""

from app.cli import main

main(prog_name="netinvet")
