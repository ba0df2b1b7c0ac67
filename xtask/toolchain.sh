# shellcheck shell=bash
# What ./run and ./test share: the compiler and the packages a build needs. Sourced, never run.
# Everything said here goes to stderr, so that `./run --json` leaves stdout to the JSON.

say() {
  printf '» %s\n' "$*" >&2
}

fail() {
  printf '✗ %s\n' "$*" >&2
  exit 1
}

# The folder cargo builds into, as an absolute path.
target_dir() {
  local dir="${CARGO_TARGET_DIR:-$1/target}"
  case "$dir" in
    /*) printf '%s\n' "$dir" ;;
    *) printf '%s\n' "$PWD/$dir" ;;
  esac
}

# Runs a command and says every half minute that it is still at work.
with_ticker() {
  local words="$1" started=$SECONDS ticker status=0
  shift
  (
    while sleep 30 >/dev/null 2>&1; do
      say "$words ($((SECONDS - started)) s)"
    done
  ) &
  ticker=$!
  "$@" || status=$?
  kill "$ticker" 2>/dev/null || true
  wait "$ticker" 2>/dev/null || true
  return "$status"
}

# Cargo on the PATH, also in a shell that has not read rustup's profile lines.
need_cargo() {
  if ! command -v cargo >/dev/null 2>&1 && [ -r "${CARGO_HOME:-$HOME/.cargo}/env" ]; then
    # shellcheck disable=SC1091
    . "${CARGO_HOME:-$HOME/.cargo}/env"
  fi
  command -v cargo >/dev/null 2>&1 ||
    fail "cargo is not here. Install Rust 1.95 or newer with rustup (https://rustup.rs), then try again."
}

# True when a C program compiles and links, and make and the full perl are there: OpenSSL, inside SQLCipher, needs them.
build_packages_are_here() {
  command -v gcc >/dev/null 2>&1 && command -v make >/dev/null 2>&1 || return 1
  perl -MFindBin -MFile::Compare -MIPC::Cmd -e 1 >/dev/null 2>&1 || return 1
  printf '#include <stdlib.h>\nint main(void) { return EXIT_SUCCESS; }\n' |
    gcc -x c -o /dev/null - >/dev/null 2>&1
}

# Installs packages on Debian and Ubuntu; elsewhere says what to install. `$1` says what needs them, the rest are Debian's names.
install_packages() {
  local needs="$1" as_root=() log
  shift
  command -v apt-get >/dev/null 2>&1 ||
    fail "$needs (Debian's names: $*). Install them, then try again."
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 ||
      fail "$needs. As root: apt-get install $*"
    as_root=(sudo)
  fi
  say "Installing what is lacking: $*…"
  log="$(mktemp)"
  if ! {
    "${as_root[@]}" apt-get update -qq &&
      "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "$@"
  } >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    fail "apt-get could not install $*; its words are above."
  fi
  rm -f "$log"
}

# What the build lacks.
need_build_packages() {
  build_packages_are_here && return 0
  install_packages "The build needs a C compiler, make and perl" \
    gcc libc6-dev make perl pkg-config ca-certificates
  build_packages_are_here || fail "The packages are installed, but a small C program still does not compile."
}

# True when a class compiles, Maven starts, and Python can make a folder of packages with pip in it.
rival_packages_are_here() {
  command -v javac >/dev/null 2>&1 && command -v java >/dev/null 2>&1 &&
    command -v mvn >/dev/null 2>&1 && python3 -c 'import ensurepip, venv' >/dev/null 2>&1
}

# What the comparison with the reference engines lacks: JavaRosa is compiled against and run, pyxform is installed.
need_rival_packages() {
  rival_packages_are_here && return 0
  install_packages "The comparison with JavaRosa and pyxform needs a JDK, Maven and Python with venv" \
    default-jdk-headless maven python3-venv
  rival_packages_are_here || fail "The packages are installed, but javac, mvn or python3 -m venv is still not here."
}

# The parts of the toolchain that a minimal rustup leaves out.
need_components() {
  local missing=()
  cargo fmt --version >/dev/null 2>&1 || missing+=(rustfmt)
  cargo clippy --version >/dev/null 2>&1 || missing+=(clippy)
  [ "${#missing[@]}" -eq 0 ] && return 0
  command -v rustup >/dev/null 2>&1 || fail "${missing[*]} is not here, and neither is rustup to add it."
  say "Adding ${missing[*]} to the toolchain…"
  rustup component add "${missing[@]}" >/dev/null 2>&1 ||
    fail "rustup component add ${missing[*]} did not work; run it to see why."
}
