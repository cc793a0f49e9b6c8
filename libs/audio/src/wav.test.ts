import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { createRecordings, type Recordings } from '../test/recordings.ts';
import { wavDurationMs } from './wav.ts';

let recordings: Recordings;
beforeEach(async () => {
  recordings = await createRecordings();
});
afterEach(() => recordings.remove());

function chunk(id: string, content: Buffer, declaredBytes = content.length): Buffer {
  const header = Buffer.alloc(8);
  header.write(id, 'latin1');
  header.writeUInt32LE(declaredBytes, 4);
  return Buffer.concat([header, content, Buffer.alloc(content.length % 2)]);
}

async function durationOf(...chunks: Buffer[]): Promise<number> {
  const riff = Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVE'), ...chunks]);
  return wavDurationMs(await recordings.write('made.wav', riff));
}

const second = Buffer.alloc(32_000);

it('samples are counted wherever they lie between other chunks', async () => {
  const [odd, after] = [chunk('LIST', Buffer.alloc(7)), chunk('LIST', Buffer.alloc(6_400))];
  expect(await durationOf(odd, chunk('data', second), after)).toBe(1000);
});

it('samples that are declared but not there are not counted', async () => {
  expect(await durationOf(chunk('data', second, 0xffff_ffff))).toBe(1000);
});

it('a file without samples lasts no time', async () => {
  expect(await durationOf(chunk('LIST', Buffer.alloc(7)))).toBe(0);
});
