"""The patterns by which placing reads a sentence: clauses, what points back, what goes on, wars, breakdowns.

Lists that a researcher may mend stand in `lexicon/en/placing.toml`; what is grammar rather than vocabulary stands here.
"""

from __future__ import annotations

import re
from functools import cache

from reportedly import lexicon
from reportedly.caseless import Caseless
from reportedly.lexicon import alternatives

_COMPASS = (
    r"(?:north|south|east|west|northeast|northwest|southeast|southwest|north-east|north-west|south-east|south-west)"
)
_NUMBER = (
    r"(?:\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens|half|most|many|some|several)"
)
# What opens a clause of its own between a place and a harm.
CLAUSE = re.compile(
    r"\b(?:while|whereas|but|who|which|when|although|though|because|since|until|before|after|following)\b|;|\s[-–—]\s",
    re.IGNORECASE,
)
# Where a report has lost its full stops, these still open a sentence.
BREAK = re.compile(r"(?<=[a-z] )(?:According|Meanwhile|Separately|Earlier|Later|Elsewhere|Also)\b")
# A place that the sentence leaves without its name: "gunmen attacked a village".
UNNAMED = re.compile(
    r"\b(?:an?|two|three|four|five|several|one|another"
    r"|some)\s+(?:(?!bomb\b)[\w-]+\s+){0,4}?(?:villages?|towns?|cit(?:y|ies)"
    r"|neighbou?rhood|camp|hospitals?|market|mosque|school|suburb|bases?|checkpoint|outpost|prison"
    r"|area|enclave|stronghold"
    r"|convoy|building|home|church|factory|wedding|funeral|bus|airport|site|district|province|region)\b"
    r"|\bthe last (?:[\w-]+ ){0,3}(?:stronghold|enclave|pocket|bastion|town|city)\b",
    re.IGNORECASE,
)
_PLACES = (
    r"(?P<noun>local government area|cit(?:y|ies)|towns?|villages?|camp|districts?|provinces?|prefectures?|regions?"
    r"|area|neighbou?rhood|enclave|strip|zone|department|oblast|canton|municipality|peninsula|territory|governorate"
    r"|state|island|valley|base|airport|settlement|suburb|site|scene|capital|county)\b"
)
# What points back to a place named before: "throughout the city", "their village".
ANAPHOR = Caseless(
    r"\b(?:in|at|on|throughout|across|inside|around|outside|(?<!north )(?<!south )(?<!east )(?<!west"
    r" )of|near|into|from|hit|struck|over|within|entered|stormed|attacked"
    r"|shelled|bombed|leave|left|fled|flee)\s+(?:(?:parts|most|much|the outskirts|the centre|the center) of "
    r"|(?:northern|southern|eastern|western|central) parts of )?(?:the|that|this|their|its)\s+"
    r"(?:(?:same|besieged|rebel-held|divided|nearby|whole|entire|two|\w+ern|blast|bomb|attack|crash|union"
    r"|stricken|devastated)\s+)*"
    rf"{_PLACES}(?!\s+(?:of|called|named)\b)(?:(?<=city)|(?<=town)|(?<=village)|(?<=camp)|(?!['’]s))"
)
# The same as the subject: "the province recorded 782 deaths".
SUBJECT_PLACE = Caseless(
    rf"\b(?:the|this)\s+{_PLACES}\s+(?:has |had |have )?(?:also )?(?:recorded|registered|saw|seen|suffered|witnessed)\b"
)
# "21 of those killed were Druze": who has been told of before, where they were.
OF_THOSE = Caseless(
    r"\b(?:of|among) (?:those|the|them) ?(?:killed|dead|wounded|injured|victims|abducted|kidnapped|detained|displaced"
    r"|fatalities|casualties|missing)\b"
)
# Where those who did it were caught is not where it was done.
CAUGHT = Caseless(
    r"\b(?:attackers?|assailants?|suspects?|perpetrators?|bombers?) (?:was|were) (?:later |then )?"
    r"(?:shot|killed|arrested|detained|caught|captured)\b"
)
FROM_THE = Caseless(
    r"\b(?:from|fled|flee|fleeing|leaving)\s+(?:the|that|this|their)\s+(?:(?:same|besieged|\w+ern|\w+-held|two|nearby|displacement|refugee)\s+)*"
    rf"{_PLACES}"
)
# A war as the subject, whatever stands between: "The war, which began in April 2023, has killed".
WAR = Caseless(
    r"\b(?:war|conflict|uprising|insurgency|genocide)\b(?:,? (?!and\b)[^.;]{1,110}?)?,?\s+(?:(?:has"
    r"|have|had)\s+(?:\w+\s+)?)?"
    r"(?:killed|claimed|displaced|cost|taken|forced|uprooted|driven)\b"
    r"|\bsince the (?:start|beginning) of (?:the |this )?(?:\w+ )?(?:war|conflict|offensive|uprising"
    r"|fighting|crisis|insurgency|invasion)\b"
    r"|\b(?:decades?|years) of (?:\w+ )?(?:war|conflict|fighting|violence|insurgency)\b"
)
SINCE_YEAR = Caseless(r"\bsince (?:(?:early|late|mid|mid-|its coup in|\w+) ?)?(?:19|20)\d\d\b")
# More than one place or attack is summed: nothing narrower is meant.
SEVERAL = Caseless(
    r"\b(?:two|three|four|five|six|seven|several|multiple|separate|twin|coordinated|simultaneous"
    r"|(?:series|string|wave|spate) of)\s+(?:[\w-]+\s+){0,3}?(?:attacks|strikes|airstrikes|raids"
    r"|assaults|villages|towns|cities"
    r"|provinces|districts|bombings|explosions|blasts|incidents|ambushes|locations|places|sites"
    r"|states|regions|communities"
    r"|neighbou?rhoods|churches|schools|hospitals|mosques|markets|camps|bases|outposts|positions"
    r"|settlements|operations)\b"
)
# The next sentence says where the event of the one before was: "The attack took place in".
SAME_EVENT = re.compile(
    r"\W*(?:The|This|That)\s+(?:\w+\s+){0,3}?(?:attacks?|strikes?|airstrike|air strike|raids?|bombing"
    r"|blast|explosion|assault"
    r"|ambush|massacre|shooting|incident|clash|clashes|killings?|violence|fighting|attackers|gunmen"
    r"|assailants|militants"
    r"|bombardment|shelling|crash|stampede|fire)\b",
)
# The next sentence divides the total: "Nine of the victims died in".
BREAKDOWN = Caseless(
    r"\W*(?:In (?:the |an? )?)?(?:first|second|third|one|another|an earlier|a later|(?:a )?separate)(?: such)?"
    r" (?:\w+ )?(?:strike|attack|raid|airstrike|bombing|blast|incident|ambush|assault|clash)\b"
    rf"|\W*(?:at least |about |some )?{_NUMBER}\s+of\s+(?:the|those|them|his|her|its|their)\b"
)
# A new story within a report.
# "No injuries were reported there": the place of the sentence before.
THERE = re.compile(
    r"(?<!out )(?<!from )\bthere\b(?!\s+(?:is|are|was|were|has|have|had|will|would|may|might|could"
    r"|can|should|seemed|were)\b)"
)
# Another event is only compared with: "five days after a similar ambush near Lobonok".
COMPARED = Caseless(
    r"\b(?:similar|previous|earlier|deadliest|worst|like the|since the|following the|days after|weeks"
    r" after|months after|years after)\b[^.:;,]{0,45}$"
)
TOPIC = re.compile(
    r"\W*(?:Separately|Meanwhile|Elsewhere|Earlier|Hours later|In a separate|In another|Last (?:week"
    r"|month|year|\w+day)|In \d{4}"
    r"|On (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|On (?:the )?\d|In (?:neighbou?ring|nearby) )",
)
DEFINITE_PLACE = re.compile(
    r"\W*(?:The|This|It)\s+(?:\w+\s+)?(?:town|city|village|camp|district|area|province|region|lies|is)\b"
)
LIES = re.compile(
    r"\W*(?:The\s+)?(?:[\w'’-]+\s+){1,4}?(?:is|was|lies|lay|stands|stood|sits)\s+(?:\w+\s+){0,2}?"
    r"(?:in|on|at|near|outside|about|some|\d+)\b"
)
NEAR = re.compile(
    rf"\b(?:near|outside|{_COMPASS} of|(?:km|kilomet(?:er|re)s|miles) (?:\([^)]*\) )?(?:\w+ )?(?:from|of))\s+"
    r"(?:(?!in\b|at\b|inside\b)[\w-]+\s+){0,3}$"  # Not "near a school in X": that is in X.
)
# A paragraph that is an item of a list or of a live blog, and stands by itself: "- Vovchansk: …", "3/ UPDATE",
# "Raqqa: …", "19:05 The army"; not "10.5 million people".
ITEM = re.compile(
    r"\s*(?:(?:[-*•–—▪●]|\d{1,2}(?:/\d*|[.)]|[:.h]\d\d(?:\s?[ap]\.?m\.?)?(?:\s?GMT)?:?"
    r"(?!\s(?:million|billion|per)\b)))\s|[A-Z][\w'’.-]+(?:[ -][\w'’.-]+){0,3}:\s)"
)
# The heading of an entry in a live blog.
HOUR = re.compile(r"\s*\d{1,2}[:.h]\d\d(?:\s?[ap]\.?m\.?)?(?:\s?(?:GMT|UTC|BST|ET))?\s*[-–—:|]\s")
SMALL_NOUNS = frozenset(
    [
        "city",
        "cities",
        "town",
        "towns",
        "village",
        "villages",
        "camp",
        "neighborhood",
        "neighbourhood",
        "settlement",
        "suburb",
        "base",
        "airport",
        "site",
        "scene",
    ]
)
SITE_NOUNS = frozenset(["camp", "base", "airport", "neighborhood", "neighbourhood", "settlement"])
PLURAL_NOUNS = frozenset(["cities", "towns", "villages", "districts", "provinces", "prefectures", "regions"])
WIDE_NOUNS = frozenset(
    [
        "province",
        "region",
        "state",
        "governorate",
        "territory",
        "strip",
        "enclave",
        "valley",
        "island",
        "county",
        "district",
        "districts",
        "local government area",
        "municipality",
        "department",
        "oblast",
        "peninsula",
        "canton",
        "zone",
        "provinces",
        "prefecture",
        "prefectures",
        "regions",
    ]
)


def pattern(name: str) -> Caseless:
    """The words of a list of `lexicon/en/placing.toml`, as whole words."""
    return _pattern(name)


@cache
def _pattern(name: str) -> Caseless:
    return Caseless(rf"(?<![\w-])(?:{alternatives(lexicon.table('en', 'placing')[name])})(?![\w-])")
