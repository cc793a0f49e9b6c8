type Done = (error: unknown, body?: string, response?: unknown) => void;

type OAuthRequest = (
  method: string,
  url: string,
  headers: Record<string, string> | null,
  body: string,
  accessToken: string | null,
  done: Done,
) => void;

/** What the `oauth` package makes its requests with, except that its own waits for ever. */
export function boundedRequest(timeoutMs: number): OAuthRequest {
  async function ask(
    method: string,
    url: string,
    headers: Record<string, string>,
    body: string,
  ): Promise<{ status: number; text: string }> {
    const answer = await fetch(url, {
      method,
      headers: { accept: 'application/json', ...headers },
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      ...(method === 'POST' && { body }),
    });
    return { status: answer.status, text: await answer.text() };
  }

  return (method, url, headers, body, _accessToken, done) => {
    ask(method, url, headers ?? {}, body).then(
      ({ status, text }) => {
        if (status === 200) done(null, text);
        else done({ statusCode: status, data: text });
      },
      (error: unknown) => done(error),
    );
  };
}
