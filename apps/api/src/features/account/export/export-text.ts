/** A list of the document: its name, and its entries as they come. */
export interface ExportedList {
  name: string;
  entries: AsyncIterable<unknown>;
}

/**
 * One JSON document, written while it is read, so that no more of it is held than an entry. A document that ends early
 * has no `complete` in it, and is no JSON.
 */
export async function* exportText(
  head: Readonly<Record<string, unknown>>,
  lists: readonly ExportedList[],
): AsyncGenerator<string> {
  yield '{\n';
  for (const [name, value] of Object.entries(head)) {
    yield `  ${JSON.stringify(name)}: ${JSON.stringify(value)},\n`;
  }
  for (const { name, entries } of lists) {
    let before = `  ${JSON.stringify(name)}: [\n    `;
    let isEmpty = true;
    for await (const entry of entries) {
      yield before + JSON.stringify(entry);
      before = ',\n    ';
      isEmpty = false;
    }
    yield isEmpty ? `${before}],\n` : '\n  ],\n';
  }
  yield '  "complete": true\n}\n';
}
