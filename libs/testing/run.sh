#!/usr/bin/env bash
# Runs Jest and says afterwards what the run cost, child processes and servers included.
TIMEFORMAT='Cost: %U s user + %S s system CPU, %R s by the clock.'
time node "$(dirname "$0")/../../node_modules/jest/bin/jest.js" "$@"
