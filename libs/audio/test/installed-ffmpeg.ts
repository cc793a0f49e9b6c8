import { findFfmpeg } from '../src/find-ffmpeg.ts';

let found: Promise<string> | undefined;

/** Looked for once in a test process: starting ffmpeg costs a quarter of a second of processor time. */
export function installedFfmpeg(): Promise<string> {
  found ??= findFfmpeg(undefined);
  return found;
}
