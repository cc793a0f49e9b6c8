import { createHash } from 'node:crypto';
import { storedTranscript } from '@memo/testing';
import type { Accepted } from '../load.ts';
import type { System } from '../system/start-system.ts';
import { rowsOf } from './meetings.ts';

export interface Compared {
  lost: string[];
  doubled: string[];
}

/**
 * Reads what was made of every recording, and the recording itself.
 * @param mayLeaveGaps whether a transcript may lack what was said, if it says so.
 */
export async function compareTranscripts(
  system: System,
  accepted: readonly Accepted[],
  mayLeaveGaps: boolean,
): Promise<Compared> {
  const { database } = system;
  const ids = accepted.map(({ meetingId }) => meetingId);
  const rows = new Map((await rowsOf(system, ids)).map((row) => [row.id, row]));
  const lost: string[] = [];
  const doubled: string[] = [];
  for (const { meetingId, sha256, word } of accepted) {
    const row = rows.get(meetingId);
    if (row?.status !== 'COMPLETED') {
      lost.push(`${meetingId} is ${row?.status ?? 'gone'} ${row?.code ?? ''}`);
      continue;
    }
    const [recording] = await database.query<{ key: string }[]>(
      `SELECT object_key AS key FROM recordings WHERE meeting_id = $1`,
      [meetingId],
    );
    const hash = await hashOf(system, recording?.key ?? '').catch(() => null);
    if (hash !== sha256) {
      lost.push(`${meetingId} has ${hash === null ? 'no' : 'another'} recording`);
    }
    const { segments, coverage } = await storedTranscript(database.manager, meetingId);
    const said = segments.map(({ text }) => text).join(' ');
    const isOwn = said !== '' && (word === null || said.includes(`${word}n`));
    const isTold = said === '' && (coverage?.gaps ?? []).length > 0;
    if (!isOwn && !(isTold && mayLeaveGaps)) {
      lost.push(`${meetingId} says "${said.slice(0, 40)}" and not "${word ?? ''}"`);
    }
    // Its first word; no other recording has it.
    const beginnings = said.split(' ').filter((one) => one === `${word ?? ''}n0`);
    if (beginnings.length > 1) doubled.push(`${meetingId} says all of it twice`);
  }
  return { lost, doubled };
}

async function hashOf({ storage }: System, key: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of await storage.get(key)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
