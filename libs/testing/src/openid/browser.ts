const maxSteps = 12;

/**
 * Follows redirects with cookies, as a browser does, until one leads to an address that begins with `until`: that
 * address, which is not asked for.
 */
export async function browse(
  start: string,
  until: string,
  headers: Readonly<Record<string, string>>,
): Promise<URL> {
  const cookies = new Map<string, string>();
  let at = new URL(start);
  for (let step = 0; step < maxSteps; step += 1) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(at, { redirect: 'manual', headers: { ...headers, cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const location = answer.headers.get('location');
    if (location === null) {
      throw new Error(`${at.pathname} answered ${answer.status}: ${await answer.text()}`);
    }
    await answer.body?.cancel();
    at = new URL(location, at);
    if (at.href.startsWith(until)) return at;
  }
  throw new Error(`No redirect to ${until} after ${maxSteps} steps`);
}
