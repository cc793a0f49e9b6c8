#!/usr/bin/env bash
# Installs what Memo needs on this machine: system packages, then npm packages.
# Idempotent. Prints only what it installs; says nothing when there is nothing to do.
set -euo pipefail
cd "$(dirname "$0")/../.."

say() { printf 'setup: %s\n' "$*" >&2; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif has sudo; then sudo "$@"
  else return 1
  fi
}

node_major=$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0)
[ "$node_major" -ge 20 ] || fail 'Memo needs Node 20 or newer to start from. Install it from https://nodejs.org, then run this again.'

# Which system packages are missing, as "command:debian-package:homebrew-formula".
wanted=(redis-server:redis-server:redis pocketsphinx_continuous:pocketsphinx:cmu-pocketsphinx)
[ -n "${FFMPEG_PATH:-}" ] || wanted+=(ffmpeg:ffmpeg:ffmpeg)
apt=() brew=()
for entry in "${wanted[@]}"; do
  IFS=: read -r command debian formula <<<"$entry"
  has "$command" || { apt+=("$debian"); brew+=("$formula"); }
done
if has dpkg && [ ! -d /usr/share/pocketsphinx/model/en-us/en-us ]; then apt+=(pocketsphinx-en-us); fi

install_with_apt() {
  say "installing ${apt[*]} with apt-get"
  local log; log=$(mktemp)
  export DEBIAN_FRONTEND=noninteractive
  if as_root apt-get update -qq >"$log" 2>&1 \
    && as_root apt-get install -y -qq --no-install-recommends "${apt[@]}" >>"$log" 2>&1; then
    rm -f "$log"
  else
    tail -n 5 "$log" >&2 || true
    fail "could not install ${apt[*]}. Run as root, or: sudo apt-get install ${apt[*]}"
  fi
}

if has apt-get; then
  [ ${#apt[@]} -eq 0 ] || install_with_apt
elif has brew; then
  if [ ${#brew[@]} -gt 0 ]; then
    say "installing ${brew[*]} with Homebrew"
    brew install "${brew[@]}" >&2 || fail "could not install ${brew[*]}. Try: brew install ${brew[*]}"
  fi
elif [ ${#apt[@]} -gt 0 ]; then
  fail "these programs are missing and there is neither apt-get nor Homebrew here: ${apt[*]}. Install them, then run this again."
fi

# Debian starts the packaged Redis as a service; Memo runs its own private one and leaves that alone.

# npm ci only when the lockfile is not the one that was installed.
stamp=node_modules/.memo-lockfile
if ! cmp -s package-lock.json "$stamp"; then
  say 'installing npm packages'
  log=$(mktemp)
  npm ci --no-audit --no-fund --loglevel=error >"$log" 2>&1 || {
    tail -n 20 "$log" >&2
    fail 'npm ci failed (see above). Check the network or the npm registry setting, then run this again.'
  }
  rm -f "$log"
  cp package-lock.json "$stamp"
fi
