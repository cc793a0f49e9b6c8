import { createReadStream } from 'node:fs';

/** The beginning of a file, wherever it was found. */
export interface PartStart {
  kind: 'flac' | 'wav' | 'mov' | 'matroska' | 'mp3' | 'aac' | 'opus' | 'vorbis';
  position: number;
  /** What a FLAC header says, in ms; 0 where the encoder could not know. */
  ms: number | null;
}

/** Far more than anybody puts in a row; a forged file could hold millions. */
const mostParts = 1000;

/** What is looked at of one, on either side of where its signature stands. */
const before = 12;
const behind = 64;

const read: readonly (readonly [signature: string, start: StartAt])[] = [
  // EBML, and within its header what it is a document of: RFC 8794, section 11.2.
  ['\x1aE\xdf\xa3', matroskaAt],
  // "fLaC", then the header of a STREAMINFO of 34 bytes, which may be the last block: RFC 9639, section 8.
  ['fLaC\x00\x00\x00\x22', flacAt],
  ['fLaC\x80\x00\x00\x22', flacAt],
  ['RIFF', wavAt],
  ['RF64', wavAt],
  ['ftyp', movAt],
  ['ID3\x03\x00', mp3At],
  ['ID3\x04\x00', mp3At],
  // A page that begins a stream: RFC 3533, section 6.
  ['OggS\x00\x02', oggAt],
];

type StartAt = (
  bytes: Buffer,
  at: number,
) => (Omit<PartStart, 'position'> & { from: number }) | null;

/** All beginnings of files in a file, in order. Reads all of it. */
export async function partStarts(path: string): Promise<PartStart[]> {
  const found: PartStart[] = [];
  let kept = Buffer.alloc(before);
  let position = -before;
  for await (const piece of createReadStream(path)) {
    const bytes = Buffer.concat([kept, piece as Buffer]);
    const end = Math.max(bytes.length - behind, before);
    found.push(
      ...startsIn(bytes, end).map((start) => ({ ...start, position: start.position + position })),
    );
    if (found.length >= mostParts) break;
    kept = bytes.subarray(end - before);
    position += end - before;
  }
  const rest = Buffer.concat([kept, Buffer.alloc(behind)]);
  found.push(
    ...startsIn(rest, kept.length).map((start) => ({
      ...start,
      position: start.position + position,
    })),
  );
  return found.toSorted((a, b) => a.position - b.position);
}

function startsIn(bytes: Buffer, end: number): PartStart[] {
  const found: PartStart[] = [];
  for (const [signature, startAt] of read) {
    for (
      let at = bytes.indexOf(signature, before, 'latin1');
      at !== -1 && at < end && found.length < mostParts;
      at = bytes.indexOf(signature, at + 1, 'latin1')
    ) {
      const start = startAt(bytes, at);
      if (start !== null) found.push({ kind: start.kind, ms: start.ms, position: start.from });
    }
  }
  return found;
}

const documents = ['webm', 'matroska'];

function matroskaAt(bytes: Buffer, at: number): ReturnType<StartAt> {
  const header = bytes.toString('latin1', at, at + behind);
  const isKnown = documents.some((name) => header.includes(name));
  return isKnown ? { kind: 'matroska', from: at, ms: null } : null;
}

/** What an Ogg file that holds FLAC says before its header, and what Matroska has before that of its codec. */
const isHeaderOfTrack = /\x7fFLAC[^]{4}$|c\xa2[^]{1,8}$/;

/** 20 bits of rate, and 36 of samples. */
function flacAt(bytes: Buffer, at: number): ReturnType<StartAt> {
  if (isHeaderOfTrack.test(bytes.toString('latin1', at - before, at))) return null;
  const rate = bytes.readUIntBE(at + 18, 3) >> 4;
  const samples = (bytes.readUInt8(at + 21) % 16) * 2 ** 32 + bytes.readUInt32BE(at + 22);
  return { kind: 'flac', from: at, ms: rate === 0 ? 0 : (samples / rate) * 1000 };
}

function wavAt(bytes: Buffer, at: number): ReturnType<StartAt> {
  return bytes.toString('latin1', at + 8, at + 12) === 'WAVE'
    ? { kind: 'wav', from: at, ms: null }
    : null;
}

/** The box's length comes first, and is never long. */
function movAt(bytes: Buffer, at: number): ReturnType<StartAt> {
  const length = bytes.readUInt32BE(at - 4);
  return length >= 16 && length < 256 ? { kind: 'mov', from: at - 4, ms: null } : null;
}

function mp3At(_bytes: Buffer, at: number): ReturnType<StartAt> {
  return { kind: 'mp3', from: at, ms: null };
}

function oggAt(bytes: Buffer, at: number): ReturnType<StartAt> {
  const packet = bytes.toString('latin1', at + 28, at + 36);
  if (packet === 'OpusHead') return { kind: 'opus', from: at, ms: null };
  return packet.startsWith('\x01vorbis') ? { kind: 'vorbis', from: at, ms: null } : null;
}
