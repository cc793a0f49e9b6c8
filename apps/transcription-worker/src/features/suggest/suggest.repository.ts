import type { TemplateChoice } from '@memo/ai';
import { Template, type Tenant } from '@memo/entities';
import type { DataSource } from 'typeorm';

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

export function createSuggestRepository({ manager }: DataSource): SuggestRepository {
  return {
    templates: async ({ workspaceId }) => {
      const rows = await manager
        .createQueryBuilder(Template, 'template')
        .where('template.isActive')
        .andWhere('(template.workspaceId IS NULL OR template.workspaceId = :workspaceId)', {
          workspaceId,
        })
        .orderBy('template.workspaceId IS NULL', 'DESC')
        .addOrderBy('template.updatedAt', 'DESC')
        .addOrderBy('template.id')
        .limit(mostTemplates)
        .getMany();
      const templates = rows.map(({ id, title, description, keyPointsPrompt }) => {
        return { id, title, description, keyPoints: keyPointsPrompt };
      });
      const general = rows.find(({ id }) => id === generalTemplateId) ?? rows[0];
      return { templates, generalId: general?.id ?? null };
    },
  };
}
