"""Rule profiles: how words become numbers and which claims enter which bound. TOML files, checked and loaded once.

Every section of a file is one rule with what it says, how sure we are of it and where that was read. `load("ucdp")` is
a profile of ours, `load("my/rules.toml")` one of the user's, which may extend another and change single sections.
"""

from __future__ import annotations

from reportedly.profiles.loading import load as load
from reportedly.profiles.loading import names as names
from reportedly.profiles.profile import Best as Best
from reportedly.profiles.profile import High as High
from reportedly.profiles.profile import Low as Low
from reportedly.profiles.profile import PartyRules as PartyRules
from reportedly.profiles.profile import PartyUse as PartyUse
from reportedly.profiles.profile import Profile as Profile
from reportedly.profiles.profile import Rule as Rule
from reportedly.profiles.profile import Standing as Standing
