"""Sources in the sentences of the rules, as pages show them."""

from app.grants.wording import cited


def test_a_page_of_the_guide_is_named_and_linked() -> None:
    address = "https://guide.example.org/programme-guide-2026_en.pdf#page=86-91"

    shown = cited(f"2 days <of> training. [{address}]")

    assert str(shown) == (
        f'2 days &lt;of&gt; training. [<a href="{address}" rel="noreferrer">'
        "Erasmus+ Programme Guide 2026, p. 86-91</a>]"
    )


def test_any_other_source_stays_as_it_is() -> None:
    assert str(cited("a < b [Erasmus+ Programme Guide 2023, p. 90]")) == (
        "a &lt; b [Erasmus+ Programme Guide 2023, p. 90]"
    )
