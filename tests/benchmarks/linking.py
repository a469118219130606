"""How well titles are linked to their one concept: mean reciprocal rank, beside plain TF-IDF.

    python -m tests.benchmarks.linking --data DIR [--sample 400] [--lang sl]

DIR, or DIR/esco, holds ESCO's label files and `tuning_queries.tsv` (dataset, lang, text,
gold_uri). The peers are scikit-learn's TF-IDF of words as it comes, and the recipe of 0.7 ×
nearest label (char_wb 2–4, sublinear) + 0.3 × whole concept (char_wb 3–5); both rank the concepts
by their labels in the text's language. Without DIR only the judged titles of the shipped
vocabulary are measured.
"""

import argparse
import csv
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from matching.vocabulary import Linker, Vocabulary
from matching.vocabulary.esco import read_release
from matching.vocabulary.widening import release_linker

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "seeds" / "reference" / "vocabulary"
JUDGED = ROOT / "tests" / "matching" / "data"
DEPTH = 1_000
"""Ranks that are looked at; a concept below counts nothing."""

Query = tuple[str, str]
"""A text and the id of its one concept."""

Ranks = Callable[[Sequence[str]], Iterator[list[str]]]


def main() -> None:
    """Measure the judged titles, and ESCO when its files are given."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path)
    parser.add_argument("--sample", type=int, default=0, help="queries per dataset; 0: all")
    parser.add_argument("--lang", help="only this language")
    options = parser.parse_args()
    for name in ("titles_tuning", "titles_held_out"):
        print(judged(name))
    if options.data:
        beneath = options.data / "esco"
        esco(beneath if beneath.is_dir() else options.data, options.sample, options.lang)


def judged(name: str) -> str:
    """Say how often the right ISCO group is first, and among the first five concepts."""
    vocabulary = Vocabulary.load(SHIPPED)
    linker = Linker(vocabulary)
    with (JUDGED / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    first = five = 0
    for row in rows:
        links = linker.link(row["text"], row["language"], top=5)
        groups = [vocabulary.concepts[link.concept].isco for link in links]
        right = set(row["isco"].split())
        first += bool(right & set(groups[:1]))
        five += bool(right & set(groups))
    return (
        f"{name}: {len(rows)} titles, first {first / len(rows):.3f}, five {five / len(rows):.3f}"
    )


def esco(folder: Path, sample: int, only: str | None) -> None:
    """Print the mean reciprocal rank of every dataset, and the means."""
    release = read_release(folder)
    linker = release_linker(release)
    means = defaultdict(list)
    for (dataset, language), queries in datasets(folder, only).items():
        drawn = random.Random(5).sample(queries, min(sample or len(queries), len(queries)))
        ways: dict[str, Ranks] = {
            "words": peer(release, language, words),
            "recipe": peer(release, language, recipe),
            "linker": partial(ranked_by, linker, language),
        }
        said = [f"{dataset} {language} n={len(drawn)}"]
        for name, way in ways.items():
            started = time.perf_counter()
            value = reciprocal_rank(drawn, way)
            means[name].append(value)
            said.append(f"{name} {value:.4f} ({time.perf_counter() - started:.1f} s)")
        print(", ".join(said), flush=True)
    print("mean: " + ", ".join(f"{name} {np.mean(all_):.4f}" for name, all_ in means.items()))


def ranked_by(linker: Linker, language: str, texts: Sequence[str]) -> Iterator[list[str]]:
    """Yield the concepts of each text as the linker ranks them."""
    for first in range(0, len(texts), 256):
        for links in linker.link_all(texts[first : first + 256], language, DEPTH):
            yield [link.concept for link in links]


def datasets(folder: Path, only: str | None) -> dict[tuple[str, str], list[Query]]:
    """Return the queries by dataset and language."""
    found: dict[tuple[str, str], list[Query]] = defaultdict(list)
    with (folder / "tuning_queries.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if only in {None, row["lang"]}:
                found[row["dataset"], row["lang"]].append((row["text"], row["gold_uri"]))
    return found


def reciprocal_rank(queries: Sequence[Query], way: Ranks) -> float:
    """Return the mean of 1 / rank of the right concept."""
    ranked = way([text for text, _ in queries])
    return float(
        np.mean(
            [
                1 / (order.index(right) + 1) if right in order else 0.0
                for order, (_, right) in zip(ranked, queries, strict=True)
            ]
        )
    )


Scorer = Callable[
    [Sequence[str], Sequence[str], NDArray[np.intp], Sequence[str]], NDArray[np.float32]
]


def peer(vocabulary: Vocabulary, language: str, scorer: Scorer) -> Ranks:
    """Return a way to rank concepts by one of the peers."""
    labels = sorted(
        (label.concept, label.text.lower())
        for label in vocabulary.labels
        if label.language == language
    )
    concepts = sorted({concept for concept, _ in labels})
    owners = np.searchsorted(concepts, [concept for concept, _ in labels])
    starts = np.searchsorted(owners, np.arange(len(concepts)))
    texts = [text for _, text in labels]
    wholes = [" ".join(texts[a:b]) for a, b in _spans(starts, len(texts))]

    def ranked(queries: Sequence[str]) -> Iterator[list[str]]:
        lower = [query.lower() for query in queries]
        for row in scorer(lower, texts, starts, wholes):
            yield [concepts[n] for n in np.argsort(-row, kind="stable")[:DEPTH]]

    return ranked


def words(
    queries: Sequence[str], labels: Sequence[str], starts: NDArray[np.intp], _: Sequence[str]
) -> NDArray[np.float32]:
    """Score by the words of the nearest label."""
    return _nearest(TfidfVectorizer(dtype=np.float32), queries, labels, starts)


def recipe(
    queries: Sequence[str], labels: Sequence[str], starts: NDArray[np.intp], wholes: Sequence[str]
) -> NDArray[np.float32]:
    """Score by character n-grams of the nearest label and of the whole concept."""
    grams = {"analyzer": "char_wb", "sublinear_tf": True, "dtype": np.float32}
    long = TfidfVectorizer(ngram_range=(3, 5), **grams)
    rows = long.fit_transform(wholes)
    nearest = _nearest(TfidfVectorizer(ngram_range=(2, 4), **grams), queries, labels, starts)
    mixed: NDArray[np.float32] = 0.7 * nearest + 0.3 * (long.transform(queries) @ rows.T).toarray()
    return mixed


def _nearest(
    vectorizer: TfidfVectorizer,
    queries: Sequence[str],
    labels: Sequence[str],
    starts: NDArray[np.intp],
) -> NDArray[np.float32]:
    rows = vectorizer.fit_transform(labels).T.tocsr()
    asked = vectorizer.transform(queries)
    return np.vstack(
        [
            np.maximum.reduceat((asked[n : n + 256] @ rows).toarray(), starts, axis=1)
            for n in range(0, len(queries), 256)
        ]
    )


def _spans(starts: NDArray[np.intp], end: int) -> Iterable[tuple[int, int]]:
    return zip(starts, [*starts[1:], end], strict=True)


if __name__ == "__main__":
    main()
