import { rm } from 'node:fs/promises';
import { mostTracks, sourceOf } from './decode-recording.ts';
import type { Ffmpeg } from './ffmpeg.ts';
import { createLoudnessReader, gainFilters, loudnessFilter } from './loudness.ts';
import { createReadMono, monoFormat } from './mono-samples.ts';
import { createSilenceReader, silenceFilter } from './silence.ts';
import type { TrackSource } from './types.ts';
import { createProbe } from './probe.ts';
import type { AudioTools } from './types.ts';
import { blamingRecordings, decodes, undecodable } from './undecodable.ts';
import { wavDurationMs, wavOutput } from './wav.ts';

const rate = 16_000;

/** Far below speech, even in a recording whose gain is at its limit; digital silence and hiss are skipped. */
const fromFirstSound = 'silenceremove=start_periods=1:start_threshold=-50dB';

/** Bounded by its output: ffmpeg stops reading once the sample is full. */
export function createDecodeSample(ffmpeg: Ffmpeg): AudioTools['decodeSample'] {
  const probe = createProbe(ffmpeg);
  const readMono = createReadMono(ffmpeg);

  return async (inputPath, outputPath, maxMs, signal) => {
    const { tracks } = await probe(inputPath, signal);
    const first = tracks.slice(0, mostTracks);
    const sources = first.map((track, index) => sourceOf(inputPath, track, index));
    let decoded = 0;
    const unlevelled = `${outputPath}.unlevelled.wav`;
    try {
      for (const source of sources) {
        // Of several, one that does not decode hides none of the others.
        if (sources.length > 1 && !(await decodes(ffmpeg, source, signal))) continue;
        const loudness = await decode(source, 0);
        decoded += 1;
        const durationMs = await wavDurationMs(unlevelled);
        if (durationMs === 0) continue;
        const headroomDb = loudness.headroomDb(source.isWide);
        const level = headroomDb === 0 ? loudness : await decode(source, headroomDb);
        const silences = await applyGain(level.gainDb(durationMs));
        return { durationMs, silences: silences(durationMs) };
      }
      if (decoded === 0) throw undecodable(undefined);
      return { durationMs: 0, silences: [] };
    } finally {
      await rm(unlevelled, { force: true });
    }

    async function decode(source: TrackSource, headroomDb: number) {
      const loudness = createLoudnessReader();
      const level = `volume=${headroomDb}dB:precision=float`;
      const job = {
        span: { startMs: 0, endMs: maxMs },
        output: ['-af', [fromFirstSound, level, loudnessFilter].join(','), ...wavOutput],
        outputPath: unlevelled,
        mayBeEmpty: true,
        onLine: loudness.onLine,
      };
      const from = [inputPath];
      await blamingRecordings(ffmpeg, [source], signal, () =>
        readMono(
          [source],
          rate,
          (bytes) => ffmpeg({ inputs: { bytes, format: monoFormat(rate), from }, ...job }, signal),
          signal,
        ),
      );
      return loudness;
    }

    async function applyGain(gainDb: number) {
      const { onLine, silences } = createSilenceReader();
      const filters = [...gainFilters(gainDb), silenceFilter(0)].join(',');
      const output = ['-af', filters, ...wavOutput];
      await ffmpeg({ inputs: [unlevelled], output, outputPath, onLine }, signal);
      return silences;
    }
  };
}
