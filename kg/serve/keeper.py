"""`python keeper.py PROGRAM ARGUMENT…`: a program that ends when standard input does.

Whoever is killed cannot end what it started, but the system closes its end of the pipe. Started by its path, so that
nothing but the standard library is loaded.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading

PATIENCE = 10.0
"""Seconds from being asked to end to being killed."""


def main() -> None:
    """Run the program until it ends by itself or standard input does."""
    process = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL)
    # Ctrl-C goes to all processes of a terminal; the one that started this one decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    # The thread that waits ends this process as soon as the program has ended, whatever the other one is at.
    threading.Thread(target=lambda: os._exit(process.wait() & 0xFF), daemon=True).start()
    while sys.stdin.buffer.read(4096):
        pass
    process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


if __name__ == "__main__":
    main()
