/** An object as JSON, of which no list is ever written in one piece. */
export function* jsonText(value: object): Generator<string> {
  let before = '{\n  ';
  for (const [key, field] of Object.entries(value) as [string, unknown][]) {
    if (field === undefined) continue;
    yield `${before}${JSON.stringify(key)}: `;
    if (Array.isArray(field)) yield* listText(field);
    else yield JSON.stringify(field);
    before = ',\n  ';
  }
  yield before.startsWith('{') ? '{}\n' : '\n}\n';
}

function* listText(items: readonly unknown[]): Generator<string> {
  let before = '[\n    ';
  for (const item of items) {
    yield before + JSON.stringify(item);
    before = ',\n    ';
  }
  yield items.length === 0 ? '[]' : '\n  ]';
}
