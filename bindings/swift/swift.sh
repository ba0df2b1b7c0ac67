#!/usr/bin/env bash
# Swift 6 for this repository on a Linux machine: the machine's own `swift` where there is one, else Debian's, in a
# folder of its own that is made once (some minutes, 2.7 GB) and changes nothing of the machine but two small packages.
#
#   swift.sh test PACKAGE [ARGUMENT...]    swift test in a package of this repository
#   swift.sh in FOLDER COMMAND...          any command of the toolchain in a folder of this repository
#   swift.sh which                         where Swift comes from here
#   swift.sh remove                        remove the folder again
#
# Environment:
#   NUONG_SWIFT           the folder (default: nuong/swift in the user's cache folder)
#   NUONG_SWIFT_MIRROR    the Debian archive to take it from (default: the one apt uses, else Debian's own)
#
# Exit: the command's own; 69 when Swift cannot be had here, with the reason; 64 for a wrong call.
set -euo pipefail
umask 022

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)"
SUITE=trixie
HOME_OF_CACHE="${XDG_CACHE_HOME:-${HOME:-/root}/.cache}"
FOLDER="${NUONG_SWIFT:-$HOME_OF_CACHE/nuong/swift}"
READY="$FOLDER/.nuong-swift-$SUITE-1" # raise the number when what is installed changes
PACKAGES=(swiftlang libc6-dev libstdc++-14-dev)

say() { printf '» %s\n' "$*" >&2; }
cannot() {
  printf '✗ Swift cannot be had here: %s\n' "$*" >&2
  exit 69
}
usage() {
  sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}" >&2
  exit 64
}

# The machine's own Swift, when it is new enough.
own_swift() {
  local line version
  command -v swift >/dev/null 2>&1 || return 1
  line="$(swift --version 2>/dev/null)" || return 1
  version="$(sed -n 's/.*Swift version \([0-9]*\)\..*/\1/p' <<<"$line" | head -n 1)"
  [ "${version:-0}" -ge 6 ]
}

# What is made here is removed here, and nothing else; never through a mount.
remove() {
  [ -e "$1" ] || return 0
  compgen -G "$1/.nuong-swift*" >/dev/null || cannot "$1 was not made by this script; remove it, or set NUONG_SWIFT"
  if grep -qs " $1/" /proc/self/mounts; then cannot "something is mounted below $1"; fi
  rm -rf --one-file-system "$1"
}

need_debootstrap() {
  local wanted=()
  command -v debootstrap >/dev/null 2>&1 || wanted+=(debootstrap)
  [ -e /usr/share/keyrings/debian-archive-keyring.gpg ] || wanted+=(debian-archive-keyring)
  [ "${#wanted[@]}" -eq 0 ] && return 0
  command -v apt-get >/dev/null 2>&1 || cannot "there is no swift 6 on the PATH, and no apt to make one with"
  local install=(env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120 install -y
    --no-install-recommends "${wanted[@]}")
  "${install[@]}" || { apt-get -qq update && "${install[@]}"; } || return 1
}

# The archive that apt uses and that calls itself Debian's; nothing on other systems, where debootstrap knows one.
mirror() {
  local found
  found="$(apt-get indextargets --format '$(ORIGIN)|$(SITE)' 'Created-By: Packages' 2>/dev/null |
    grep -i '^Debian|' | grep -v -e '-security/\{0,1\}$' | cut -d '|' -f 2 | head -n 1 || true)"
  printf '%s\n' "${NUONG_SWIFT_MIRROR:-$found}"
}

in_root() { chroot "$1" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 "${@:2}"; }

fill() {
  local new="$1" certificates=/etc/ssl/certs/ca-certificates.crt
  need_debootstrap || return 1
  debootstrap --variant=minbase --include=ca-certificates \
    --keyring=/usr/share/keyrings/debian-archive-keyring.gpg "$SUITE" "$new" $(mirror) || return 1
  # The machine's own way to the archive: proxies and certificates.
  apt-config dump | grep -E '^Acquire::(https?::|Check-)' >"$new/etc/apt/apt.conf.d/99machine" || true
  if [ -e "$certificates" ]; then cp "$certificates" "$new$certificates"; fi
  mount -t proc proc "$new/proc" || return 1
  in_root "$new" DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Options::=--force-unsafe-io \
    install -y --no-install-recommends "${PACKAGES[@]}" || return 1
  in_root "$new" apt-get clean
  umount "$new/proc"
}

