import { readdir, readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { MeasuredSegment } from '@memo/testing/measures';
import { referenceForms } from './reference.ts';

export interface ReferencedRecording {
  /** Its file's name without the ending. */
  name: string;
  path: string;
  /** Words and their speakers; null where the references hold none. */
  words: MeasuredSegment[] | null;
  /** Who speaks when. */
  speech: MeasuredSegment[];
}

/** The recordings of a folder with the reference transcripts beside them, by name: `standup.flac`, `standup.stm`. */
export async function findRecordings(directory: string): Promise<ReferencedRecording[]> {
  const files = (await readdir(directory)).sort();
  const isReference = (file: string) => extname(file).toLowerCase() in referenceForms;
  const recordings = files.filter((file) => !isReference(file) && !file.startsWith('.'));
  const found: ReferencedRecording[] = [];
  for (const file of recordings) {
    const name = basename(file, extname(file));
    const read = await Promise.all(
      Object.entries(referenceForms).map(async ([ending, form]) => {
        const own = files.find((other) => other.toLowerCase() === `${name}${ending}`.toLowerCase());
        if (own === undefined) return null;
        const segments = form.read(await readFile(join(directory, own), 'utf8'));
        if (segments.length === 0) throw new Error(`There is nothing to compare with in ${own}.`);
        return { segments, hasWords: form.hasWords };
      }),
    );
    const references = read.filter((one) => one !== null);
    const words = references.find(({ hasWords }) => hasWords)?.segments ?? null;
    // Time marks made by hand say better when somebody speaks than cues do.
    const speech = references.find(({ hasWords }) => !hasWords)?.segments ?? words;
    if (speech !== null) found.push({ name, path: join(directory, file), words, speech });
  }
  return found;
}
