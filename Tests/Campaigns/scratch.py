"""The folder of one campaign."""
import contextlib
import shutil
import tempfile


@contextlib.contextmanager
def folder(prefix, keep):
    """A new folder, gone in the end unless somebody wants to look at what is in it."""
    path = tempfile.mkdtemp(prefix=prefix, dir="/tmp")
    try:
        yield path
    finally:
        if keep:
            print(f"left in {path}")
        else:
            shutil.rmtree(path, ignore_errors=True)
