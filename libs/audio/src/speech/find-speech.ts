import { extname, join } from 'node:path';
import type { ChildStarted, Confine } from '@memo/confine';
import { execa } from 'execa';
import type { Ffmpeg } from '../ffmpeg.ts';
import { monoFormat } from '../mono-samples.ts';
import { writePipe, type Bytes } from '../pipes.ts';
import type { AudioTools, Span } from '../types.ts';
import { wavDurationMs } from '../wav.ts';
import { readDetections } from './detections.ts';

/**
 * Raises whoever is far from the microphone to the others, moment by moment: without it 62 to 99 % of a speaker 30 dB
 * below the others are missed.
 */
const levelled = 'dynaudnorm=f=200:g=11:m=40:p=0.9';

const detector = join(import.meta.dirname, `detector.main${extname(import.meta.filename)}`);

/** It takes 150 MB beside what Node reserves. */
const memoryBytes = 1_500_000_000;

/** Far more than it takes, which is about 0.002 of the recording. */
const timeLimitMs = (durationMs: number): number => 60_000 + Math.ceil(durationMs / 20);

export function createFindSpeech(
  ffmpeg: Ffmpeg,
  confine: Confine,
  childStarted: ChildStarted,
): AudioTools['findSpeech'] {
  return async (wavPath, signal) => {
    const durationMs = await wavDurationMs(wavPath);
    const detections: Detected[] = [];
    await ffmpeg(
      {
        inputs: [wavPath],
        output: ['-af', levelled, '-c:a', 'pcm_f32le', ...monoFormat(16_000)],
        read: async (samples) => {
          const ended = childStarted('voice-detector');
          const detecting = detect(samples, timeLimitMs(durationMs), signal, confine);
          detections.push(await detecting.finally(ended));
        },
      },
      signal,
    );
    const [{ spans: detected, failure } = nothing] = detections;
    if (failure !== null) return { spans: null, failure };
    const spans = detected.map(({ startMs, endMs }) => {
      return { startMs, endMs: Math.min(endMs, durationMs) };
    });
    return { spans: spans.filter(({ startMs, endMs }) => startMs < endMs), failure: null };
  };
}

/** Nobody was asked: ffmpeg wrote no samples. */
const nothing: Detected = { spans: [], failure: null };

const bytesPerSample = 4;

type Detected = { spans: Span[]; failure: null } | { spans: null; failure: Error };

async function detect(
  samples: Bytes,
  timeout: number,
  signal: AbortSignal,
  confine: Confine,
): Promise<Detected> {
  // It is given samples and needs nothing else, least of all our secrets.
  const { command, args, env } = await confine({ program: process.execPath, memoryBytes });
  const child = execa(command, [...args, detector], {
    reject: false,
    buffer: { stdout: false, stderr: true },
    maxBuffer: 10_000,
    extendEnv: false,
    env,
    timeout,
    cancelSignal: signal,
    killSignal: 'SIGKILL',
  });
  const lines: string[] = [];
  let sentBytes = 0;
  async function* counted(): Bytes {
    for await (const chunk of samples) {
      sentBytes += chunk.length;
      yield chunk;
    }
  }
  const [result] = await Promise.all([
    child,
    writePipe(child.stdin, counted()),
    (async () => {
      for await (const line of child.iterable()) lines.push(line);
    })().catch(() => undefined),
  ]);
  signal.throwIfAborted();
  if (result.failed) return { spans: null, failure: new Error(result.shortMessage) };
  try {
    return { spans: readDetections(lines, sentBytes / bytesPerSample), failure: null };
  } catch (failure) {
    return { spans: null, failure: failure as Error };
  }
}
