"""The Docker engine of this machine, where there is one that can run the deployment."""

import shutil
import subprocess
from functools import cache

IMAGES = ("apache/kafka:4.3.1", "postgres:17", "python:3.11-slim")


@cache
def why_not() -> str | None:
    """A sentence that says why the deployment cannot run here; None where it can."""
    docker = shutil.which("docker")
    if docker is None:
        return "there is no docker command"
    if not _answers(docker, "version"):
        return "no Docker engine answers"
    if not _answers(docker, "compose", "version"):
        return "Docker has no compose"
    missing = [image for image in IMAGES if not _answers(docker, "image", "inspect", image)]
    if missing:
        return f"the Docker engine has not got {', '.join(missing)}"
    return None


def _answers(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, check=False, timeout=120).returncode == 0
