"""How claims look to people. Nothing is read or decided here."""
