/** The first item for each key. */
export function uniqueBy<T>(items: T[], key: (item: T) => string): T[] {
  const first = new Map<string, T>();
  for (const item of items) {
    if (!first.has(key(item))) first.set(key(item), item);
  }
  return [...first.values()];
}
