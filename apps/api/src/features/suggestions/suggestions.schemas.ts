import { z } from 'zod';
import { organizationField } from '../../http/named-workspace.ts';

const confidence = z.number().min(0).max(1).describe('0 is a guess, 1 is no doubt');

const alternative = z.object({
  template_id: z.uuid(),
  template_name: z.string(),
  confidence,
});

export const suggestedTemplateSchema = z
  .object({
    suggested_template_id: z.uuid(),
    suggested_template_name: z.string(),
    confidence,
    reason: z.string().describe('For the person who chooses'),
    alternative_templates: z.array(alternative).max(3).describe('Best first'),
  })
  .meta({
    id: 'SuggestedTemplate',
    example: {
      suggested_template_id: '01890a5d-ac96-774b-bcce-b302099a8002',
      suggested_template_name: 'Sales call',
      confidence: 0.92,
      reason: 'They talk about a discount and the terms of an offer.',
      alternative_templates: [
        {
          template_id: '01890a5d-ac96-774b-bcce-b302099a8005',
          template_name: 'Customer support',
          confidence: 0.65,
        },
      ],
    },
  });

export const suggestedTitleSchema = z
  .object({ suggested_title: z.string().max(80) })
  .meta({ id: 'SuggestedTitle', example: { suggested_title: 'Offer for the Berlin office' } });

export const suggestedDescriptionSchema = z
  .object({ suggested_description: z.string().describe('One to three sentences') })
  .meta({
    id: 'SuggestedDescription',
    example: {
      suggested_description:
        'Seller and customer go through an offer for the Berlin office and its discount.',
    },
  });

/** Beside the file. */
export const fieldsSchema = z.object({ organization: organizationField });

export type SuggestionFields = z.output<typeof fieldsSchema>;
