import { open, type FileHandle } from 'node:fs/promises';
import { framesAt, tagBytes } from './frame-runs.ts';
import { findWavData } from './wav.ts';

/** What a WAV holds behind the samples that its header declares. */
export interface BehindWav {
  /** More samples: the header was written before the last of them, by a recorder that crashed. */
  goesOn: boolean;
  /** What ffmpeg does not decode: further `data` chunks, or files put behind this one. In ms. */
  furtherMs: number;
  /** Where what is not decoded begins; null where nothing is. Of several `data` chunks ffmpeg would take the last. */
  sampleEnd: number | null;
}

const nothing: BehindWav = { goesOn: false, furtherMs: 0, sampleEnd: null };

/** Far more than there are in a file; a forged one could hold millions. */
const mostChunks = 1000;

const isFile = /^(?:RIFF|RF64|BW64)[^]{4}WAVE/;
const isChunkId = /^[\x20-\x7e]{4}/;
/** What taggers put at the end of any file. */
const isTag = /^(?:ID3|TAG|APETAGEX)/;
const isOtherFile = /^(?:fLaC|OggS|[^]E\xdf\xa3|[^]{4}ftyp)/;

/** Reads the headers behind the samples, not the samples. */
export async function behindWav(path: string): Promise<BehindWav> {
  await using file = await open(path);
  if (!isFile.test(await headAt(file, 0))) return nothing;
  const { size } = await file.stat();
  const data = await findWavData(file);
  // Of a size of 0 ffmpeg knows that it means "to the end".
  if (data === null || data.declaredBytes === 0) return nothing;
  const msOf = (bytes: number) =>
    data.bytesPerSecond === 0 ? 0 : (bytes / data.bytesPerSecond) * 1000;

  let furtherMs = 0;
  let sampleEnd: number | null = null;
  let at = data.position + data.declaredBytes;
  // Not every program pads a chunk of odd length.
  if (data.declaredBytes % 2 === 1 && !isChunkId.test(await headAt(file, at))) at += 1;
  for (let chunk = 0; chunk < mostChunks && at + 8 <= size; chunk += 1) {
    const head = await headAt(file, at);
    if (isTag.test(head)) {
      const behindTag = at + 10 + tagBytes(Buffer.from(head, 'latin1'));
      if (!head.startsWith('ID3') || (await framesAt(file, behindTag)) === null) break;
      return { goesOn: false, furtherMs: furtherMs + msOf(size - at), sampleEnd: sampleEnd ?? at };
    }
    if (isFile.test(head)) {
      const own = await findWavData(file, at);
      if (own === null) break;
      sampleEnd ??= at;
      furtherMs += own.bytesPerSecond === 0 ? 0 : (own.bytes / own.bytesPerSecond) * 1000;
      at = own.position + own.declaredBytes + (own.declaredBytes % 2);
      continue;
    }
    const declared = Buffer.from(head, 'latin1').readUInt32LE(4);
    const isData = head.startsWith('data');
    if (!isChunkId.test(head) || (!isData && at + 8 + declared > size)) {
      const isOther = isOtherFile.test(head) || (await framesAt(file, at)) !== null;
      if (chunk === 0 && !isOther) return { ...nothing, goesOn: true };
      sampleEnd ??= at;
      furtherMs += msOf(size - at);
      break;
    }
    if (isData) {
      sampleEnd ??= at;
      furtherMs += msOf(Math.min(declared, size - at - 8));
    }
    at += 8 + declared + (declared % 2);
  }
  return { goesOn: false, furtherMs, sampleEnd };
}

async function headAt(file: FileHandle, at: number): Promise<string> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(12), 0, 12, at);
  return buffer.toString('latin1', 0, bytesRead);
}
