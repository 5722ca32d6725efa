"""From what people have (files, folders, pages, lines, a pipe) to Documents. The only cleaning happens here.

for found in ingest.load(["reports/", "page.html", "-"], published="2025-03-10"):
    match found:
        case Document(): ...      # read it
        case Remark(): ...        # worth telling; the document follows
        case InputError(): ...    # could not be read; the others go on
"""

from reportedly.ingest.documents import Obtained, UnreadError
from reportedly.ingest.inputs import Remark
from reportedly.ingest.loading import MAX_BYTES, load, obtain

__all__ = ["MAX_BYTES", "Obtained", "Remark", "UnreadError", "load", "obtain"]
