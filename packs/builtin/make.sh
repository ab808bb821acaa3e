#!/usr/bin/env bash
# Makes this pack from the data: the four trainings, then pack.json with every threshold and limit. It takes a day or more of one core. Ctrl+C stops it; the same command goes on where it was.
#
#   packs/builtin/make.sh DATA FACE-DETECTOR.onnx FACE-EMBEDDER.onnx [WORK] [PACK]
#
# DATA is described in docs/accuracy.md, and so are the two teachers. WORK (default work/builtin) keeps what was learned and may be large; PACK (default packs/builtin) gets the result. Shorter
# trainings, to try it: DETECTOR_MINUTES, LANDMARK_STEPS, MADE_FACES, EPOCHS, SPOOF_STEPS. THREADS is 1, which trains best; SEMBLANCE_TRAIN names another program than the one built here.
set -euo pipefail

if [ $# -lt 3 ] || [ "$1" = --help ]; then
    sed -n '2,7s/^# \{0,1\}//p' "$0"
    exit 2
fi
data=$(realpath "$1") detector=$(realpath "$2") embedder=$(realpath "$3")
cd "$(dirname "$0")/../.."
work=$(realpath -m "${4:-work/builtin}") pack=$(realpath -m "${5:-packs/builtin}")
threads=${THREADS:-1}
mkdir -p "$work"

if [ -z "${SEMBLANCE_TRAIN:-}" ]; then
    dotnet build src/Semblance.Training -c Release --nologo -v quiet -clp:NoSummary
    SEMBLANCE_TRAIN=artifacts/bin/Semblance.Training/release/semblance-train
fi

step() { echo "== $*"; }

# A training that was begun goes on from its checkpoint; one that has ended says so at once.
train() {
    local kind=$1 folder=$work/$2
    shift 2
    step "$kind ($folder)"
    local resume=()
    [ -f "$folder/checkpoint.bin" ] && resume=(--resume)
    "$SEMBLANCE_TRAIN" "$kind" --data "$data" --out "$folder" --threads "$threads" "$@" "${resume[@]}"
}

train detector detector --teacher "$detector" --minutes "${DETECTOR_MINUTES:-175}" --set pixelsPerStep=819200 learningRate=0.002
train landmarks landmarks --teacher "$detector" --steps "${LANDMARK_STEPS:-3500}"

step "the teacher's answers ($work/answers)"
"$SEMBLANCE_TRAIN" ask-teacher --data "$data/faces" --teacher "$embedder" --teacher-mean 127 --teacher-scale 0.0078125 --out "$work/answers" --made "${MADE_FACES:-150000}" --threads "$threads"

# Small pictures first: a third of the work, and nearly all of the learning. Channels lie last in this network, so AVX-512 is safe and faster (docs/decisions/0006).
epochs=${EPOCHS:-120}
last=$((epochs / 6))
step "embedder ($work/embedder)"
resume=()
[ -f "$work/embedder/checkpoint.bin" ] && resume=(--resume)
ONEDNN_MAX_CPU_ISA=DEFAULT "$SEMBLANCE_TRAIN" embedder --data "$data/faces" --answers "$work/answers" --out "$work/embedder" --threads "$threads" --epochs "$epochs" --decay "$last" \
    --set batchSize=64 realFaces=22 steps=800 angle=0.006 rate=0.0006 warmUp=300 average=0.9995 smallSide=64 smallEpochs=$((epochs - 2 * last)) "${resume[@]}"

step "the pack ($pack)"
"$SEMBLANCE_TRAIN" pack --detector "$work/detector" --landmarks "$work/landmarks" --embedder "$work/embedder" --out "$pack"
groups=()
[ -f "$data/groups/groups.csv" ] && groups=(--groups "$data/groups/groups.csv" --by race sex)
step "thresholds of recognition, kept within every group"
"$SEMBLANCE_TRAIN" calibrate --pack "$pack" --data "$data" --jitter 1.1 "${groups[@]}" --write

train spoof spoof --pack "$pack" --leave-out screen-a msu/34 msu/53 msu/54 msu/55 --set steps="${SPOOF_STEPS:-2000}"
step "limits of quality, tracking and liveness"
"$SEMBLANCE_TRAIN" add-spoof --pack "$pack" --spoof "$work/spoof" --live-from 0.5 --spoof-below 0.2 --evidence "Until calibrate-liveness derives them."
"$SEMBLANCE_TRAIN" calibrate-quality --pack "$pack" --data "$data" --cache "$work/quality" --write
"$SEMBLANCE_TRAIN" calibrate-tracking --pack "$pack" --data "$data" --write
"$SEMBLANCE_TRAIN" calibrate-liveness --pack "$pack" --data "$data" --write
step "done: $pack"
