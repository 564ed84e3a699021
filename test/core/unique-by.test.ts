import { uniqueBy } from '../../src/core/unique-by';

test.each<[string, string[], string[]]>([
  ['the first of equal ones stays, in its place', ['a1', 'b1', 'a2', 'c1', 'b2'], ['a1', 'b1', 'c1']],
  ['nothing of nothing', [], []],
])('%s', (_, items, unique) => {
  expect(uniqueBy(items, item => item[0])).toEqual(unique);
});
