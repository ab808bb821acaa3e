#!/usr/bin/env bash
# Makes this pack from the data: the four trainings, then pack.json with every threshold and limit. It takes a day or more of one core. Ctrl+C stops it; the same command goes on where it was.
#
#   packs/builtin/make.sh DATA FACE-DETECTOR.onnx FR-FEATURE.onnx MOBILEFACE.onnx [WORK] [PACK]
#
# DATA is described in docs/accuracy.md, and so are the three teachers. WORK (default work/builtin) keeps what was learned and may be large; PACK (default packs/builtin) gets the result. Shorter
# trainings, to try it: DETECTOR_MINUTES, LANDMARK_STEPS, MADE_FACES, EPOCHS, SPOOF_STEPS. THREADS is 1, which trains best; SEMBLANCE_TRAIN names another program than the one built here.
set -euo pipefail

if [ $# -lt 4 ] || [ "$1" = --help ]; then
    sed -n '2,7s/^# \{0,1\}//p' "$0"
    exit 2
fi
data=$(realpath "$1") detector=$(realpath "$2") embedder=$(realpath "$3") second=$(realpath "$4")
cd "$(dirname "$0")/../.."
work=$(realpath -m "${5:-work/builtin}") pack=$(realpath -m "${6:-packs/builtin}")
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
"$SEMBLANCE_TRAIN" ask-teacher --data "$data/faces" --teacher "$embedder,mean=127,scale=0.0078125" --teacher "$second,weight=0.5" --out "$work/answers" --made "${MADE_FACES:-0}" --threads "$threads"

epochs=${EPOCHS:-60}
step "embedder ($work/embedder)"
resume=()
[ -f "$work/embedder/checkpoint.bin" ] && resume=(--resume)
"$SEMBLANCE_TRAIN" embedder --data "$data/faces" --answers "$work/answers" --out "$work/embedder" --threads "$threads" --epochs "$epochs" --decay $((2 * epochs / 3)) "${resume[@]}"

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
