import { createReadStream } from 'node:fs';

/** "fLaC", then the header of a STREAMINFO of 34 bytes, which may be the last block: RFC 9639, section 8. */
const signatures = [0x00, 0x80].map((block) =>
  Buffer.from([0x66, 0x4c, 0x61, 0x43, block, 0x00, 0x00, 0x22]),
);
const partHeaderBytes = 26;

/**
 * What the headers of FLAC files that were put one behind the other say together, in ms; null for a single file.
 * ffmpeg's parser may lose one of them without a word, and its report tells of the first alone.
 */
export async function joinedFlacMs(path: string): Promise<number | null> {
  const found: number[] = [];
  let kept = Buffer.alloc(0);
  for await (const read of createReadStream(path)) {
    const bytes = Buffer.concat([kept, read as Buffer]);
    const end = Math.max(bytes.length - partHeaderBytes + 1, 0);
    for (const signature of signatures) {
      for (let at = bytes.indexOf(signature); at !== -1; at = bytes.indexOf(signature, at + 1)) {
        if (at < end) found.push(partMs(bytes, at));
      }
    }
    kept = bytes.subarray(end);
  }
  return found.length > 1 ? Math.floor(found.reduce((sum, ms) => sum + ms, 0)) : null;
}

/** 20 bits of rate, and 36 of samples; none where the encoder could not know. */
function partMs(bytes: Buffer, at: number): number {
  const rate = bytes.readUIntBE(at + 18, 3) >> 4;
  const samples = (bytes.readUInt8(at + 21) % 16) * 2 ** 32 + bytes.readUInt32BE(at + 22);
  return rate === 0 ? 0 : (samples / rate) * 1000;
}
