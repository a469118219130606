"""From texts in any language to concepts of the field, with a confidence.

A `Vocabulary` is read from a folder of plain files (`Vocabulary.load`), a `Linker` ranks its
concepts for a text, a `ConceptSpace` compares what many texts were linked to:

    vocabulary = Vocabulary.load(Path("seeds/reference/vocabulary"))
    linker = Linker(vocabulary)
    linker.link("Bac pro Logistique", "fr", top=5)           # [Link(concept, label, score), …]
    linker.concepts(["magazynier", "wózek widłowy"], "pl")   # {"warehouse-worker": 0.8, …}
    space = ConceptSpace(vocabulary)
    profiles = space.matrix([{"warehouse-worker": 0.8}])     # CSR, profiles × concepts
    space.coverage("forklift-driver", profiles)              # 0..1 for each profile

Everything works offline. scikit-learn is used here and nowhere else.
"""

from matching.vocabulary.concepts import LANGUAGES, Concept, Kind, Label, Programme
from matching.vocabulary.faults import VocabularyFault
from matching.vocabulary.linker import Link, Linker
from matching.vocabulary.space import ConceptSpace
from matching.vocabulary.vocabulary import Vocabulary

__all__ = [
    "LANGUAGES",
    "Concept",
    "ConceptSpace",
    "Kind",
    "Label",
    "Link",
    "Linker",
    "Programme",
    "Vocabulary",
    "VocabularyFault",
]
