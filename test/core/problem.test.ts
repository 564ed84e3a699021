import { reject, rejectBecause } from '../../src/core/problem';

describe('a refused value is shown', () => {
  const message = (got: unknown) => () => reject('App/Job', { property: 'p', got, allowed: 'a', write: 'w' });

  test.each<[unknown, string]>([
    ['text', '"text"'],
    ['line\nbreak', '"line\\nbreak"'],
    ['x'.repeat(78), `"${'x'.repeat(78)}"`],
    ['x'.repeat(79), `"${'x'.repeat(59)}... (81 characters)`],
    [7, '7'],
    [['a', 'b'], '["a","b"]'],
    [undefined, 'undefined'],
  ])('%p', (got, shown) => {
    expect(message(got)).toThrow(new Error(`p is ${shown}, but must be a: write w [at App/Job]`));
  });
});

test('a reason stands with the place', () => {
  expect(() => rejectBecause('App/Job', 'these do not fit')).toThrow(new Error('these do not fit [at App/Job]'));
});
