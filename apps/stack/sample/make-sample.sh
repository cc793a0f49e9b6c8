#!/usr/bin/env bash
# Speaks lines.txt with flite and writes microphone.opus, system.opus and truth.json beside it.
# Needs Debian's flite and ffmpeg. The files it makes are committed: run it only after changing the lines.
set -euo pipefail
cd "$(dirname "$0")"

declare -A voice=([microphone]=rms [system]=slt)
declare -A speaker=([microphone]=Martin [system]=Julia)
bytes_per_ms=32 # 16 kHz, 16 bit, mono
pauses_ms=(600 400 700 500 800)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
: >"$work/microphone.pcm"
: >"$work/system.pcm"

# Ends of silence are cut off, so that a line's times are those of its speech.
trim='silenceremove=start_periods=1:start_threshold=-50dB,areverse'

say() { # side, text: raw speech to $work/line.pcm
  flite -voice "${voice[$1]}" -t "$2" -o "$work/line.wav"
  ffmpeg -nostdin -v error -y -i "$work/line.wav" -af "$trim,$trim" -f s16le -ar 16000 -ac 1 "$work/line.pcm"
}

silence() { head -c "$(($1 * bytes_per_ms))" /dev/zero; }

pause() { # ms, on both sides
  silence "$1" | tee -a "$work/microphone.pcm" >>"$work/system.pcm"
  at=$((at + $1))
}

at=0 count=0 truth=
while IFS='|' read -r side text; do
  pause "${pauses_ms[count++ % ${#pauses_ms[@]}]}"
  say "$side" "$text"
  length=$(($(stat -c %s "$work/line.pcm") / bytes_per_ms))
  other=microphone
  [ "$side" = system ] || other=system
  # Whole milliseconds only: the two sides never drift apart.
  head -c $((length * bytes_per_ms)) "$work/line.pcm" >>"$work/$side.pcm"
  silence "$length" >>"$work/$other.pcm"
  truth+="${truth:+,$'\n'}  {
    \"side\": \"$side\",
    \"speaker\": \"${speaker[$side]}\",
    \"text\": \"$text\",
    \"start_ms\": $at,
    \"end_ms\": $((at + length))
  }"
  at=$((at + length))
done <lines.txt
pause 1000

for side in microphone system; do
  ffmpeg -nostdin -v error -y -f s16le -ar 16000 -ac 1 -i "$work/$side.pcm" -c:a libopus -b:a 24k -bitexact "$side.opus"
done
printf '[\n%s\n]\n' "$truth" >truth.json
