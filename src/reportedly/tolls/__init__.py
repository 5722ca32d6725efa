"""From conflicting claims of one event to explained bounds: `reconcile` gives the toll under a rule profile.

The figures of an event are variables on a lattice (harm x victims x place x time window); a later figure of an origin
supersedes its earlier ones; copies never count; every claim has a ruling. See docs/tolls.md.
"""

from __future__ import annotations

from reportedly.tolls.reconciling import reconcile as reconcile
from reportedly.tolls.reconciling import trail as trail
from reportedly.tolls.toll import Conflict as Conflict
from reportedly.tolls.toll import Derived as Derived
from reportedly.tolls.toll import Grade as Grade
from reportedly.tolls.toll import Kind as Kind
from reportedly.tolls.toll import Line as Line
from reportedly.tolls.toll import Ruling as Ruling
from reportedly.tolls.toll import Said as Said
from reportedly.tolls.toll import Stated as Stated
from reportedly.tolls.toll import Toll as Toll
