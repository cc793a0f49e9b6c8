import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createEmptyTestDatabase, type TestDatabase } from '@memo/testing';
import type { ApiFixture } from '../api-fixture.ts';

export const release = '0.2.0';

/** Ids of the rows in `0.2.0.rows.sql`. */
export const old = {
  completed: '01990a00-0000-7000-8000-000000000001',
  twoSided: '01990a00-0000-7000-8000-000000000002',
  failed: '01990a00-0000-7000-8000-000000000003',
  underWay: '01990a00-0000-7000-8000-000000000004',
  uploaded: '01990a00-0000-7000-8000-000000000005',
  deleted: '01990a00-0000-7000-8000-000000000006',
  somebodyElses: '01990a00-0000-7000-8000-000000000007',
  profile: '01990b00-0000-7000-8000-000000000001',
  template: '01990c00-0000-7000-8000-000000000001',
} as const;

const here = import.meta.dirname;

/** A database as that release left it. */
export async function oldDatabase(): Promise<TestDatabase> {
  const database = await createEmptyTestDatabase();
  for (const path of [`../../../../release/${release}.sql`, `${release}.rows.sql`]) {
    await database.dataSource.query(await readFile(join(here, path), 'utf8'));
  }
  return database;
}

const mobile = '/api/v1/mobile';
const exports = ['json', 'md', 'txt', 'srt', 'vtt'];

/** What Robin asks for; the answers of that release are in `0.2.0.answers.json`. */
const questions: readonly string[] = [
  `${mobile}/auth/me`,
  `${mobile}/meetings/`,
  `${mobile}/meetings/?search=budget`,
  `${mobile}/meetings/?search=zebra`,
  `${mobile}/meetings/?status=COMPLETED`,
  ...[old.completed, old.twoSided, old.failed, old.underWay, old.uploaded].map(
    (id) => `${mobile}/meetings/${id}`,
  ),
  `${mobile}/meetings/${old.deleted}`,
  `${mobile}/meetings/${old.somebodyElses}`,
  ...exports.map((format) => `${mobile}/meetings/${old.completed}/export?format=${format}`),
  `${mobile}/meetings/${old.twoSided}/export?format=md`,
  `${mobile}/meetings/${old.completed}/analytics`,
  `${mobile}/meetings/${old.twoSided}/analytics`,
  `${mobile}/meetings/${old.completed}/usage`,
  `${mobile}/usage?month=2026-10`,
  `${mobile}/analytics/overview?from=2026-09-01&to=2026-10-31`,
  `${mobile}/templates`,
  `${mobile}/templates/${old.template}`,
  '/api/v1/crm/speakers',
  '/api/v1/crm/speakers/Ann%20Keller/meetings',
  '/api/v1/crm/speaker-profiles',
  `/api/v1/crm/speaker-profiles/${old.profile}`,
  `/api/v1/crm/speaker-profiles/${old.profile}/meetings`,
];

export interface OldAnswer {
  path: string;
  status: number;
  /** Parsed JSON, or the text of what is none. */
  body: unknown;
}

export const oldAnswers = async (): Promise<OldAnswer[]> =>
  JSON.parse(await readFile(join(here, `${release}.answers.json`), 'utf8')) as OldAnswer[];

/** Asks everything there is to ask about what was there before the upgrade. */
export async function askAll({ api }: ApiFixture, authorization: string): Promise<OldAnswer[]> {
  const answers: OldAnswer[] = [];
  for (const path of questions) {
    const answer = await api.get(path).set('authorization', authorization).buffer(true);
    const isJson = answer.type === 'application/json';
    answers.push({ path, status: answer.status, body: isJson ? answer.body : answer.text });
  }
  return answers;
}
