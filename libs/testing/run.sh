#!/usr/bin/env bash
# Runs Jest and says afterwards what the run cost, child processes and servers included.
jest=$(dirname "$0")/../../node_modules/jest/bin/jest.js
TIMEFORMAT='Cost: %U s user + %S s system CPU, %R s by the clock.'

# In the background, so that bash acts on a signal at once: a signal to this script is meant for Jest.
run() {
  node "$jest" "$@" <&0 &
  local pid=$! code
  trap 'kill -INT "$pid" 2>/dev/null' INT
  trap 'kill -TERM "$pid" 2>/dev/null' TERM
  # A signal ends `wait`, not Jest.
  while wait "$pid"; code=$?; kill -0 "$pid" 2>/dev/null; do :; done
  return "$code"
}
time run "$@"
