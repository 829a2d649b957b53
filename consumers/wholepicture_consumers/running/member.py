"""One member of one stage in this process, with its figures served where they are wanted."""

import threading
from contextlib import ExitStack

from wholepicture_agreement import load
from wholepicture_bus.connection import bootstrap
from wholepicture_bus.settings import Settings
from wholepicture_engine.connection import database_of_a_stage

from wholepicture_consumers.running.exposure import require_safe
from wholepicture_consumers.running.measures import serve
from wholepicture_consumers.running.status import status
from wholepicture_consumers.stages import run_stage


def run(stage: str, settings: Settings, *, ending: threading.Event | None = None) -> None:
    """Run it until the process is asked to end, or ``ending`` is set.

    Raises:
        StopError: nothing may go on until a person looked.
    """
    agreement = load(settings.partnership)
    servers = bootstrap(settings)
    require_safe(servers, agreement)
    database = database_of_a_stage(settings)
    with ExitStack() as leaving:
        meter = serve(
            stage,
            settings.metrics,
            lambda: status(servers, database, agreement, settings.data),
            leaving,
        )
        run_stage(stage, agreement, database, servers, ending=ending, meter=meter)
