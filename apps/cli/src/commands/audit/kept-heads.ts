import { readFile } from 'node:fs/promises';
import { AppError } from '@memo/errors';
import type { Head } from '@memo/journal';
import { z } from 'zod';

/** As `audit verify --json` prints them; it prints more. */
const printed = z.object({
  chains: z.array(
    z.object({
      workspace_id: z.string(),
      head: z.object({ number: z.int(), hash: z.string() }),
    }),
  ),
});

const headLine = /^([0-9a-f-]{36}) (\d+) (\S+)/;

/**
 * The heads an earlier run printed, by workspace; as text or as JSON, also below what npm says of itself.
 * @throws AppError `invalid_input` for a file that cannot be read or holds none.
 */
export async function readHeads(path: string): Promise<Map<string, Head>> {
  const content = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError('invalid_input', `${path} cannot be read.`, { cause });
  });
  // Of a chain of which nothing was sealed then, nothing must be there.
  const heads = (inJson(content) ?? inText(content)).filter(([, { number }]) => number > 0);
  if (heads.length > 0) return new Map(heads);
  throw new AppError('invalid_input', `${path} holds no heads. Give what audit verify printed.`);
}

function inJson(content: string): [string, Head][] | null {
  const start = /^\{/m.exec(content)?.index;
  if (start === undefined) return null;
  let document: unknown;
  try {
    document = JSON.parse(content.slice(start));
  } catch {
    return null;
  }
  const { data } = printed.safeParse(document);
  return data?.chains.map(({ workspace_id, head }) => [workspace_id, head]) ?? null;
}

function inText(content: string): [string, Head][] {
  return content.split('\n').flatMap((line): [string, Head][] => {
    const [, workspaceId, number, hash] = headLine.exec(line) ?? [];
    if (workspaceId === undefined || hash === undefined) return [];
    return [[workspaceId, { number: Number(number), hash }]];
  });
}
