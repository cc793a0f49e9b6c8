import type { Scope } from '@memo/entities';
import { AppError } from '@memo/errors';
import type { ChangeRow, ChangesRepository } from './changes.repository.ts';
import type { ChangesQuery, WireChange, WireChanges } from './changes.schemas.ts';

export interface ChangesService {
  /**
   * What happened in the workspace after a position, as far as the caller may see it; without one, the present
   * position alone.
   * @throws AppError `gone` for a position that is no longer kept or not of this workspace's past.
   */
  read(scope: Scope, query: ChangesQuery): Promise<WireChanges>;
}

/** Of 32 bits, as they are kept. */
const maxPosition = 2_147_483_647;

export function createChangesService({
  repository,
}: {
  repository: ChangesRepository;
}): ChangesService {
  return {
    read: async (scope, { after, limit }) => {
      if (after === undefined) {
        const { head: next, unsealed } = await repository.head(scope);
        return { data: [], next, has_more: unsealed };
      }
      if (after > maxPosition) throw readAnew();
      const { head, pruned, rows, unsealed } = await repository.read(scope, after, limit);
      // Ahead of all there is, the client has seen what a restored backup does not know.
      if (after < pruned || after > head) throw readAnew();
      // What the caller may not see is passed over, not stopped at.
      const next = rows.at(-1)?.position ?? after;
      const data = rows.filter(({ visible }) => visible).map(toWireChange);
      return { data, next, has_more: next < head || unsealed };
    },
  };
}

const toWireChange = ({ position, kind, meeting_id, at, details }: ChangeRow): WireChange => ({
  position,
  kind,
  meeting_id,
  at: at.toISOString(),
  fields: details.fields ?? [],
  stage: details.stage ?? null,
});

export const goneDetail =
  'The changes after this position are no longer known. Ask without after for the present position, then read everything anew.';

const readAnew = (): AppError => new AppError('gone', goneDetail);
