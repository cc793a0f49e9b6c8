import type { TemplateChoice } from '@memo/ai';
import type { Database, Tenant } from '@memo/entities';
import { listTemplates } from './suggest.sql.ts';

/** A model reads all of them at once. */
const mostTemplates = 100;

/** Its id never changes. */
const generalTemplateId = '01890a5d-ac96-774b-bcce-b302099a8001';

export interface TemplateChoices {
  /** What the workspace can choose from: the defaults, then its own, the latest first. */
  templates: TemplateChoice[];
  /** The one for what is of no particular kind; null when there is no template at all. */
  generalId: string | null;
}

export interface SuggestRepository {
  templates(scope: Tenant): Promise<TemplateChoices>;
}

export function createSuggestRepository({ rows }: Pick<Database, 'rows'>): SuggestRepository {
  return {
    templates: async (tenant) => {
      const templates = await rows(tenant).all(listTemplates, { limit: mostTemplates });
      const general = templates.find(({ id }) => id === generalTemplateId) ?? templates[0];
      return { templates, generalId: general?.id ?? null };
    },
  };
}
