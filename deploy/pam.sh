#!/usr/bin/env bash
# Makes pam_semblance.so by NativeAOT: deploy/pam.sh FOLDER. Needs clang and zlib1g-dev (apt); no .NET is needed where it runs.
set -euo pipefail
[ $# -eq 1 ] || { echo "Usage: $0 FOLDER" >&2; exit 2; }
case "$(uname -m)" in x86_64) rid=linux-x64 ;; aarch64) rid=linux-arm64 ;; *) echo "$(uname -m) is not supported." >&2; exit 3 ;; esac
command -v clang >/dev/null || { echo "clang is missing: apt-get install -y clang zlib1g-dev" >&2; exit 3; }
out=$(mkdir -p "$1" && cd "$1" && pwd)
repository=$(cd "$(dirname "$0")/.." && pwd)
# In a place of its own: what the ordinary build restored stays as it is.
work=$repository/artifacts/pam-$rid
dotnet publish "$repository/src/Semblance.Pam" -c Release -r "$rid" -p:NativeModule=true --artifacts-path "$work" -o "$work/out" --nologo -v quiet -clp:NoSummary
install -m 644 "$work/out/pam_semblance.so" "$out/pam_semblance.so"
