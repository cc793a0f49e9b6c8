import { meetingParamsSchema } from '@memo/meetings';
import { z } from 'zod';
import { personName } from '../../../http/shown-text.ts';

const maxLength = 200;
const maxRenamed = 200;

/** Not trimmed: it must be a name as the API gave it. */
const oldName = z.string().min(1).max(maxLength);
const newName = personName().min(1).max(maxLength);

export const renameSchema = z
  .object({
    old_speaker_name: oldName.describe('The label, such as `Speaker1`, or the name shown now'),
    new_speaker_name: newName.describe('The name to show; the label again takes the name away'),
  })
  .meta({ example: { old_speaker_name: 'Speaker1', new_speaker_name: 'John Doe' } });

export const speakerParamsSchema = meetingParamsSchema.extend({
  speaker: oldName.describe('The label, such as `Speaker3`'),
});

export const bulkRenameSchema = z
  .object({
    speaker_updates: z
      .record(oldName, newName)
      .refine((updates) => Object.keys(updates).length > 0, {
        message: 'must name at least one speaker, as {"Speaker1": "John Doe"}',
      })
      .refine((updates) => Object.keys(updates).length <= maxRenamed, {
        message: `must not name more than ${maxRenamed} speakers`,
      })
      .describe('New names by label or by the name shown now'),
  })
  .meta({ example: { speaker_updates: { Speaker1: 'John Doe', Speaker2: 'Jane Smith' } } });
