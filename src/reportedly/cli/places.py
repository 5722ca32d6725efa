"""The gazetteer of this machine: `places import`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reportedly.cli.running import guarded

app = typer.Typer(no_args_is_help=True, help="The gazetteer: the places that names are looked up in.")


@app.command("import")
@guarded
def import_places(
    dump: Annotated[
        Path, typer.Argument(metavar="DUMP", help="A country's file from GeoNames, such as SD.txt or SD.zip.")
    ],
) -> None:
    """Add the places of a GeoNames country dump to the gazetteer of this machine."""
    from reportedly import gazetteer

    count = gazetteer.import_dump(dump)
    print(f"{count:,} places imported from {dump}")
