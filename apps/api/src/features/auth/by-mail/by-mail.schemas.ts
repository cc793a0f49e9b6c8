import { z } from 'zod';
import { emailSchema, password } from '../auth.schemas.ts';

const token = z
  .string()
  .trim()
  .min(1)
  .max(512)
  .describe('As the mail has it; works once')
  .meta({ example: 'V3ryRandom5pU0fK2mQd8wXhN6tYcB1sLzE9aGjRoPiM' });

export const passwordChangeSchema = z.object({
  current_password: z.string().min(1).max(128).meta({ example: 'correct horse battery' }),
  new_password: password.meta({ example: 'staple the horse again' }),
});

export const resetRequestSchema = z.object({ email: emailSchema });

export const resetSchema = z.object({
  token,
  new_password: password.meta({ example: 'staple the horse again' }),
});

export const addressProofSchema = z.object({ token });

export const mailedSchema = z.object({ detail: z.string() }).meta({
  id: 'Mailed',
  example: { detail: 'If there is an account with this address, a mail is on its way to it.' },
});

export type PasswordChange = z.output<typeof passwordChangeSchema>;
export type Reset = z.output<typeof resetSchema>;
