"""Commands of the vocabulary: link texts to concepts, check the files, load ESCO's labels."""

import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import click

from app.vocabulary.current import read_vocabulary
from app.vocabulary.folders import SHIPPED, data_folder
from matching.vocabulary import Linker, Vocabulary, VocabularyFault
from matching.vocabulary.esco import ATTRIBUTION, read_release
from matching.vocabulary.store import read_store, write_store
from matching.vocabulary.widening import labels_added, release_linker

P = ParamSpec("P")


def refusing_faults(command: Callable[P, None]) -> Callable[P, None]:
    """Let a command end with the sentences of what is wrong with a file."""

    @wraps(command)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except VocabularyFault as fault:
            click.echo(str(fault), err=True)
            sys.exit(1)

    return guarded


@click.command()
@click.option("--lang", help="The texts' language (ISO 639-1); without it all are tried.")
@click.option(
    "--top", default=10, show_default=True, type=click.IntRange(1), help="Links per text."
)
@click.option("--esco", is_flag=True, help="Rank all loaded concepts of ESCO, by their address.")
@refusing_faults
def link(lang: str | None, top: int, *, esco: bool) -> None:
    """Link each line of standard input to concepts.

    Writes tab-separated lines without a heading: line, rank, concept, label, score. Lines and
    ranks count from 1; the score is between 0 and 1, and from 0.5 on a link may be used without
    asking anybody; a line that resembles nothing has no links.
    """
    linker = _release_linker() if esco else Linker(_vocabulary())
    for line, links in enumerate(linker.link_all(_lines(), lang, top), start=1):
        for rank, each in enumerate(links, start=1):
            click.echo(f"{line}\t{rank}\t{each.concept}\t{each.label}\t{each.score:.4f}")


@click.group()
def vocabulary() -> None:
    """Check and widen the vocabulary of the field."""


@vocabulary.command()
@click.argument("folder", type=click.Path(path_type=Path), default=SHIPPED)
@refusing_faults
def check(folder: Path) -> None:
    """Check the vocabulary's files: every concept in every language, no unknown code."""
    checked = Vocabulary.load(folder)
    click.echo(
        f"{len(checked.concepts)} concepts, {len(checked.labels)} labels in "
        f"{len(checked.languages)} languages, {len(checked.programmes)} programmes: no fault."
    )


@vocabulary.command("import-esco")
@click.argument("folder", type=click.Path(path_type=Path))
@refusing_faults
def import_esco(folder: Path) -> None:
    """Load ESCO's own files from FOLDER, in place of what was loaded before.

    Reads occupations_LL.csv and ISCOGroups_LL.csv of the official release, or labels_…_LL.tsv.gz,
    in whatever languages are there. A malformed file is refused and changes nothing.
    """
    release = read_release(folder)
    added = labels_added(Vocabulary.load(SHIPPED), release)
    path = write_store(release, added, data_folder())
    click.echo(
        f"{len(release.concepts)} concepts, {len(release.labels)} labels in "
        f"{len(release.languages)} languages ({', '.join(release.languages)}), kept in {path}; "
        f"{len(added)} of the labels now also name concepts of the field."
    )
    click.echo(ATTRIBUTION)


def _vocabulary() -> Vocabulary:
    """Return the shipped vocabulary, widened by ESCO's labels if they are loaded."""
    return read_vocabulary(SHIPPED, data_folder())


def _release_linker() -> Linker:
    release = read_store(data_folder())
    if release is None:
        raise click.UsageError("ESCO is not loaded: first run `netinvet vocabulary import-esco`.")
    return release_linker(release)


def _lines() -> list[str]:
    """Return the lines of standard input; what is no text in them links to nothing."""
    lines = sys.stdin.buffer.read().decode("utf-8-sig", errors="replace").split("\n")
    return lines if lines[-1] else lines[:-1]
