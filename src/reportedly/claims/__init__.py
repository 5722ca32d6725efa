"""Joins a document's mentions into claims and lists what was left over."""

from reportedly.claims.assembling import assemble as assemble
