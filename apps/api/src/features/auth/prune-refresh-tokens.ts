import type { DataSource } from 'typeorm';

/** Forgets refresh tokens a day after they expired; until then a reused one still tells of a theft. */
export async function pruneRefreshTokens(dataSource: DataSource): Promise<number> {
  const [, count] = await dataSource.query<[unknown[], number]>(
    `DELETE FROM refresh_tokens WHERE expires_at < now() - interval '1 day'`,
  );
  return count;
}
