/** A statement of the note, and what it rests on. */
export interface KeyPoint {
  text: string;
  /** The transcript segments it rests on. */
  segment_ids: number[];
  /** Words of those segments, letter by letter; notes made before there were quotes have none. */
  quote?: string;
  /** What a second reading found; not given, or null, where there was none. */
  support?: 'supported' | 'unconfirmed' | null;
  /** True where its segments do not say the quote any more, since somebody edited them. Never stored: it is found when it is read. */
  quote_changed?: boolean;
}

export interface ActionItem {
  task: string;
  assigned_to: string | null;
  due_date: string | null;
  segment_ids: number[];
  /** As in `KeyPoint`. */
  quote?: string;
  support?: 'supported' | 'unconfirmed' | null;
  quote_changed?: boolean;
}
