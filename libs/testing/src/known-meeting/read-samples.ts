import { readFile } from 'node:fs/promises';
import { execa } from 'execa';
import { sampleRate } from './marker.ts';

/** The sound of a file or of a file's bytes as 16 kHz mono samples. Anything but such a WAV goes through ffmpeg. */
export async function readSamples(audio: Buffer | string, ffmpeg = 'ffmpeg'): Promise<Int16Array> {
  const bytes = typeof audio === 'string' ? await readFile(audio) : audio;
  const data = samplesOfWav(bytes) ?? (await decode(audio, ffmpeg));
  const samples = new Uint8Array(data.length - (data.length % 2));
  samples.set(data.subarray(0, samples.length));
  return new Int16Array(samples.buffer);
}

/** Null when it is not a 16 kHz mono 16-bit WAV. Its `data` counts as far as the bytes really go. */
function samplesOfWav(bytes: Buffer): Buffer | null {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WAVE') {
    return null;
  }
  for (let at = 12; at + 8 <= bytes.length;) {
    const kind = bytes.toString('latin1', at, at + 4);
    const length = bytes.readUInt32LE(at + 4);
    const content = bytes.subarray(at + 8, at + 8 + length);
    if (kind === 'data') return content;
    if (kind === 'fmt ' && !isOurFormat(content)) return null;
    at += 8 + length + (length % 2);
  }
  return null;
}

function isOurFormat(format: Buffer): boolean {
  return (
    format.readUInt16LE(0) === 1 &&
    format.readUInt16LE(2) === 1 &&
    format.readUInt32LE(4) === sampleRate &&
    format.readUInt16LE(14) === 16
  );
}

async function decode(audio: Buffer | string, ffmpeg: string): Promise<Uint8Array> {
  const isPath = typeof audio === 'string';
  const output = ['-map', '0:a:0', '-ar', `${sampleRate}`, '-ac', '1', '-f', 's16le', '-'];
  const { stdout } = await execa(
    ffmpeg,
    ['-v', 'error', '-i', isPath ? audio : 'pipe:0', ...output],
    { encoding: 'buffer', maxBuffer: 2 ** 31 - 1, ...(isPath ? {} : { input: audio }) },
  );
  return stdout;
}
