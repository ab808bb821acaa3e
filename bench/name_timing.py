"""Whether the time that POST /v1/verify takes tells who is enrolled.

Asks a running service for names that are enrolled and names that are not, in random order, with a photo without a face: nothing but
looking the name up can differ then, and no attempt is counted. Needs nothing but Python 3.

    SEMBLANCE_HOME=$(mktemp -d) semblance serve --urls http://127.0.0.1:5180 --set Limits:RequestsPerMinutePerKey=1000000 --set Limits:RequestsPerMinutePerAddress=1000000
    python3 bench/name_timing.py http://127.0.0.1:5180 smb_... face.jpg --tries 10000

FACE is a photo of one person; it is enrolled under 40 names of the service, so take an empty one. The key has the role admin.
"""

import argparse
import http.client
import json
import math
import random
import struct
import time
import urllib.parse
import zlib
from bisect import bisect_left, bisect_right

PEOPLE, WARM_UP = 40, 200


def grey_png(side=96):
    """A grey picture without a face."""

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    rows = (b"\0" + b"\x80" * side) * side
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


class Service:
    def __init__(self, address, key):
        url = urllib.parse.urlsplit(address)
        self.connection = http.client.HTTPConnection(url.hostname, url.port, timeout=120)
        self.key = key

    def post(self, path, photo, kind, **texts):
        """Posts a form; the status, the answer, and the milliseconds from the first byte sent to the last one read."""
        edge = "semblance-bench"
        parts = [f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode() for name, value in texts.items()]
        parts.append(f'--{edge}\r\nContent-Disposition: form-data; name="photo"; filename="photo"\r\nContent-Type: {kind}\r\n\r\n'.encode() + photo + f"\r\n--{edge}--\r\n".encode())
        body = b"".join(parts)
        start = time.perf_counter()
        self.connection.request("POST", path, body, {"Authorization": f"Bearer {self.key}", "Content-Type": f"multipart/form-data; boundary={edge}"})
        response = self.connection.getresponse()
        answer = response.read()
        return response.status, answer, 1000 * (time.perf_counter() - start)


def name(known):
    return f"{'person' if known else 'nobody'} {random.randrange(PEOPLE):02}"


def ask(service, known, photo):
    status, answer, milliseconds = service.post("/v1/verify", photo, "image/png", person=name(known))
    if status != 200 or json.loads(answer)["outcome"] != "NoFace":
        raise SystemExit(f"POST /v1/verify answered {status}: {answer.decode()}")
    return milliseconds


def rank_test(first, second):
    """Mann-Whitney by the normal approximation: in which share of pairs the first is larger, its standard deviation without a difference, z, and p (two-sided)."""
    ordered, n, m = sorted(second), len(first), len(second)
    larger = sum((bisect_left(ordered, value) + bisect_right(ordered, value)) / 2 for value in first) / (n * m)
    deviation = math.sqrt((n + m + 1) / (12 * n * m))
    z = (larger - 0.5) / deviation
    return larger, deviation, z, math.erfc(abs(z) / math.sqrt(2))


def at(values, share):
    return sorted(values)[int(share * (len(values) - 1))]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address")
    parser.add_argument("key")
    parser.add_argument("face")
    parser.add_argument("--tries", type=int, default=10_000, help="half of them of known names")
    parser.add_argument("--seconds", type=float, default=math.inf, help="end after so long, whatever was tried by then")
    arguments = parser.parse_args()

    service = Service(arguments.address, arguments.key)
    with open(arguments.face, "rb") as file:
        face = file.read()
    for number in range(PEOPLE):
        status, answer, _ = service.post("/v1/people", face, "image/jpeg", name=f"person {number:02}", consent="Benchmark.", allowDuplicate="true")
        if status not in (201, 409):
            raise SystemExit(f"POST /v1/people answered {status}: {answer.decode()}")

    photo = grey_png()
    random.seed(1)
    # In random order, so that whatever else the machine does falls on both alike.
    order = [number % 2 == 0 for number in range(arguments.tries)]
    random.shuffle(order)
    for number in range(WARM_UP):
        ask(service, number % 2 == 0, photo)
    times = {True: [], False: []}
    end = time.monotonic() + arguments.seconds
    for known in order:
        if time.monotonic() > end:
            break
        times[known].append(ask(service, known, photo))

    for known in (True, False):
        print(f"{'known' if known else 'unknown':8} {len(times[known]):6} tries, ms: median {at(times[known], 0.5):.3f}, p5 {at(times[known], 0.05):.3f}, p95 {at(times[known], 0.95):.3f}")
    larger, deviation, z, p = rank_test(times[True], times[False])
    print(
        f"A known name is the slower one in {100 * larger:.1f} % of pairs (95 %: {100 * (larger - 1.96 * deviation):.1f} to {100 * (larger + 1.96 * deviation):.1f}; "
        f"50 is no difference). Mann-Whitney: z = {z:.2f}, p = {p:.3f}."
    )


if __name__ == "__main__":
    main()
