"""What documents are made of: the record so far, and, for private ones, whole names; no files are opened here (R49, R50)."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One row of the private roster."""

    applicant: str
    registration_no: str
    name: str
    id: str
    salt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """All that a document may be made of.

    `files` are the record's public files so far, `amendments/NNNN/…` among them; before the end `ledger.jsonl` holds the lines so
    far, so that minutes and board can be printed in the hall.
    """

    files: Mapping[str, bytes]
    masked: Mapping[str, str]  # applicant -> masked name; empty where the rule sheet says none
    people: Mapping[str, Person]  # by applicant; empty where the private roster is not at hand
    private: Mapping[str, bytes]  # other private files by name (slips: the signatures), empty if not at hand
