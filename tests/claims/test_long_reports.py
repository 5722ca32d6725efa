"""Reports of any length are read in time that grows with them: four times the text is not sixteen times the work."""

import time
from random import Random

from reportedly import pipeline
from tests.factories import document

TOWNS = [
    "Aleppo",
    "Idlib",
    "Goma",
    "Bunia",
    "Kabul",
    "Kunduz",
    "Gaza",
    "Rafah",
    "Mosul",
    "Sanaa",
    "Aden",
    "Taiz",
    "Kharkiv",
    "Kherson",
]
DAYS = ("on Monday", "on Tuesday", "last week", "on 3 March", "two days earlier")
PEOPLE = ("people", "civilians", "soldiers", "children")


def chronicle(sentences: int) -> str:
    """Dated attacks on many towns, breakdowns, and "others"."""
    random = Random(1)
    told = []
    for _ in range(sentences):
        who, town, day = random.choice(PEOPLE), random.choice(TOWNS), random.choice(DAYS)
        attack = f"At least {random.randint(2, 900)} {who} were killed in an air strike on {town} {day}, medics said."
        others = f"{random.randint(3, 90)} others were wounded, residents of {town} said."
        parts = f"{random.randint(20, 90)} people, including 7 {who}, were injured in {town} by rebel shelling."
        told.append(random.choice((attack, attack, attack, others, parts)))
        told.append(random.choice((" ", " ", "\n\n")))
    return "".join(told)


def seconds(text: str) -> float:
    start = time.process_time()
    assert pipeline.read(document(text)).claims
    return time.process_time() - start


def test_four_times_the_text_is_not_sixteen_times_the_work() -> None:
    # Read before anchors were found by bisection, it was eleven times the work; now it is three to four.
    pipeline.read(document("Two people were killed in Goma."))
    assert seconds(chronicle(400)) / seconds(chronicle(100)) < 7
