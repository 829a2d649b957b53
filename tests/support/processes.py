"""Processes that a test has started: found, signalled and asked after, even as they end."""

import os
import signal

import psutil


def send(pid: int, number: signal.Signals) -> bool:
    """Whether a process still took a signal; one that has just ended takes none."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return False
    return True


def lives(pid: int) -> bool:
    """Whether a process runs, or stands still; one that waits to be reaped has ended."""
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def below(pid: int, *parts: str) -> list[psutil.Process]:
    """The processes below one that live and have one of these parts in their command."""
    try:
        found = psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []
    return [process for process in found if _has(process, parts)]


def command(process: psutil.Process) -> list[str]:
    """The words of a process's command; none once it has ended."""
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def _has(process: psutil.Process, parts: tuple[str, ...]) -> bool:
    words = command(process)
    return lives(process.pid) and any(part in word for word in words for part in parts)
