#!/usr/bin/env python3
"""Writes src/Semblance.Storage/Names/nfc.txt: what the normalisation form C of Unicode needs, from Python's own tables.

Lines: "C first last class" gives code points a combining class; "D composed first second" is a pair that composes; "X ..." decomposes to one or two
code points and never composes again. Hangul syllables are arithmetic and not listed. Prints the two hashes that NfcTests compares."""
import hashlib
import pathlib
import sys
import unicodedata

everything = [chr(point) for point in range(sys.maxunicode + 1) if not 0xD800 <= point <= 0xDFFF and not 0xAC00 <= point <= 0xD7A3]
lines = [f"# Unicode {unicodedata.unidata_version}, by build/make-nfc.py; https://www.unicode.org/license.txt"]
start = None
for point in range(sys.maxunicode + 2):
    kind = unicodedata.combining(chr(point)) if point <= sys.maxunicode else 0
    if start and kind != start[1]:
        lines.append(f"C {start[0]:04X} {point - 1:04X} {start[1]}")
        start = None
    if kind and not start:
        start = (point, kind)
for char in everything:
    parts = unicodedata.decomposition(char)
    if parts and not parts.startswith("<"):
        kind = "D" if unicodedata.normalize("NFC", char) == char else "X"
        lines.append(f"{kind} {ord(char):04X} {parts}")
pathlib.Path(__file__).parent.parent.joinpath("src/Semblance.Storage/Names/nfc.txt").write_text("\n".join(lines) + "\n")

single = hashlib.sha256()
for char in map(chr, range(sys.maxunicode + 1)):
    if not 0xD800 <= ord(char) <= 0xDFFF:
        single.update(unicodedata.normalize("NFC", char).encode() + b"\n")
points = [0x61, 0x65, 0x6F, 0x1100, 0x1161, 0x11A8, 0xAC00, 0xAC01]
for fields in (line.split() for line in lines[1:]):
    points += range(int(fields[1], 16), int(fields[2], 16) + 1) if fields[0] == "C" else [int(field, 16) for field in fields[1:]]
state, mixed = 1, hashlib.sha256()
for _ in range(100_000):
    text = ""
    for _ in range(6):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        text += chr(points[(state >> 33) % len(points)])
    mixed.update(unicodedata.normalize("NFC", text).encode() + b"\n")
print(single.hexdigest(), mixed.hexdigest())
