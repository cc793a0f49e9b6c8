/** An object that remembers which of its fields were read. */
export interface WatchedFields {
  watched: object;
  /** The paths of fields that nobody has read, in whatever was looked into. */
  unread: () => string[];
}

export function watchFields(whole: object): WatchedFields {
  /** By path, not by object: YAML may name one in several places. */
  const seen = new Map<string, { target: object; read: Set<string> }>();

  function watch(target: object, path: string): object {
    const { read } = seen.get(path) ?? { read: new Set<string>() };
    seen.set(path, { target, read });
    return new Proxy(target, {
      get: (_target, key) => {
        const value: unknown = Reflect.get(target, key);
        if (typeof key === 'symbol') return value;
        read.add(key);
        return typeof value === 'object' && value !== null
          ? watch(value, path === '' ? key : `${path}.${key}`)
          : value;
      },
    });
  }

  return {
    watched: watch(whole, ''),
    unread: () =>
      [...seen].flatMap(([path, { target, read }]) =>
        Object.keys(target)
          .filter((key) => !read.has(key))
          .map((key) => (path === '' ? key : `${path}.${key}`)),
      ),
  };
}
