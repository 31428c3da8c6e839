"""Pictures of proposals: taken in and kept apart, and copied to what is public when approved."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from media.store import Store
from shop.models.columns import Row


async def show_files(photos: Sequence[Row], pictures: Store) -> None:
    """Copy the files of waiting pictures to where readers get them; done twice, it is done once.

    Raises Missing or Damaged where the waiting store has lost one.
    """
    with TemporaryDirectory() as folder:
        for photo in photos:
            names = [file["name"] for file in photo["renditions"]]
            await pictures.approve(photo["picture_id"], names, Path(folder) / photo["picture_id"])
