/**
 * The tables whose rows belong to a workspace, and what a scope's query may see of each. A test compares the list with
 * the tables that have a `workspace_id`.
 */
const visible = {
  ai_calls: '',
  audit_events: '',
  audit_heads: '',
  deleted_audio: '',
  domain_events: '',
  event_heads: '',
  idempotency_keys: '',
  // Deleted for everyone from that moment, though the row stays until its objects are gone.
  meetings: 'deleted_at IS NULL',
  meeting_action_items: '',
  meeting_generations: '',
  meeting_search: '',
  meeting_speakers: '',
  minutes: '',
  minutes_versions: '',
  partial_transcripts: '',
  pending_audit_entries: '',
  pending_events: '',
  recordings: '',
  search_labels: '',
  search_words: '',
  share_links: '',
  speaker_profiles: '',
  stage_runs: '',
  templates: '',
  transcript_edits: '',
  transcript_generations: '',
  transcripts: '',
  turns: '',
  unclaimed_objects: '',
} as const satisfies Record<string, string>;

export type OwnedTable = keyof typeof visible;

export const ownedTables = Object.keys(visible) as readonly OwnedTable[];

/** Tables with a `workspace_id` that say who belongs to a workspace, or may; they are read before there is a scope. */
export const membershipTables: readonly string[] = ['workspace_members', 'workspace_invitations'];

/** The condition on a table, or on an alias of it, as SQL. @param workspace the parameter that holds the workspace. */
export function tenantCondition(table: OwnedTable, alias: string, workspace: string): string {
  const more = visible[table];
  const own = `${alias}.workspace_id = ${workspace}`;
  return more === '' ? own : `${own} AND ${alias}.${more}`;
}
