"""The facts of each document, the fields that are missing, and the signatures that still hold.

A signature names the digest of the facts it was given under; other facts cancel it.
"""

import hashlib
import json
from collections.abc import Callable, Mapping

from app.mobilities.models import DocumentKind, HostKind, Mobility, Party, Signature

Facts = dict[str, str]
"""Field → value as it stands, language-neutral; empty is missing."""


def parties(row: Mobility, document: DocumentKind) -> tuple[Party, ...]:
    """Return who signs a document; guardians where there are minors."""
    if document is DocumentKind.LEARNING_AGREEMENT and row.has_learners:
        guardians = (Party.GUARDIANS,) if row.has_minors else ()
        return (Party.SENDING, Party.HOST, Party.LEARNERS, *guardians)
    if document in (DocumentKind.LETTER_OF_INTENT, DocumentKind.PROGRAMME):
        return (Party.SENDING, Party.HOST)
    if document is DocumentKind.ACCOMPANYING_CERTIFICATE:
        return (Party.SENDING,)
    return (Party.HOST,) if row.has_learners else (Party.PARTICIPANTS, Party.SENDING, Party.HOST)


def facts(row: Mobility, document: DocumentKind) -> Facts:
    """Return what a document states, field by field."""
    found: Facts = {
        "sending": row.sending.name,
        "sending_place": f"{row.origin_city}, {row.origin_country}",
        "host": row.receiving.name if row.receiving else "",
        "host_place": f"{row.city}, {row.country}",
        **_consortium(row),
        "starts_on": row.starts_on.isoformat(),
        "ends_on": row.ends_on.isoformat(),
        "persons": str(row.persons),
        "kind": row.kind.value,
    }
    return found | _EXTRA[document](row)


def _consortium(row: Mobility) -> Facts:
    if row.consortium is None:
        return {}
    return {"consortium": row.consortium.name, "accreditation": row.consortium.accreditation}


def missing(row: Mobility, document: DocumentKind) -> list[str]:
    """Return the fields that the document needs and nobody has filled."""
    return [name for name, value in facts(row, document).items() if not value]


def digest(row: Mobility, document: DocumentKind) -> str:
    """Return the SHA-256 of a document's facts, in hexadecimal."""
    text = json.dumps(facts(row, document), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def valid_signature(row: Mobility, document: DocumentKind, party: Party) -> Signature | None:
    """Return the party's newest signature of the document as its facts now stand."""
    now = digest(row, document)
    for signature in reversed(row.signatures):
        if (signature.document, signature.party, signature.facts_digest) == (document, party, now):
            return signature
    return None


def cancelled_signatures(row: Mobility, document: DocumentKind) -> list[Signature]:
    """Return the signatures that other facts have cancelled."""
    now = digest(row, document)
    return [
        signature
        for signature in row.signatures
        if signature.document is document and signature.facts_digest != now
    ]


def _learning(row: Mobility) -> Facts:
    return {
        "programme": row.programme.name_in(row.starts_on.year) if row.programme else "",
        "eqf_level": str(row.programme.eqf_level or "") if row.programme else "",
        "learning_outcomes": row.learning_outcomes,
        "companies": _hosts(row, HostKind.COMPANY),
        **({"families": _hosts(row, HostKind.FAMILY)} if row.has_minors else {}),
        "age_band": row.age_band.value,
    }


def _hosts(row: Mobility, kind: HostKind) -> str:
    return "; ".join(
        f"{host.name} ({host.learners})"
        for host in row.hosts
        if host.kind is kind and host.learners
    )


def _adults(row: Mobility) -> Facts:
    return {
        "adults": "; ".join(
            f"{adult.name} ({adult.starts_on}/{adult.ends_on})" for adult in row.adults
        )
    }


def _days(row: Mobility) -> Facts:
    return {"days": str((row.ends_on - row.starts_on).days + 1)}


def _programme(row: Mobility) -> Facts:
    return _days(row) | {
        "companies": _hosts(row, HostKind.COMPANY) if row.has_learners else "-",
        "adults": _adults(row)["adults"] if row.has_minors else "-",
    }


def _nothing(_row: Mobility) -> Facts:
    return {}


_EXTRA: Mapping[DocumentKind, Callable[[Mobility], Facts]] = {
    DocumentKind.LEARNING_AGREEMENT: _learning,
    DocumentKind.ACCOMPANYING_CERTIFICATE: _adults,
    DocumentKind.ATTENDANCE_CERTIFICATE: _days,
    DocumentKind.PROGRAMME: _programme,
    DocumentKind.LETTER_OF_INTENT: _nothing,
}
