import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type Side = 'microphone' | 'system';

export interface TrueLine {
  side: Side;
  speaker: string;
  text: string;
  start_ms: number;
  end_ms: number;
}

const sampleDirectory = join(import.meta.dirname, '../sample');

/** What is really said in the bundled call. */
export const truth = JSON.parse(
  readFileSync(join(sampleDirectory, 'truth.json'), 'utf8'),
) as TrueLine[];
