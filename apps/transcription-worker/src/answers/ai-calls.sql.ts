import {
  integer,
  nullable,
  ownedStatement,
  sql,
  text,
  timestamp,
  uuid,
  words,
  type AiCall,
} from '@memo/entities';

export const insertCall = ownedStatement({
  name: 'transcription.insert_ai_call',
  values: {
    id: uuid,
    meetingId: nullable(uuid),
    stage: words<AiCall['stage']>(),
    answerHash: text,
    provider: text,
    model: text,
    audioMs: nullable(integer),
    inputTokens: nullable(integer),
    outputTokens: nullable(integer),
    costMicroUsd: nullable(integer),
    // As the price table has it, in ISO form.
    pricesAsOf: nullable(text),
    askedAt: timestamp,
  },
  columns: {},
  sql: ({
    $,
    workspace,
  }) => sql`INSERT INTO ai_calls (id, workspace_id, meeting_id, stage, answer_hash, provider, model,
      audio_ms, input_tokens, output_tokens, cost_micro_usd, prices_as_of, asked_at)
    VALUES (${$.id}, ${workspace}, ${$.meetingId}, ${$.stage}, ${$.answerHash}, ${$.provider}, ${$.model},
      ${$.audioMs}, ${$.inputTokens}, ${$.outputTokens}, ${$.costMicroUsd}, ${$.pricesAsOf}::date, ${$.askedAt})
    ON CONFLICT DO NOTHING`,
});
