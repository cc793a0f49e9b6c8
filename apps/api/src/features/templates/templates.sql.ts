import {
  arrayOf,
  boolean,
  float,
  integer,
  joinSql,
  jsonb,
  nullable,
  openStatement,
  ownedStatement,
  sql,
  text,
  timestamp,
  uuid,
  type RowOf,
} from '@memo/entities';
import { usableTemplates } from '@memo/meetings';

/** What people write into a template, under the contract's names. */
const fields = {
  title: text,
  description: nullable(text),
  transcription_prompt: nullable(text),
  summary_prompt: nullable(text),
  key_points_prompt: jsonb<string[]>(),
  speaker_diarization: nullable(text),
};

const template = {
  id: uuid,
  /** Null for a default template. */
  workspace_id: nullable(uuid),
  ...fields,
  created_by: nullable(integer),
  is_active: boolean,
  created_at: timestamp,
  updated_at: timestamp,
};
export type TemplateRow = RowOf<typeof template>;

const columns = Object.keys(template).join(', ');

/** The defaults in their fixed order, then the workspace's own by newest. */
export const listTemplates = ownedStatement({
  name: 'templates.list',
  values: {},
  columns: template,
  sql: ({ own }) => sql`SELECT ${columns} FROM templates
    WHERE ${usableTemplates(own)}
    ORDER BY workspace_id IS NOT NULL, CASE WHEN workspace_id IS NULL THEN id END, created_at DESC, id DESC`,
});

export const findTemplate = ownedStatement({
  name: 'templates.find',
  values: { id: uuid },
  columns: template,
  sql: ({ $, own }) => sql`SELECT ${columns} FROM templates
    WHERE ${usableTemplates(own)} AND id = ${$.id}`,
});

/** Lets transactions through that only refer to the workspace's row. */
export const lockWorkspace = openStatement({
  name: 'templates.lock_workspace',
  acrossWorkspaces: '',
  values: { id: uuid },
  columns: { id: uuid },
  sql: ({ $ }) => sql`SELECT id FROM workspaces WHERE id = ${$.id} FOR NO KEY UPDATE`,
});

export const insertTemplate = ownedStatement({
  name: 'templates.insert',
  values: { id: uuid, createdBy: integer, ...fields },
  columns: {},
  sql: ({ $, workspace }) => sql`
  INSERT INTO templates (id, workspace_id, created_by, title, description, transcription_prompt,
    summary_prompt, key_points_prompt, speaker_diarization)
  VALUES (${$.id}, ${workspace}, ${$.createdBy}, ${$.title}, ${$.description}, ${$.transcription_prompt},
    ${$.summary_prompt}, ${$.key_points_prompt}, ${$.speaker_diarization})`,
});

/** Writes the fields that are among `sent`. */
export const changeTemplate = ownedStatement({
  name: 'templates.change',
  values: { id: uuid, sent: arrayOf(text), ...fields, title: nullable(text) },
  columns: {},
  sql: ({ $, own }) => {
    const names = Object.keys(fields) as (keyof typeof fields)[];
    const changes = names.map(
      (name) =>
        sql`${name} = CASE WHEN '${name}' = ANY(${$.sent}) THEN ${$[name]} ELSE ${name} END`,
    );
    return sql`UPDATE templates SET updated_at = now(), ${joinSql(changes, ', ')}
      WHERE ${own('templates')} AND id = ${$.id}`;
  },
});

/** The row stays: meetings under way follow its prompts to the end. */
export const deactivateTemplate = ownedStatement({
  name: 'templates.deactivate',
  values: { id: uuid },
  columns: {},
  sql: ({ $, own }) => sql`UPDATE templates SET is_active = false, updated_at = now()
    WHERE ${own('templates')} AND id = ${$.id}`,
});

export const readUsage = ownedStatement({
  name: 'templates.usage',
  values: {},
  columns: { count: integer, bytes: float },
  sql: ({ own }) => sql`
  SELECT count(*)::int AS count, coalesce(sum(octet_length(concat(title, description, transcription_prompt,
    summary_prompt, key_points_prompt, speaker_diarization))), 0)::float8 AS bytes
  FROM templates WHERE ${own('templates')} AND is_active`,
});
