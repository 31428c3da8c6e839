"""What pictures need: a store that takes, gives and removes a file, and a fence to open them in.

And search: an index folder of ours, or a Meilisearch that takes our key.
"""

from collections.abc import AsyncIterator
from hashlib import sha256
from secrets import token_bytes
from time import perf_counter

from media.sentences import Sentence, fraction
from media.store import WAITING, Store, picture_key
from media.unavailable import Unavailable
from search.engine import Unavailable as NoSearch
from shop.cli.checks.verdicts import Subject, Verdict
from shop.cli.refusing import in_words
from shop.config import Settings
from shop.errors import SetupError
from shop.services import workshop_of

STORE, PICTURES, SEARCH = Subject("store"), Subject("pictures"), Subject("search")
SLOW = 2.0
"""Seconds for putting, getting and removing one small file, beyond which uploads take long."""
LEAST_MEILISEARCH = (1, 36)
STORED = Sentence(
    "Ghi, đọc và xoá được một tệp trong {place}, mất {seconds} giây.",
    "A file was put into {place}, read and removed in {seconds} s.",
)
SLOWLY = Sentence(
    "Ghi, đọc và xoá một tệp trong {place} mất {seconds} giây. Hãy xem đường truyền tới đó.",
    "To put a file into {place}, read and remove it took {seconds} s. Look at the line to it.",
)
NOT_STORED = Sentence(
    "Không dùng được kho ảnh {place} ({why}). Hãy xem SANVAT_STORAGE_URL và các biến AWS_….",
    "The store {place} cannot be used ({why}). Look at SANVAT_STORAGE_URL and AWS_….",
)
NOT_THE_SAME = Sentence(
    "Kho ảnh {place} trả về dữ liệu khác với dữ liệu đã ghi. Hãy ngừng dùng và xem lại kho.",
    "The store {place} gave other bytes than were put. Use another one, and look into it.",
)
NOT_REMOVED = Sentence(
    "Kho ảnh {place} không cho xoá. Hãy cấp quyền xoá tệp cho khoá của kho.",
    "The store {place} lets nothing be removed. Give our key the right to delete.",
)
FENCED = Sentence("Ảnh lạ được mở trong hàng rào.", "Foreign pictures are opened behind a fence.")
NO_FENCE = Sentence("Không mở được ảnh.", "Pictures cannot be opened.")
OWN_INDEX = Sentence(
    "Tìm kiếm dùng chỉ mục trong thư mục dữ liệu.", "Search uses an index in the data folder."
)
NOT_FOUND = Sentence(
    "Không dùng được Meilisearch ở {url} ({why}). Hãy xem địa chỉ và SANVAT_MEILISEARCH_KEY.",
    "Meilisearch at {url} cannot be used ({why}). Look at its address and SANVAT_MEILISEARCH_KEY.",
)
TOO_OLD = Sentence(
    "Meilisearch ở {url} là bản {version}. Hãy nâng lên 1.36 hoặc mới hơn.",
    "Meilisearch at {url} is version {version}. Upgrade it to 1.36 or newer.",
)
FOUND = Sentence(
    "Meilisearch {version} trả lời và nhận khoá.",
    "Meilisearch {version} answers and takes our key.",
)


async def store(settings: Settings) -> Verdict:
    """Put a file where nothing public names it, get it back, and remove it."""
    place = settings.storage
    try:
        return await _tried(Store.open(place, **settings.storage_options), place)
    except Unavailable as away:
        return STORE.wrong(NOT_STORED, place=place, why=in_words(away))
    except (OSError, KeyError, ValueError) as refused:
        return STORE.wrong(NOT_STORED, place=place, why=f"{type(refused).__name__}: {refused}")


async def pictures(settings: Settings) -> Verdict:
    """Tell whether this machine can open foreign pictures safely."""
    try:
        workshop = workshop_of(settings)
    except SetupError as refused:
        return PICTURES.wrong(NO_FENCE, because=refused.said)
    await workshop.close()
    return PICTURES.ok(FENCED)


async def search(settings: Settings) -> AsyncIterator[Verdict]:
    """Tell whether search has what it needs; that the index is behind is for `sanvat status`."""
    if not settings.meilisearch_url:
        yield SEARCH.ok(OWN_INDEX)
        return
    from search.meili.server import Server  # noqa: PLC0415 - its client costs 0.2 s
    from search.meili.standing import version_of  # noqa: PLC0415

    url = settings.meilisearch_url
    try:
        version = await version_of(Server(url, settings.meilisearch_key.get_secret_value()))
    except NoSearch as away:
        yield SEARCH.wrong(NOT_FOUND, url=url, why=str(away))
        return
    if _numbers(version) < LEAST_MEILISEARCH:
        yield SEARCH.wrong(TOO_OLD, url=url, version=version)
    else:
        yield SEARCH.ok(FOUND, version=version)


async def _tried(store: Store, place: str) -> Verdict:
    data = token_bytes(64)
    name = f"{sha256(data).hexdigest()}.webp"
    began = perf_counter()
    await store.waiting.put(name, data)
    is_same = await store.waiting.get(name) == data
    is_gone = await store.remove(f"{WAITING}{picture_key(name)}")
    seconds = perf_counter() - began
    if not is_same:
        return STORE.wrong(NOT_THE_SAME, place=place)
    if not is_gone:
        return STORE.wrong(NOT_REMOVED, place=place)
    said = STORE.ok(STORED, place=place, seconds=fraction(seconds))
    return said if seconds < SLOW else STORE.warning(SLOWLY, place=place, seconds=fraction(seconds))


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:2] if part.isdigit())
