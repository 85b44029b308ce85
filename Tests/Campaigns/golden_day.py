"""A day in tmux against its golden screens and paper, in both languages."""
import argparse
import difflib
import os

HERE = os.path.dirname(os.path.abspath(__file__))


def compare(folder, name, text, write):
    path = os.path.join(folder, name)
    if write:
        os.makedirs(folder, exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return []
    with open(path, encoding="utf-8") as file:
        wanted = file.read()
    return list(difflib.unified_diff(
        wanted.splitlines(), text.splitlines(), path, "today", lineterm=""))


def differences(day, language, screens, paper, write):
    """What a day's screens, in their order with their names, and its paper have that is new."""
    golden = os.path.join(HERE, "Golden", day, language)
    shown = "".join(
        f"== {number:02d} {name}\n{text}\n" for number, (name, text) in enumerate(screens, 1))
    return (compare(golden, "screens.txt", shown, write)
            + compare(golden, "paper.txt", paper, write))


def main(run, praise):
    """Runs the day in each language that is asked for; what differs is printed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("tillmesh")
    parser.add_argument("emulator")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--language", choices=["en", "es"])
    arguments = parser.parse_args()
    failed = False
    for language in [arguments.language] if arguments.language else ["en", "es"]:
        try:
            found = run(arguments, language)
        except AssertionError as error:
            print(f"{language}: {error}")
            return 1
        for line in found:
            print(line)
        failed = failed or bool(found)
        print(f"{language}: {'differs' if found else praise}")
    return 1 if failed else 0
