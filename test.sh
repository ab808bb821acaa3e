#!/usr/bin/env bash
# Builds Semblance and runs every test. On Debian 12 and Ubuntu it first installs what the tests need (apt packages); the .NET SDK
# must be there. The last line is the sum: N passed, N failed, N skipped. Exit code 0 only when nothing failed.
set -uo pipefail
cd "$(dirname "$0")"

packages=(libgtk-3-0 libdrm2 libatomic1 opencv-data ffmpeg fonts-dejavu-core nginx-light postgresql clang zlib1g-dev pamtester sudo)
# Ubuntu's chromium is a snap that cannot be driven from a script: there the tests of the page are skipped.
grep -qs '^ID=debian' /etc/os-release && packages+=(chromium)

finish() { echo "$1 passed, $2 failed, $3 skipped"; [ "$2" -eq 0 ]; exit; }

install_packages() {
    if ! command -v dpkg-query >/dev/null; then
        echo "This is no Debian or Ubuntu: nothing is installed. Tests of OpenCV, video and pictures need what the packages ${packages[*]} hold."
        return 0
    fi
    local missing=() installed
    # With what each provides: Ubuntu 24.04 calls libgtk-3-0 libgtk-3-0t64.
    installed=$(dpkg-query -W -f '${db:Status-Abbrev}${Package} ${Provides}\n' | grep '^ii' | tr -s ' ,' '\n')
    for package in "${packages[@]}"; do
        grep -qx -- "$package" <<<"$installed" || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return 0
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || { echo "Run as root first: apt-get install -y ${missing[*]}"; return 1; }
        as_root=(sudo)
    fi
    echo "Installing ${missing[*]}"
    "${as_root[@]}" apt-get update -qq && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

command -v dotnet >/dev/null || { echo "The .NET SDK is missing (global.json says which): https://dotnet.microsoft.com/download"; finish 0 1 0; }
install_packages || { echo "The packages could not be installed."; finish 0 1 0; }
dotnet build Semblance.slnx -c Release --nologo -v minimal -clp:NoSummary || { echo "The build failed."; finish 0 1 0; }

export SEMBLANCE_DATA="${SEMBLANCE_DATA:-$(cd .. && pwd)/shared/data}"
[ -d "$SEMBLANCE_DATA" ] || echo "$SEMBLANCE_DATA is missing: tests on real photos and videos are skipped. SEMBLANCE_DATA names another folder."
# libtorch reads these once, before a program starts; semblance-train sets them for itself.
export OMP_WAIT_POLICY=passive GOMP_SPINCOUNT=0
# libtorch 2.10 computes with memory it never wrote where channels do not fill its vectors: 16 channels with AVX-512, 8 with AVX2 (docs/decisions/0006).
export ONEDNN_MAX_CPU_ISA=AVX2

passed=0 failed=0 skipped=0 broken=0
failures=()
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT

run() {
    timeout --kill-after=30 1800 "artifacts/bin/$1/release/$1" --progress off --ansi off --output Normal >"$logs/$1" 2>&1
    echo $? >"$logs/$1.code"
}

count() { grep -E "^ *$2: [0-9]+" "$logs/$1" | tail -n 1 | grep -oE '[0-9]+' || echo 0; }

report() {
    local name=$1 code
    code=$(cat "$logs/$name.code")
    echo "== $name"
    cat "$logs/$name"
    passed=$((passed + $(count "$name" succeeded)))
    failed=$((failed + $(count "$name" failed)))
    skipped=$((skipped + $(count "$name" skipped)))
    while read -r line; do failures+=("$line"); done < <(grep -A1 '^failed ' "$logs/$name" | grep -v '^--')
    # A test that could not find what is there has not been run.
    if [ -d "$SEMBLANCE_DATA" ] && grep -qE '(SEMBLANCE_DATA to the folder|SEMBLANCE_DATA names the data)' "$logs/$name"; then
        echo "$name skipped tests for want of data although $SEMBLANCE_DATA is there."
        broken=$((broken + 1))
    fi
    # Crashed, hung, or without a single test: not what the summary's numbers can say.
    if [ "$code" -ne 0 ] && [ "$(count "$name" failed)" -eq 0 ]; then
        echo "$name ended with exit code $code."
        broken=$((broken + 1))
    fi
}

# The service's tests wait for clips and browsers half of the time: the others run beside them.
echo "Testing the service; the store and the login beside it."
run Semblance.Server.Tests &
for project in tests/*/; do
    name=$(basename "$project")
    [ "$name" = Semblance.Server.Tests ] && continue
    [ "$name" = Semblance.Tests ] && wait && report Semblance.Server.Tests
    run "$name"
    report "$name"
done
[ ${#failures[@]} -eq 0 ] || printf '%s\n' "${failures[@]}"
finish "$passed" $((failed + broken)) "$skipped"
