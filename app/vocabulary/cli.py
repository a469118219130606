"""Commands of the vocabulary: link texts to concepts, check the files, load ESCO's labels."""

import sys
from pathlib import Path

import click

from app.vocabulary.folders import SHIPPED
from matching.vocabulary import Linker, Vocabulary, VocabularyFault


@click.command()
@click.option(
    "--lang", default=None, help="The texts' language (ISO 639-1); all are tried without."
)
@click.option(
    "--top", default=10, show_default=True, type=click.IntRange(1), help="Links per text."
)
def link(lang: str | None, top: int) -> None:
    """Link each line of standard input to concepts of the field.

    Writes tab-separated lines without a heading: line, rank, concept, label, score. Lines and
    ranks count from 1; the score is between 0 and 1; a line that resembles nothing has no links.
    """
    texts = _lines()
    found = Linker(_vocabulary(SHIPPED)).link_all(texts, lang, top)
    for line, links in enumerate(found, start=1):
        for rank, each in enumerate(links, start=1):
            click.echo(f"{line}\t{rank}\t{each.concept}\t{each.label}\t{each.score:.4f}")


@click.group()
def vocabulary() -> None:
    """Check and widen the vocabulary of the field."""


@vocabulary.command()
@click.argument("folder", type=click.Path(path_type=Path), default=SHIPPED)
def check(folder: Path) -> None:
    """Check the vocabulary's files: every concept in every language, no unknown code."""
    checked = _vocabulary(folder)
    click.echo(
        f"{len(checked.concepts)} concepts, {len(checked.labels)} labels in "
        f"{len(checked.languages)} languages, {len(checked.programmes)} programmes: no fault."
    )


def _vocabulary(folder: Path) -> Vocabulary:
    """Read the vocabulary, or say what is wrong with it and end."""
    try:
        return Vocabulary.load(folder)
    except VocabularyFault as fault:
        click.echo(str(fault), err=True)
        sys.exit(1)


def _lines() -> list[str]:
    """Return the lines of standard input; what is no text in them links to nothing."""
    lines = sys.stdin.buffer.read().decode("utf-8-sig", errors="replace").split("\n")
    return lines if lines[-1] else lines[:-1]
