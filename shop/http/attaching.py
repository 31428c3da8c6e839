"""A file that is made for one request, sent as an attachment and gone with its answer."""

from collections.abc import AsyncIterator
from typing import IO

from anyio import to_thread
from starlette.responses import StreamingResponse

CHUNK = 256 * 1024


def attached(file: IO[bytes], name: str, media_type: str) -> StreamingResponse:
    """Answer with a file, which is closed once it is sent."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Length": str(file.seek(0, 2)),
        "Cache-Control": "private, no-cache, no-transform",
    }
    return StreamingResponse(_chunks(file), 200, headers, media_type)


async def _chunks(file: IO[bytes]) -> AsyncIterator[bytes]:
    with file:
        file.seek(0)
        while chunk := await to_thread.run_sync(file.read, CHUNK):
            yield chunk
