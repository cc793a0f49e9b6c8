type Path = (string | number)[];

interface Node {
  value: unknown;
  key: string | number;
  parent: Node | undefined;
}

/**
 * The places, up to `max`, of strings and keys Postgres cannot store: NUL, and lone surrogates, which jsonb refuses.
 * Walks without recursion, because a megabyte of nested brackets would exhaust the stack.
 */
export function unstorableTexts(input: unknown, max: number): Path[] {
  const found: Path[] = [];
  const pending: Node[] = [{ value: input, key: '', parent: undefined }];
  for (let node = pending.pop(); node !== undefined && found.length < max; node = pending.pop()) {
    const { value } = node;
    if (typeof value === 'string' && !isStorable(value)) found.push(pathOf(node));
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, item] of Object.entries<unknown>({ ...value })) {
      const child = { value: item, key: Array.isArray(value) ? Number(key) : key, parent: node };
      if (isStorable(key)) pending.push(child);
      else found.push(pathOf(node));
    }
  }
  return found.slice(0, max);
}

function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

function pathOf(node: Node): Path {
  const path: Path = [];
  for (let at = node; at.parent !== undefined; at = at.parent) path.push(at.key);
  return path.reverse();
}
