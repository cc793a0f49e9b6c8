import { extname } from 'node:path';
import { AppError } from '@memo/errors';
import { fileTypeFromBuffer } from 'file-type';

export type AudioFormat = 'mp3' | 'wav' | 'm4a' | 'flac' | 'webm' | 'opus';

export interface RecognizedAudio {
  format: AudioFormat;
  contentType: string;
}

/** Bytes from the start of a file that are enough to tell what it is. */
export const sniffBytes = 4_100;

const m4a: RecognizedAudio = { format: 'm4a', contentType: 'audio/mp4' };
const opus: RecognizedAudio = { format: 'opus', contentType: 'audio/ogg' };
const mp3: RecognizedAudio = { format: 'mp3', contentType: 'audio/mpeg' };
const wav: RecognizedAudio = { format: 'wav', contentType: 'audio/wav' };
const webm: RecognizedAudio = { format: 'webm', contentType: 'audio/webm' };

/**
 * What a container is called here: by its family, whatever brand wrote it. All of ISO's and Apple's are M4A, with the
 * bare AAC of recorders; all of Ogg is Opus; Matroska is WebM. Whether there is sound inside, decoding will show.
 */
const formats: Readonly<Record<string, RecognizedAudio>> = {
  ...{ mp3, mp2: mp3, mp1: mp3, wav },
  ...{ m4a, m4b: m4a, m4p: m4a, m4v: m4a, mp4: m4a, mov: m4a, '3gp': m4a, '3g2': m4a },
  ...{ f4a: m4a, f4b: m4a, f4p: m4a, f4v: m4a },
  aac: { format: 'm4a', contentType: 'audio/aac' },
  flac: { format: 'flac', contentType: 'audio/flac' },
  webm,
  mkv: { format: 'webm', contentType: 'audio/x-matroska' },
  ...{ opus, ogg: opus, oga: opus, ogv: opus, ogx: opus, ogm: opus, spx: opus },
};

/** WAV beyond 4 GB (EBU Tech 3306, ITU-R BS.2088), which file-type does not know. */
const longWav = /^(?:RF64|BW64)[\s\S]{4}WAVE/;

/** QuickTime before MP4 had no `ftyp`; these begin such a file (file-type knows the first three). */
const quickTime = /^[\s\S]{4}(?:moov|mdat|wide|free|skip|pnot)/;

/**
 * Tells the format by content; names and declared types are not trusted.
 * @param head the first `sniffBytes` of the file, or all of a shorter one.
 * @throws AppError `invalid_input` with the contract's sentence.
 */
export async function recognizeAudio(
  head: Buffer,
  accepted: readonly AudioFormat[],
): Promise<RecognizedAudio> {
  const known = await familyOf(head);
  if (known !== undefined && accepted.includes(known.format)) return known;
  throw otherFormat(accepted);
}

const otherFormat = (accepted: readonly AudioFormat[]): AppError =>
  new AppError('invalid_input', `Invalid audio file format. Please use ${list(accepted)}.`, {
    code: 'audio_format',
  });

/** What a name may end in beside what a content is told as. */
const endings: Readonly<Record<string, RecognizedAudio>> = {
  ...formats,
  ...{ wave: wav, bwf: wav, rf64: wav, mpga: mp3, mpeg: mp3, qt: m4a, '3gpp': m4a, m4r: m4a },
  ...{ weba: webm, mka: webm },
};

/** And no date or name of somebody after a full stop. */
const isEnding = /^(?=.*[a-z])[a-z\d]{2,5}$/;

/** Sound comes in containers of films, too; some programs know of no type. */
const audioTypes = /^(?:(?:audio|video)\/.+|application\/(?:ogg|mp4|octet-stream))$/i;

/**
 * For what is to be uploaded: that its name or its type says it is something else. What it is, its content will tell.
 * @throws AppError `invalid_input` with the contract's sentence.
 */
export function refuseOtherThanAudio(
  { filename, contentType }: { filename: string; contentType: string },
  accepted: readonly AudioFormat[],
): void {
  const ending = extname(filename).slice(1).toLowerCase();
  const known = endings[ending];
  const isNamed =
    !isEnding.test(ending) || (known !== undefined && accepted.includes(known.format));
  if (!isNamed || !audioTypes.test(contentType.split(';', 1)[0]?.trim() ?? '')) {
    throw otherFormat(accepted);
  }
}

async function familyOf(head: Buffer): Promise<RecognizedAudio | undefined> {
  const type = await fileTypeFromBuffer(head);
  if (type !== undefined) return formats[type.ext];
  const start = head.toString('latin1', 0, 12);
  if (longWav.test(start)) return wav;
  return quickTime.test(start) ? m4a : undefined;
}

const list = (names: readonly string[]): string =>
  new Intl.ListFormat('en', { type: 'disjunction' }).format(
    names.map((name) => name.toUpperCase()),
  );
