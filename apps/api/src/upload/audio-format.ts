import { AppError } from '@memo/errors';
import { fileTypeFromBuffer } from 'file-type';

export type AudioFormat = 'mp3' | 'wav' | 'm4a' | 'flac' | 'webm' | 'opus';

export interface RecognizedAudio {
  format: AudioFormat;
  contentType: string;
}

/** Bytes from the start of a file that are enough to tell what it is. */
export const sniffBytes = 4_100;

/**
 * What a container is called here. Phones write M4A under several MP4 brands, and Opus comes in Ogg, which also
 * holds other codecs; whether there is sound inside, decoding will show.
 */
const formats: Readonly<Record<string, RecognizedAudio>> = {
  mp3: { format: 'mp3', contentType: 'audio/mpeg' },
  wav: { format: 'wav', contentType: 'audio/wav' },
  m4a: { format: 'm4a', contentType: 'audio/mp4' },
  mp4: { format: 'm4a', contentType: 'audio/mp4' },
  flac: { format: 'flac', contentType: 'audio/flac' },
  webm: { format: 'webm', contentType: 'audio/webm' },
  opus: { format: 'opus', contentType: 'audio/ogg' },
  ogg: { format: 'opus', contentType: 'audio/ogg' },
};

/**
 * Tells the format by content; names and declared types are not trusted.
 * @param head the first `sniffBytes` of the file, or all of a shorter one.
 * @throws AppError `invalid_input` with the contract's sentence.
 */
export async function recognizeAudio(
  head: Buffer,
  accepted: readonly AudioFormat[],
): Promise<RecognizedAudio> {
  const type = await fileTypeFromBuffer(head);
  const known = type === undefined ? undefined : formats[type.ext];
  if (known !== undefined && accepted.includes(known.format)) return known;
  throw new AppError('invalid_input', `Invalid audio file format. Please use ${list(accepted)}.`, {
    code: 'audio_format',
  });
}

const list = (names: readonly string[]): string =>
  new Intl.ListFormat('en', { type: 'disjunction' }).format(
    names.map((name) => name.toUpperCase()),
  );
