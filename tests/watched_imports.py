"""Imports the modules named on the command line and prints, as JSON, what was opened or started by that."""

import gc
import importlib
import json
import os
import sys
import threading

LIVING = {"sqlalchemy.Engine", "sqlalchemy.Session", "sqlcipher3.Connection", "PySide6.QApplication"}


def main(root: str, modules: list[str]) -> None:
    opened: list[str] = []
    libraries = os.path.join(root, ".venv", "")

    def watch(event: str, details: tuple[object, ...]) -> None:
        if event == "open":
            path, flags = os.path.abspath(os.fsdecode(str(details[0]))), details[2]
            writing = isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))
            reading_ours = (
                path.startswith(root) and not path.startswith(libraries) and not path.endswith((".py", ".pyc"))
            )
            if writing or reading_ours:
                opened.append(path)
        elif event in ("socket.connect", "subprocess.Popen", "os.mkdir", "sqlite3.connect"):
            opened.append(event)

    sys.addaudithook(watch)
    for module in modules:
        importlib.import_module(module)
    kinds = {f"{str(type(thing).__module__).partition('.')[0]}.{type(thing).__name__}" for thing in gc.get_objects()}
    threads = [thread.name for thread in threading.enumerate() if thread is not threading.main_thread()]
    running = sorted(kinds & LIVING) + threads
    if "PySide6.QtCore" in sys.modules and sys.modules["PySide6.QtCore"].QCoreApplication.instance():
        running.append("QApplication")
    print(json.dumps({"opened": opened, "running": running, "qt": "PySide6" in sys.modules}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
