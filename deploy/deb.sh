#!/usr/bin/env bash
# Makes the Debian package: deploy/deb.sh FOLDER [PROGRAM]. PROGRAM is a folder with the program already published for this machine, self-contained; without it, it is published here.
# Needs the .NET SDK, and apt's clang, zlib1g-dev, dpkg-dev.
set -euo pipefail
[ $# -ge 1 ] && [ $# -le 2 ] || { echo "Usage: $0 FOLDER [PROGRAM]" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
repository=$(dirname "$here")
case "$(dpkg --print-architecture)" in
    amd64) rid=linux-x64 arch=amd64 triplet=x86_64-linux-gnu ;;
    arm64) rid=linux-arm64 arch=arm64 triplet=aarch64-linux-gnu ;;
    *) echo "$(dpkg --print-architecture) is not supported." >&2; exit 3 ;;
esac
out=$(mkdir -p "$1" && cd "$1" && pwd)
version=$(sed -n 's|.*<Version>\(.*\)</Version>.*|\1|p' "$repository/Directory.Build.props")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
umask 022

program=${2:-}
if [ -z "$program" ]; then
    program=$work/program
    dotnet publish "$repository/src/Semblance.Cli" -c Release -r "$rid" --self-contained --artifacts-path "$repository/artifacts/deb-$rid" -o "$program" --nologo -v quiet -clp:NoSummary
fi
[ -x "$program/semblance" ] || { echo "$program holds no program." >&2; exit 2; }
"$here/pam.sh" "$work/pam"

install -d "$root/usr/lib/semblance" "$root/usr/bin" "$root/etc/semblance"
cp -r "$program/." "$root/usr/lib/semblance/"
find "$root/usr/lib/semblance" -name '*.pdb' -delete
find "$root/usr/lib/semblance" -type d -exec chmod 755 {} +
find "$root/usr/lib/semblance" -type f -exec chmod 644 {} +
chmod 755 "$root/usr/lib/semblance/semblance"
[ ! -e "$root/usr/lib/semblance/createdump" ] || chmod 755 "$root/usr/lib/semblance/createdump"
ln -s ../lib/semblance/semblance "$root/usr/bin/semblance"
install -D -m 644 "$work/pam/pam_semblance.so" "$root/usr/lib/$triplet/security/pam_semblance.so"
install -D -m 644 -t "$root/usr/lib/systemd/system" "$here/semblance-login.socket" "$here/semblance-login.service"
install -D -m 644 "$here/pam-profile" "$root/usr/share/pam-configs/semblance"

# Man pages say what --help says.
date=$(date -u -d "@${SOURCE_DATE_EPOCH:-$(date +%s)}" +%Y-%m-%d)
escape() { sed -e 's/\\/\\e/g' -e 's/^\./\\\&./' -e "s/^'/\\\\\&'/" -e 's/-/\\-/g'; }
man_page() {
    local name=$1 summary=$2 page=$root/usr/share/man/man1/$1.1
    shift 2
    mkdir -p "$(dirname "$page")"
    {
        printf '.TH %s 1 %s "Semblance %s"\n.SH NAME\n%s \\- %s\n' "${name^^}" "$date" "$version" "$name" "$summary"
        for command in "$@"; do
            printf '.SH "%s"\n.nf\n' "$(echo "${command:-semblance}" | tr '[:lower:]' '[:upper:]')"
            # shellcheck disable=SC2086
            "$program/semblance" $command --help | cut -c1-400 | escape
            printf '.fi\n'
        done
        printf '.SH "SEE ALSO"\n.BR pam (7),\n.BR pam\\-auth\\-update (8)\n'
    } >"$page"
    gzip -9 -n "$page"
}
export DOTNET_NOLOGO=1 COLUMNS=100
man_page semblance 'face verification on your own machine' '' enroll verify identify liveness watch people gallery audit serve
man_page semblance-login 'log in to Linux by face' login 'login enroll' 'login remove' 'login test' 'login status' 'login enable' 'login disable' 'login daemon'

docs=$root/usr/share/doc/semblance
install -d "$docs"
install -m 644 "$repository/docs/login.md" "$docs/login.md"
{
    printf 'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\nUpstream-Name: Semblance\n\nFiles: *\nCopyright: The Semblance authors\nLicense: MIT\n'
    sed -e 's/^$/./' -e 's/^/ /' "$repository/LICENSE"
} >"$docs/copyright"
gzip -9 -n -c "$repository/CHANGELOG.md" >"$docs/changelog.gz"
chmod 644 "$docs"/*

install -d "$root/DEBIAN"
cat >"$root/DEBIAN/control" <<CONTROL
Package: semblance
Version: $version
Architecture: $arch
Maintainer: The Semblance authors <semblance@localhost>
Installed-Size: $(du -sk "$root" | cut -f1)
Depends: libc6, libstdc++6, libpam0g, libpam-runtime, libssl3 | libssl3t64, libgtk-3-0 | libgtk-3-0t64, libdrm2, libatomic1
Recommends: ffmpeg
Section: admin
Priority: optional
Description: face verification and a face login for this machine
 Is this face the person it claims to be, and is a real person there? Everything
 runs on this machine. The face login asks a camera before the password for
 sudo, the greeter and others; nothing is switched on before an administrator
 does so (semblance login enable), and the password goes on working.
CONTROL
cat >"$root/DEBIAN/postinst" <<'POSTINST'
#!/bin/sh
set -e
if [ "$1" = configure ]; then
    # The profile is offered; nobody is asked to switch it on.
    pam-auth-update --package
    if [ -d /run/systemd/system ]; then
        systemctl daemon-reload || true
    fi
    if command -v deb-systemd-helper >/dev/null; then
        deb-systemd-helper enable semblance-login.socket >/dev/null || true
    fi
    if [ -d /run/systemd/system ]; then
        deb-systemd-invoke restart semblance-login.socket >/dev/null || true
    fi
fi
POSTINST
cat >"$root/DEBIAN/prerm" <<'PRERM'
#!/bin/sh
set -e
if [ "$1" = remove ]; then
    pam-auth-update --package --remove semblance
    for file in /etc/pam.d/*; do
        if [ -f "$file" ] && grep -q '^[^#]*pam_semblance\.so' "$file"; then
            semblance login disable "$(basename "$file")" --yes || echo "$file still names pam_semblance.so: take the line out." >&2
        fi
    done
    if [ -d /run/systemd/system ]; then
        deb-systemd-invoke stop semblance-login.socket semblance-login.service >/dev/null || true
    fi
fi
PRERM
cat >"$root/DEBIAN/postrm" <<'POSTRM'
#!/bin/sh
set -e
if command -v deb-systemd-helper >/dev/null; then
    case "$1" in
        remove) deb-systemd-helper disable semblance-login.socket >/dev/null || true ;;
        purge) deb-systemd-helper purge semblance-login.socket >/dev/null || true ;;
    esac
fi
if [ -d /run/systemd/system ]; then
    systemctl daemon-reload || true
fi
if [ "$1" = purge ]; then
    # The faces go with the program; so do copies of PAM's files.
    rm -rf /var/lib/semblance-login
    rm -f /etc/semblance/login.json
fi
POSTRM
chmod 755 "$root/DEBIAN/postinst" "$root/DEBIAN/prerm" "$root/DEBIAN/postrm"
(cd "$root" && find . -type f -not -path './DEBIAN/*' -printf '%P\0' | sort -z | xargs -0 md5sum >DEBIAN/md5sums)
package=$out/semblance_${version}_$arch.deb
dpkg-deb --root-owner-group -Zxz --build "$root" "$package" >/dev/null
echo "$package"
