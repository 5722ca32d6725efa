"""Questions, and their near misses: each finds what it is for and not its neighbour."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from reportedly.ledger import Ledger
from reportedly.ledger.searching import words
from tests.ledger.filling import filled, reading

HITS: list[dict[str, Any]] = [
    {"text": "villagers"},
    {"text": "VILLAGERS Kutum"},
    {"text": '"villagers were killed"'},
    {"text": "villag*"},
    {"harm": "killed"},
    {"place": "kutum"},
    {"country": "sd"},
    {"date_from": "2024-02-09", "date_to": "2024-02-09"},
    {"date_from": "2024-01-01"},
    {"date_to": "2024-02-09"},
    {"origin": "medics"},
    {"status": "reported"},
    {"victims": "civilian"},
    {"victims": "villagers"},
    {"document": "r1"},
    {"harm": "killed", "place": "Kutum", "text": "friday", "victims": "civilian", "origin": "Medics"},
]
MISSES: list[dict[str, Any]] = [
    {"text": "villager"},
    {"text": "villagers Goma"},
    {"text": '"killed villagers"'},
    {"text": "..."},
    {"text": "' OR 1=1 --"},
    {"harm": "injured"},
    {"place": "villagers"},
    {"country": "SY"},
    {"date_from": "2024-02-10"},
    {"date_to": "2024-02-08"},
    {"origin": "kutum"},
    {"status": "denied"},
    {"victims": "combatant"},
    {"victims": "medics"},
    {"document": "r2"},
    {"orphaned": True},
    {"harm": "killed", "place": "Goma"},
]


def test_each_filter_finds_its_claims(ledger: Ledger) -> None:
    filled(ledger)
    found = [ledger.claims(**asked) for asked in HITS]
    assert [asked for asked, claims in zip(HITS, found, strict=True) if not claims] == []
    assert [ledger.count_claims(**asked) for asked in HITS] == [len(claims) for claims in found]


def test_each_filter_misses_its_neighbours(ledger: Ledger) -> None:
    filled(ledger)
    assert [asked for asked in MISSES if ledger.claims(**asked)] == []
    assert [asked for asked in MISSES if ledger.count_claims(**asked)] == []


def test_pages_follow_each_other(ledger: Ledger) -> None:
    filled(ledger, *(reading(f"r{number}") for number in range(5)))
    whole = [claim.key for claim in ledger.claims(limit=None)]
    paged: list[str] = []
    after = 0
    while page := ledger.claims(limit=3, after=after):
        paged += [claim.key for claim in page]
        after = page[-1].seq
    assert paged == whole
    assert [claim.key for claim in ledger.claims(limit=3, offset=4)] == whole[4:7]
    assert len(whole) == 10
    assert [one.document.id for one in ledger.documents(limit=2, after=ledger.documents()[1].seq)] == ["r2", "r3"]


def test_leftovers_are_those_of_the_last_reading(ledger: Ledger) -> None:
    made = reading()
    number = filled(ledger, made)
    assert [one.leftover for one in ledger.leftovers(harm="killed")] == list(made.leftovers)
    assert ledger.leftovers(harm="injured") == []
    with ledger.batch() as batch:
        batch.add_reading(replace(made, leftovers=()), number)
    assert ledger.leftovers(document="r1") == []


def test_a_page_of_leftovers_ends_with_its_document(ledger: Ledger) -> None:
    made = [reading(f"r{number}") for number in range(3)]
    filled(ledger, *(replace(one, leftovers=one.leftovers * 2) for one in made))
    page = ledger.leftovers(limit=3)
    assert [one.leftover.document for one in page] == ["r0", "r0", "r1", "r1"]
    assert [one.leftover.document for one in ledger.leftovers(after=page[-1].seq)] == ["r2", "r2"]


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"text": "column denied"}, 2),
        ({"text": '"villagers killed in kutum"'}, 2),
        ({"outlet": "Lakeside Wire"}, 2),
        ({"outlet": "Lakeside"}, 0),
        ({"url": "https://example.org/a"}, 1),
        ({"path": "reports/b.txt"}, 1),
        ({"content": reading("a").document.sha256}, 1),
        ({"status": "read"}, 2),
        ({"status": "new"}, 0),
        ({"language": "en"}, 2),
        ({"published_from": "2024-02-10", "published_to": "2024-02-10"}, 2),
        ({"published_from": "2024-02-11"}, 0),
    ],
)
def test_documents_are_found(ledger: Ledger, asked: dict[str, Any], count: int) -> None:
    filled(ledger, reading("a"), reading("b"))
    assert len(ledger.documents(**asked)) == count


@pytest.mark.parametrize(
    ("raw", "made"),
    [
        ("Al-Fashir’s “dead”", "al fashir s dead"),
        ("Kōbanî, Ağrı, Ærø", "kobani agrı ærø"),
        ("حلب 12", "حلب 12"),
        ("a_b", "a b"),
        ("\ud800 \x00", ""),
    ],
)
def test_words_are_made_alike(raw: str, made: str) -> None:
    assert words(raw) == made


def test_words_with_accents_are_found_without(ledger: Ledger) -> None:
    filled(ledger, reading("a", title="Kōbanî: قتلى في حلب"))
    assert len(ledger.documents(text="kobani")) == len(ledger.documents(text="حلب")) == 1
    assert ledger.documents(text="kobane") == []


def test_a_batch_answers_with_what_it_has_added(ledger: Ledger) -> None:
    number = filled(ledger, reading("a"))
    with ledger.batch() as batch:
        batch.add_unread("a", number, "ar")
        assert [one.status for one in batch.documents()] == ["unread"]
        assert [one.status for one in ledger.documents()] == ["read"], "others see it when the batch has ended"
