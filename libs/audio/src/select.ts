import { open, type FileHandle } from 'node:fs/promises';
import { AppError } from '@memo/errors';
import type { AudioTools, Span } from './types.ts';
import { bytesPerMs, findWavData, wavHeader } from './wav.ts';

/** Copied in pieces, so that memory does not grow with the length of a span. */
const pieceBytes = 1024 * 1024;

/** Samples lie one behind the other in a WAV, so a span of time is a range of bytes: no ffmpeg, nothing to round. */
export const select: AudioTools['select'] = async (wavPath, spans, outputPath, signal) => {
  await using input = await open(wavPath);
  const data = await findWavData(input);
  const ranges = spans.map((span) => rangeOf(data, span));
  await using output = await open(outputPath, 'w');
  await output.write(wavHeader(ranges.reduce((sum, { bytes }) => sum + bytes, 0)));
  const piece = Buffer.allocUnsafe(pieceBytes);
  for (const range of ranges) await copy(input, range, output, piece, signal);
};

/** The same from several WAVs, with silence behind each span. */
export const join: AudioTools['join'] = async (spans, pauseMs, outputPath, signal) => {
  await using output = await open(outputPath, 'w');
  const ms = spans.reduce((sum, { startMs, endMs }) => sum + endMs - startMs + pauseMs, 0);
  await output.write(wavHeader(ms * bytesPerMs));
  const piece = Buffer.allocUnsafe(pieceBytes);
  const pause = Buffer.alloc(pauseMs * bytesPerMs);
  for (const { wavPath, ...span } of spans) {
    await using input = await open(wavPath);
    await copy(input, rangeOf(await findWavData(input), span), output, piece, signal);
    await output.write(pause);
  }
};

function rangeOf(
  data: Awaited<ReturnType<typeof findWavData>>,
  { startMs, endMs }: Span,
): { position: number; bytes: number } {
  const [from, to] = [startMs * bytesPerMs, endMs * bytesPerMs];
  if (data === null || startMs < 0 || startMs > endMs || to > data.bytes) {
    throw new AppError('internal', `There is no audio from ${startMs} to ${endMs} ms.`);
  }
  return { position: data.position + from, bytes: to - from };
}

async function copy(
  input: FileHandle,
  range: { position: number; bytes: number },
  output: FileHandle,
  piece: Buffer,
  signal: AbortSignal,
): Promise<void> {
  let { position, bytes } = range;
  while (bytes > 0) {
    signal.throwIfAborted();
    const { bytesRead } = await input.read(piece, 0, Math.min(bytes, piece.length), position);
    if (bytesRead === 0)
      throw new AppError('internal', 'The audio became shorter while it was read.');
    await output.write(piece, 0, bytesRead);
    position += bytesRead;
    bytes -= bytesRead;
  }
}
