"""What is wrong with values that make sense one by one: sentences by field."""

from collections.abc import Hashable, Iterable

from flask_babel import gettext as _

from app.errors import Invalid


class Faults(dict[str, list[str]]):
    """Field → sentences. Empty means that nothing stands in the way."""

    def add(self, field: str, sentence: str) -> None:
        self.setdefault(field, []).append(sentence)

    def refuse(self) -> None:
        """Raise Invalid with all sentences, if there are any."""
        if self:
            raise Invalid(_("Some values cannot be right."), fields=dict(self))

    def once(self, field: str, names: Iterable[Hashable]) -> None:
        """Note every name that stands twice in one list."""
        seen: set[Hashable] = set()
        for name in names:
            if name in seen:
                self.add(field, _("%(name)s stands here twice.", name=name))
            seen.add(name)