# Makes the folder if it is not there. One at a time; what was left half made is made anew.
make() {
  mkdir -p "$(dirname "$FOLDER")"
  exec 9>"$FOLDER.lock"
  flock 9
  if [ ! -e "$READY" ]; then
    local new="$FOLDER.new" log="$FOLDER.log" started=$SECONDS
    say "Making a folder with Swift in $FOLDER (once; some minutes)…"
    remove "$new"
    remove "$FOLDER"
    mkdir -p "$new"
    : >"$new/.nuong-swift"
    if ! fill "$new" >"$log" 2>&1 </dev/null; then
      tail -n 15 "$log" >&2
      cannot "the folder could not be filled; all that was said is in $log"
    fi
    mv "$new" "$FOLDER"
    : >"$READY"
    say "Swift is here ($((SECONDS - started)) s)."
  fi
  exec 9>&-
}

# Runs a command in the folder, with this repository and its build at the same paths as outside.
inside() {
  local target="$1" home="$1/swift/home" path
  shift
  mkdir -p "$home"
  if [ -n "${SUDO_UID:-}" ]; then chown -R "$SUDO_UID:${SUDO_GID:-$SUDO_UID}" "$target/swift"; fi
  mount -t proc proc "$FOLDER/proc" 2>/dev/null || mount --rbind /proc "$FOLDER/proc" || cannot "mounting is not allowed"
  mount --rbind /dev "$FOLDER/dev" || cannot "mounting is not allowed"
  for path in "$ROOT" "$target"; do
    mkdir -p "$FOLDER$path"
    mount --rbind "$path" "$FOLDER$path" || cannot "mounting is not allowed"
  done
  local keep=() name
  for name in $(compgen -e | grep -E '^(NUONG_TEST_|CI$|LANG$)' || true); do keep+=("$name=${!name}"); done
  exec chroot --userspec="${SUDO_UID:-0}:${SUDO_GID:-0}" "$FOLDER" env -i \
    HOME="$home" PATH=/usr/bin:/bin:/usr/libexec/swift/bin LANG=C.UTF-8 \
    LD_LIBRARY_PATH="${NUONG_SWIFT_LIBRARIES:-}" ${keep[@]+"${keep[@]}"} \
    sh -c 'cd "$0" && exec "$@"' "$@"
}

# Root, and a table of mounts of its own: whatever is mounted here is gone with this process, however it ends.
as_root_apart() {
  if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || cannot "there is no swift 6 on the PATH, and without root none can be made"
    exec sudo -n --preserve-env=NUONG_SWIFT,NUONG_SWIFT_MIRROR,CARGO_TARGET_DIR,HOME,XDG_CACHE_HOME,NUONG_TEST_PROGRAMS,CI \
      "$0" "$@"
  fi
  if [ -z "${NUONG_SWIFT_APART:-}" ]; then
    export NUONG_SWIFT_APART=1
    if unshare --mount --propagation private true 2>/dev/null; then
      exec unshare --mount --propagation private "$0" "$@"
    elif unshare --user --map-root-user --mount true 2>/dev/null; then
      exec unshare --user --map-root-user --mount "$0" "$@"
    fi
    cannot "there is no swift 6 on the PATH, and this machine allows no mounts to make one with"
  fi
}

[ $# -ge 1 ] || usage
verb="$1"
case "$verb" in
  test | in) [ $# -ge 2 ] || usage ;;
  which | remove) ;;
  *) usage ;;
esac

target="${CARGO_TARGET_DIR:-$ROOT/target}"
case "$target" in /*) ;; *) target="$PWD/$target" ;; esac
export CARGO_TARGET_DIR="$target"
# What links the core finds it here, and so does what runs.
export NUONG_SWIFT_LIBRARIES="$target/bindings/lib"

case "$verb" in
  which)
    if own_swift; then swift --version 2>/dev/null | head -n 1; else
      as_root_apart "$@"
      make
      printf '%s\n' "$FOLDER"
    fi
    ;;
  remove)
    remove "$FOLDER.new"
    remove "$FOLDER"
    ;;
  test | in)
    folder="$(cd "$2" && pwd -P)" || usage
    rest=("${@:3}")
    if [ "$verb" = test ]; then
      name="${folder#"$ROOT"/}"
      rest=(swift test --scratch-path "$target/swift/${name//\//-}" -Xlinker "-L$NUONG_SWIFT_LIBRARIES")
      # Swift 6.0's own libswiftObservation on Linux names a function that no library there has, and never calls it.
      if [ "$(uname)" = Linux ]; then rest+=(-Xlinker --allow-shlib-undefined); fi
      rest+=("${@:3}")
    fi
    mkdir -p "$target/swift"
    if own_swift; then
      cd "$folder"
      LD_LIBRARY_PATH="$NUONG_SWIFT_LIBRARIES" DYLD_LIBRARY_PATH="$NUONG_SWIFT_LIBRARIES" exec "${rest[@]}"
    fi
    as_root_apart "$@"
    make
    inside "$target" "$folder" "${rest[@]}"
    ;;
esac
