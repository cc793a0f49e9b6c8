import { openAsBlob } from 'node:fs';
import type { RunningProcess } from '@memo/testing/processes';
import type { Account } from './account.ts';

export interface Backlog {
  /** Where meetings are created. */
  url: string;
  account: Account;
  /** The recording of each. */
  path: string;
  workers: readonly RunningProcess[];
}

/** Uploads so many meetings while the workers stand still, which then begin with all of them there. */
export async function uploadBacklog(backlog: Backlog, count: number): Promise<string[]> {
  const { workers } = backlog;
  for (const { pid } of workers) process.kill(pid, 'SIGSTOP');
  const ids: string[] = [];
  try {
    while (ids.length < count) ids.push(await upload(backlog));
  } finally {
    for (const { pid } of workers) process.kill(pid, 'SIGCONT');
  }
  return ids;
}

async function upload({ url, account: { authorization }, path }: Backlog): Promise<string> {
  const form = new FormData();
  form.set('title', 'Benchmark');
  form.set('audio_file', await openAsBlob(path), 'recording.wav');
  const headers = { authorization, 'idempotency-key': crypto.randomUUID() };
  const answer = await fetch(url, { method: 'POST', headers, body: form });
  if (answer.status !== 201) throw new Error(`The upload: ${await answer.text()}`);
  return ((await answer.json()) as { id: string }).id;
}
