import { AppError } from '@memo/errors';
import bytes from 'bytes';

/** The same chunks. @throws AppError `too_large` at the first one past the limit. */
export async function* bounded(
  chunks: AsyncIterable<Buffer>,
  maxBytes: number,
): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    yield chunk;
  }
}

export const tooLarge = (maxBytes: number): AppError =>
  new AppError(
    'too_large',
    `Audio file too large: the limit is ${bytes.format(maxBytes) ?? maxBytes}. Compress the audio or record at a lower bitrate.`,
    { code: 'audio_too_large' },
  );
