"""The lesson's network in PyTorch, for `Semblance.Benchmarks train`: prints what each epoch cost as one line of JSON.

Two ways of one and the same training:
  lesson  both faces of every pair are embedded (two branches, 256 faces a batch), tensors in PyTorch's own layout
  unique  each photo of a batch is embedded once, tensors channels-last: what Semblance does too
"""
import argparse
import json
import os
import random
import re
import sys
import time

try:
    import torch
    from torch import nn
except ImportError:
    print("PyTorch is missing: apt-get install -y python3-torch libopenblas0-pthread", file=sys.stderr)
    sys.exit(3)

HEIGHT, WIDTH, BATCH, TRAINING_SUBJECTS = 112, 92, 128, 35


def read_pgm(path):
    with open(path, "rb") as file:
        data = file.read()
    fields, position = [], 0
    while len(fields) < 4:
        end = position
        while not data[end:end + 1].isspace():
            end += 1
        fields.append(data[position:end])
        position = end + 1
    if fields != [b"P5", str(WIDTH).encode(), str(HEIGHT).encode(), b"255"]:
        raise ValueError(f"{path}: a binary grey picture of {WIDTH} x {HEIGHT} pixels is needed")
    levels = torch.frombuffer(bytearray(data[position:position + WIDTH * HEIGHT]), dtype=torch.uint8)
    return levels.reshape(1, HEIGHT, WIDTH).float() / 255


def read_faces(folder):
    subjects = sorted(entry.name for entry in os.scandir(folder) if entry.is_dir())[:TRAINING_SUBJECTS]
    photos, by_subject = [], []
    for subject in subjects:
        files = sorted(name for name in os.listdir(os.path.join(folder, subject)) if name.endswith(".pgm"))
        by_subject.append(list(range(len(photos), len(photos) + len(files))))
        photos += [read_pgm(os.path.join(folder, subject, name)) for name in files]
    return torch.stack(photos), by_subject


def draw_pairs(by_subject, rng):
    """Each photo with the next one of its subject, and with a random photo of a random other subject."""
    pairs = []
    for subject, own in enumerate(by_subject):
        others = by_subject[:subject] + by_subject[subject + 1:]
        for first, second in zip(own, own[1:]):
            pairs.append((first, second, 1.0))
            pairs.append((first, rng.choice(rng.choice(others)), 0.0))
    return pairs


def create_network():
    network = nn.Sequential(
        nn.Conv2d(1, 64, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(64, 64, 3), nn.ReLU(),
        nn.Flatten(), nn.Linear(64 * 53 * 43, 128), nn.Sigmoid())
    for layer in network:
        if isinstance(layer, (nn.Conv2d, nn.Linear)):
            nn.init.xavier_uniform_(layer.weight)
            nn.init.zeros_(layer.bias)
    return network


def embed_both(network, photos, batch):
    first, second, _ = zip(*batch)
    return network(photos[list(first)]), network(photos[list(second)]), 2 * len(batch)


def embed_unique(network, photos, batch):
    first, second, _ = zip(*batch)
    unique = sorted(set(first + second))
    place = {photo: row for row, photo in enumerate(unique)}
    embeddings = network(photos[unique].contiguous(memory_format=torch.channels_last))
    return embeddings[[place[i] for i in first]], embeddings[[place[i] for i in second]], len(unique)


def contrastive_loss(first, second, same, margin=1.0):
    distance = (first - second).square().sum(1).clamp_min(1e-7).sqrt()
    return (same * distance.square() + (1 - same) * (margin - distance).clamp_min(0)).mean()


def train(photos, by_subject, mode, epochs, seed):
    torch.manual_seed(seed)
    rng = random.Random(seed)
    pairs = draw_pairs(by_subject, rng)
    network = create_network()
    if mode == "unique":
        network = network.to(memory_format=torch.channels_last)
    embed = embed_unique if mode == "unique" else embed_both
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-3, eps=1e-7)
    costs = []
    for _ in range(epochs):
        rng.shuffle(pairs)
        wall, cpu, faces, loss_sum = time.perf_counter(), time.process_time(), 0, 0.0
        for start in range(0, len(pairs), BATCH):
            batch = pairs[start:start + BATCH]
            optimizer.zero_grad()
            first, second, embedded = embed(network, photos, batch)
            loss = contrastive_loss(first, second, torch.tensor([same for _, _, same in batch]))
            loss.backward()
            optimizer.step()
            faces += embedded
            loss_sum += loss.item() * len(batch)
        costs.append({
            "images": faces, "loss": loss_sum / len(pairs),
            "seconds": time.perf_counter() - wall, "cpuSeconds": time.process_time() - cpu})
    return costs


def refuse_reference_blas():
    """Debian's python3-torch takes the BLAS that is installed; with the reference one this training takes four times as long: no rival."""
    torch.ones(256, 256) @ torch.ones(256, 256)
    if not os.path.exists("/proc/self/maps"):
        return
    with open("/proc/self/maps") as maps:
        if re.search(r"/blas/libblas\.so", maps.read()):
            print("PyTorch computes with the reference BLAS here, which is many times slower than another: apt-get install -y libopenblas0-pthread", file=sys.stderr)
            sys.exit(3)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True, help="the folder of the AT&T Database of Faces")
    parser.add_argument("--mode", choices=["lesson", "unique"], required=True)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    refuse_reference_blas()
    photos, by_subject = read_faces(arguments.data)
    costs = train(photos, by_subject, arguments.mode, arguments.epochs, arguments.seed)
    json.dump({"torch": torch.__version__, "mode": arguments.mode, "threads": torch.get_num_threads(), "costs": costs}, sys.stdout)
    print()


if __name__ == "__main__":
    main()
