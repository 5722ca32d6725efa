"""Who the sources are: a registry of known ones, ids for the words of a report, merges, and origins counted.

`resolve` reads words, `resolved` a whole reading; `origins` counts them as a range; `apply_merges` turns people's
decisions into a mapping. Nothing here reads or writes a ledger.
"""

from __future__ import annotations

from reportedly.sources.counting import Counted as Counted
from reportedly.sources.counting import Counts as Counts
from reportedly.sources.counting import Figure as Figure
from reportedly.sources.counting import OriginRange as OriginRange
from reportedly.sources.counting import Statement as Statement
from reportedly.sources.counting import figure as figure
from reportedly.sources.counting import origins as origins
from reportedly.sources.merging import Contradiction as Contradiction
from reportedly.sources.merging import Merges as Merges
from reportedly.sources.merging import SourcePair as SourcePair
from reportedly.sources.merging import apply_merges as apply_merges
from reportedly.sources.registry import Conflict as Conflict
from reportedly.sources.registry import Entry as Entry
from reportedly.sources.registry import Registry as Registry
from reportedly.sources.registry import load as load
from reportedly.sources.registry import parties_of as parties_of
from reportedly.sources.registry import registry as registry
from reportedly.sources.reports import Report as Report
from reportedly.sources.reports import outlet_id as outlet_id
from reportedly.sources.reports import resolved as resolved
from reportedly.sources.reports import statements as statements
from reportedly.sources.resolving import How as How
from reportedly.sources.resolving import Resolved as Resolved
from reportedly.sources.resolving import Standing as Standing
from reportedly.sources.resolving import resolve as resolve
from reportedly.sources.resolving import standing as standing
