"""A small HTTP client for measuring: one connection a request, at a steady rate or all at once."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

TIMEOUT = 60


@dataclass(slots=True)
class Answers:
    """Seconds of every answer of status 200, and what else came back."""

    seconds: list[float] = field(default_factory=list)
    others: dict[str, int] = field(default_factory=dict)

    def at(self, share: float) -> float:
        """Return the milliseconds within which this share of the answers came."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0

    def line(self, name: str) -> str:
        faults = f"  NOT 200: {self.others}" if self.others else ""
        parts = f"p50 {self.at(0.5):7.1f}  p95 {self.at(0.95):7.1f}  p99 {self.at(0.99):7.1f} ms"
        return f"{name:<44} {len(self.seconds):5} answers  {parts}{faults}"


async def _ask(port: int, path: str, cookie: str, found: Answers) -> None:
    begun = time.perf_counter()
    try:
        async with asyncio.timeout(TIMEOUT):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n"
            writer.write(f"{head}Cookie: {cookie}\r\n\r\n".encode())
            answer = await reader.read()
            writer.close()
        status = answer.split(b" ", 2)[1].decode()
    except (OSError, TimeoutError, IndexError) as problem:
        status = type(problem).__name__
    if status == "200":
        found.seconds.append(time.perf_counter() - begun)
    else:
        found.others[status] = found.others.get(status, 0) + 1


def one_by_one(port: int, path: str, cookie: str, *, times: int) -> Answers:
    """Ask for one address again and again."""

    async def run() -> Answers:
        found = Answers()
        for _time in range(times):
            await _ask(port, path, cookie, found)
        return found

    return asyncio.run(run())


def steadily(
    port: int, path: str, cookies: Sequence[str], *, rate: int, seconds: float
) -> Answers:
    """Ask so many times a second, whether or not the answers have come: an open loop."""

    async def run() -> Answers:
        found, begun, tasks = Answers(), time.perf_counter(), []
        for number in range(int(rate * seconds)):
            await asyncio.sleep(max(0.0, begun + number / rate - time.perf_counter()))
            cookie = cookies[number % len(cookies)]
            tasks.append(asyncio.create_task(_ask(port, path, cookie, found)))
        await asyncio.gather(*tasks)
        return found

    return asyncio.run(run())


def all_at_once(port: int, path: str, cookies: Sequence[str], *, readers: int) -> Answers:
    """Let so many readers ask at the same moment."""

    async def run() -> Answers:
        found = Answers()
        asked = (_ask(port, path, cookies[n % len(cookies)], found) for n in range(readers))
        await asyncio.gather(*asked)
        return found

    return asyncio.run(run())
