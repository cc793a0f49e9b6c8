/** An MP4 file of a few hundred bytes a track, each of which declares so many samples that are not there. */
export function declaringTracks(tracks: number, samples: number): Buffer {
  const moov = Array.from({ length: tracks }, (_, index) => track(index + 1, samples));
  const head = box('ftyp', Buffer.from('M4A \0\0\0\0M4A '));
  return Buffer.concat([head, box('mdat', Buffer.alloc(100)), box('moov', movie, ...moov)]);
}

const box = (type: string, ...content: Buffer[]): Buffer => {
  const body = Buffer.concat(content);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
};

/** A box with a version and flags of 0. */
const full = (type: string, ...content: Buffer[]): Buffer => box(type, words(0), ...content);

function words(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => bytes.writeUInt32BE(value, index * 4));
  return bytes;
}

const one = 0x1_00_00;
const matrix = words(one, 0, 0, 0, one, 0, 0, 0, 0x40_00_00_00);
const movie = full(
  'mvhd',
  words(0, 0, 1000, 1000, one, 0x01_00_00_00, 0, 0),
  matrix,
  Buffer.alloc(24),
  words(1000),
);

/** AAC, 44.1 kHz, one channel. */
const decoder = Buffer.from('0319000100041140150000000001f4000001f40005021208060102', 'hex');
const sound = Buffer.concat([
  Buffer.from('000000000000000100000000000000000001001000000000', 'hex'),
  words((44_100 << 16) >>> 0),
  full('esds', decoder),
]);

function track(id: number, samples: number): Buffer {
  const head = Buffer.concat([words(7, 0, 0, id, 0, 1000, 0, 0, 0, 0), matrix, words(0, 0)]);
  const handler = Buffer.concat([words(0), Buffer.from('soun'), Buffer.alloc(13)]);
  const table = [
    full('stsd', words(1), box('mp4a', sound)),
    full('stts', words(1, samples, 1024)),
    full('stsc', words(1, 1, samples, 1)),
    full('stsz', words(1, samples)),
    full('stco', words(1, 40)),
  ];
  const information = box(
    'minf',
    full('smhd', words(0)),
    box('dinf', full('dref', words(1), box('url ', words(1)))),
    box('stbl', ...table),
  );
  const media = [
    full('mdhd', words(0, 0, 44_100, samples, 0x55_c4_00_00)),
    full('hdlr', handler),
    information,
  ];
  return box('trak', box('tkhd', head), box('mdia', ...media));
}
