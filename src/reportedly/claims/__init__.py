"""Joins a document's mentions into claims and lists what was left over; `assembling.assemble` is the way in."""
