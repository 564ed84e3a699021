import { allOf, anyOf, PartialStrings } from '../../../src/rules/template/partial-string';

/** Texts with a part of each kind, and one more than ten, so that their numbers have two digits. */
function withUnresolvedParts() {
  const strings = new PartialStrings();
  Array.from({ length: 9 }, (_, index) => strings.unresolvedPart('unknown', `${index}`, `Unused${index}`));
  const parts = {
    bucket: strings.unresolvedPart('name', 'bucket', 'Bucket'),
    other: strings.unresolvedPart('name', 'other', 'Other'),
    role: strings.unresolvedPart('resource', 'role', 'Role'),
    partition: strings.unresolvedPart('pseudo', 'AWS::Partition', 'AWS::Partition'),
    unknown: strings.unresolvedPart('unknown', 'import', 'Imported'),
  };
  return { strings, ...parts };
}

const { bucket, other, role, partition, unknown } = withUnresolvedParts();

test('one value has one part', () => {
  const { strings, ...parts } = withUnresolvedParts();
  expect(new Set(Object.values(parts)).size).toBe(5);
  expect(strings.unresolvedPart('name', 'bucket', 'Bucket')).toBe(bucket);
  expect(strings.unresolvedPart('resource', 'bucket', 'Bucket')).not.toBe(bucket);
});

test.each([
  ['a', 'a', 'yes'],
  ['a', 'b', 'no'],
  [bucket, bucket, 'yes'],
  [bucket, other, 'no'],
  [bucket, role, 'no'],
  [bucket, 'orders', 'maybe'],
  [bucket, 'a:b', 'no'],
  [role, 'a:b/c', 'maybe'],
  [unknown, bucket, 'maybe'],
  [unknown, '', 'maybe'],
  [bucket, '', 'no'],
  [`arn:${partition}:s3:::x`, 'arn:aws:s3:::x', 'maybe'],
  [`arn:${partition}:s3:::x`, 'arn:aws:s3:::y', 'no'],
  [`arn:${partition}:s3:::x`, 'arn:aws/x:s3:::x', 'no'],
  [`arn:${partition}:s3:::${bucket}/a`, `arn:${partition}:s3:::${other}/a`, 'no'],
  [`${unknown}/a`, 'b/a', 'maybe'],
  [`${unknown}/a`, 'b/c', 'no'],
  [`${unknown}b`, 'b', 'maybe'],
  [`${bucket}b`, 'b', 'no'],
  [`${bucket}b`, 'abcb', 'maybe'],
  [`a${unknown}`, `${unknown}b`, 'maybe'],
  [`${unknown}${unknown}`, 'a', 'maybe'],
  [`${bucket}-a`, `${bucket}-b`, 'no'],
  [`${bucket}-${unknown}`, `${bucket}-b`, 'maybe'],
  [`${partition}/a`, `${unknown}/a`, 'maybe'],
  [partition, 'aws/cn', 'no'],
  [partition, 'aws:cn', 'no'],
  [bucket, 'a/b', 'maybe'],
  [role, bucket, 'no'],
  ['a*', 'ab', 'no'],
  [`${unknown}*`, 'a?', 'no'],
])('%j and %j are the same: %s', (one, two, answer) => {
  const { strings } = withUnresolvedParts();
  // the second time from what was parsed the first time
  expect([strings.equal(one, two), strings.equal(two, one), strings.equal(one, two)]).toEqual([answer, answer, answer]);
});

test.each([
  ['s3:Get*', 's3:GetObject', 'yes'],
  ['s3:Get?bject', 's3:GetObject', 'yes'],
  ['s3:Put*', 's3:GetObject', 'no'],
  ['*', unknown, 'yes'],
  [`arn:${partition}:s3:::${bucket}/*`, `arn:${partition}:s3:::${bucket}/job.jar`, 'yes'],
  [`arn:${partition}:s3:::${bucket}/*`, `arn:${partition}:s3:::${other}/job.jar`, 'no'],
  [`arn:${partition}:s3:::${bucket}/*`, 'arn:aws:s3:::x/job.jar', 'maybe'],
  [`arn:${partition}:s3:::${bucket}?*`, 'arn:aws:s3:::x/job.jar', 'maybe'],
  [unknown, 's3:GetObject', 'maybe'],
  [`${unknown}*`, 's3:GetObject', 'maybe'],
  [`s3:*${bucket}`, 's3:x', 'maybe'],
  [`s3:?${bucket}`, 's3:x', 'no'],
  [`s3:?${bucket}`, 's3:xy', 'maybe'],
  [`${bucket}/?`, `${bucket}/`, 'no'],
  [`${bucket}/*`, `${bucket}/`, 'yes'],
  [`${bucket}/*/a`, `${bucket}/b/c/a`, 'yes'],
  [`${other}/*/a`, `${bucket}/b/c/a`, 'no'],
  [`${bucket}x`, bucket, 'no'],
  ['a?', 'a', 'no'],
  ['a*', 'a', 'yes'],
  ['*a', 'ba', 'yes'],
  ['*a', 'ab', 'no'],
  ['a*', 'ba', 'no'],
  ['(a)*', '(a)b', 'yes'],
  ['a*', 'a\nb', 'yes'],
  ['a?b', 'a\nb', 'yes'],
  ['a.c', 'abc', 'no'],
  ['a.*', 'abc', 'no'],
  ['', '', 'yes'],
])('the pattern %j fits %j: %s', (pattern, text, answer) => {
  const { strings } = withUnresolvedParts();
  expect([strings.fits(pattern, text), strings.fits(pattern, text)]).toEqual([answer, answer]);
});

test('parts are shown by their labels', () => {
  const { strings } = withUnresolvedParts();
  expect(strings.show(`arn:${partition}:s3:::${bucket}`)).toBe('arn:${AWS::Partition}:s3:::${Bucket}');
});

test('a text that looks like a part is none', () => {
  const { strings } = withUnresolvedParts();
  expect(strings.isFullyResolved(strings.literal(bucket))).toBe(true);
  expect(strings.literal('a\uE0001\uE001b')).toBe('a?1?b');
});

test.each([
  [`${bucket},x`, ',', [bucket, 'x']],
  [`${bucket}:x`, ':', [bucket, 'x']],
  [`${role}:x`, ':', undefined],
  [`${bucket}/x`, '/', undefined],
  [`${unknown},x`, ',', undefined],
  [`${role},x`, ',', [role, 'x']],
  [`${partition}:x`, ':', [partition, 'x']],
  ['a/b', '/', ['a', 'b']],
])('%j is split at %j only where no part may hold the separator', (text, separator, parts) => {
  const { strings } = withUnresolvedParts();
  expect(strings.split(text, separator)).toEqual(parts);
});

test('only a whole reference to a resource has a key', () => {
  const { strings } = withUnresolvedParts();
  expect([
    bucket, role, partition, unknown, `${bucket}x`,
  ].map(text => strings.resourceKey(text),
  )).toEqual(['bucket', 'role', undefined, undefined, undefined]);
  expect([
    unknown, bucket, `${unknown}x`, ['x'],
  ].map(value => strings.isUnresolved(value),
  )).toEqual([true, false, false, false]);
});

test('several answers make one', () => {
  expect([
    anyOf(['no', 'maybe']), anyOf(['maybe', 'yes']), anyOf([]), anyOf(['no']),
  ]).toEqual(['maybe', 'yes', 'no', 'no']);
  expect([
    allOf(['yes', 'maybe']), allOf(['maybe', 'no']), allOf([]), allOf(['yes']),
  ]).toEqual(['maybe', 'no', 'yes', 'yes']);
});
