import { visibilitySchema } from '@memo/meetings';
import { z } from 'zod';

export const changeVisibilitySchema = z
  .object({ visibility: visibilitySchema })
  .meta({ example: { visibility: 'private' } });
