import { randomUUID } from 'node:crypto';
import { runScript } from '../processes/run-script.ts';
import type { SendRecording, SentRecording } from '../upload/send-recording.main.ts';

export interface Account {
  /** The value of the header. */
  authorization: string;
  userId: number;
  workspaceId: string;
  /** Uploads a file as a new meeting, from a process of its own. @throws Error when the answer is not 201. */
  upload(path: string): Promise<SentRecording>;
  delete(meetingId: string): Promise<void>;
}

const script = new URL('../upload/send-recording.main.ts', import.meta.url);

/** Signs up. */
export async function createAccount(apiUrl: string): Promise<Account> {
  const api = `${apiUrl}/api/v1/mobile`;
  const response = await fetch(`${api}/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      name: 'Bench',
      email: `bench-${randomUUID()}@example.com`,
      password: 'a password for benchmarks',
    }),
  });
  if (!response.ok) throw new Error(`Signing up: ${response.status} ${await response.text()}`);
  const { access_token, user } = (await response.json()) as {
    access_token: string;
    user: { id: number };
  };
  const authorization = `Bearer ${access_token}`;
  return {
    authorization,
    userId: user.id,
    workspaceId: workspaceIn(access_token),
    upload: (path) => {
      const input: SendRecording = { url: `${api}/meetings/`, authorization, path };
      return runScript<SentRecording>(script, input);
    },
    delete: async (meetingId) => {
      await fetch(`${api}/meetings/${meetingId}`, { method: 'DELETE', headers: { authorization } });
    },
  };
}

/** The token says on whose behalf it speaks. */
function workspaceIn(accessToken: string): string {
  const [, payload = ''] = accessToken.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as {
    workspace_id: string;
  };
  return claims.workspace_id;
}
