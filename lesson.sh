#!/usr/bin/env bash
# The whole lesson in one command: train a Siamese network on a folder of faces, enrol a person from the first third of a video,
# verify that person on the rest of it, and draw the live loop into a video.
#
#   ./lesson.sh --data FOLDER_OF_FACES --video CLIP [--other CLIP_OF_SOMEBODY_ELSE]... [--recipe lesson|strong]
#
# On Windows, or to see each step: README.md has the same commands one by one.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
usage() { sed -n '2,7s/^# \{0,1\}//p' "$here/lesson.sh"; }

data='' video='' recipe=lesson others=()
while [ $# -gt 0 ]; do
    case $1 in
        --data) data=${2:?--data takes a folder}; shift 2 ;;
        --video) video=${2:?--video takes a file}; shift 2 ;;
        --other) others+=("${2:?--other takes a file}"); shift 2 ;;
        --recipe) recipe=${2:?--recipe takes lesson or strong}; shift 2 ;;
        -h | --help) usage; exit 0 ;;
        *) echo "lesson.sh: unknown option $1" >&2; usage >&2; exit 2 ;;
    esac
done
[ -n "$data" ] && [ -n "$video" ] || { usage >&2; exit 2; }

out="$here/artifacts/lesson"
pack="$out/$recipe-pack"
export SEMBLANCE_HOME="$out/home"
semblance() { "$here/artifacts/bin/Semblance.Cli/release/semblance" "$@"; }
train() { "$here/artifacts/bin/Semblance.Training/release/semblance-train" "$@"; }
step() { printf '\n== %s\n' "$*" >&2; }

step "Building"
for project in Semblance.Cli Semblance.Training; do
    dotnet build "$here/src/$project" -c Release --nologo -v quiet -clp:NoSummary >&2
done
# Says in one line what is missing on this machine before anything takes long.
semblance detect --haar "$(find "$data" -type f \( -name '*.pgm' -o -name '*.jpg' -o -name '*.png' \) -print -quit)" >/dev/null

if [ -f "$pack/pack.json" ]; then
    step "The network is trained already ($pack); delete that folder to train it again"
else
    step "Training a Siamese network on $data"
    resume=(); [ -f "$pack/checkpoint.bin" ] && resume=(--resume)
    train siamese --data "$data" --recipe "$recipe" --out "$pack" "${resume[@]}"
fi

step "Enrolling the person of $video from its first third"
semblance enroll somebody --from "$video" --to-time 33% --liveness off --pack "$pack" --replace
# The lesson compares faces and checks nothing else: its Haar cascade finds no landmarks, which liveness needs.
step "Verifying the same person on the rest"
answer=0
semblance verify somebody --from "$video" --from-time 33% --liveness off --pack "$pack" || answer=$?
for other in "${others[@]}"; do
    step "Somebody else, $other, claims to be that person"
    semblance verify somebody --from "$other" --liveness off --pack "$pack" || [ $? -eq 1 ]
done
step "Drawing the live loop"
semblance watch --from "$video" --from-time 33% --claim somebody --liveness off --pack "$pack" --out "$out/watch.mp4"
echo "The network, its curves and its histogram: $pack" >&2
echo "The live loop as a video: $out/watch.mp4" >&2
exit "$answer"
