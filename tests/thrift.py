"""What a process of one application does once, and tests would do for each of thousands.

Both are other people's code, and give the same for the same: half a test's fixtures was this.
"""

from functools import cache
from weakref import WeakKeyDictionary

from starlette import routing
from tortoise.apps import Apps
from tortoise.models import Model


def compile_paths_once() -> None:
    """Let each of our 1,300 paths be made a pattern once in a process."""
    routing.compile_path = cache(routing.compile_path)


def build_models_once() -> None:
    """Let models be made ready for a database again only where the last was of another kind."""
    build, ready = Apps._build_initial_querysets, WeakKeyDictionary[type[Model], type]()

    def build_once(apps: Apps) -> None:
        models = [model for app in apps.apps.values() for model in app.values()]
        kinds = {model: model._meta.db.executor_class for model in models}
        if any(ready.get(model) is not kind for model, kind in kinds.items()):
            build(apps)
            ready.update(kinds)

    Apps._build_initial_querysets = build_once
