import { allOf, anyOf, Texts } from '../../src/rules/texts';

const texts = new Texts();
const bucket = texts.hole('name', 'bucket', 'Bucket');
const other = texts.hole('name', 'other', 'Other');
const role = texts.hole('resource', 'role', 'Role');
const partition = texts.hole('pseudo', 'AWS::Partition', 'AWS::Partition');
const unknown = texts.hole('unknown', 'import', 'Imported');

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
])('%j and %j are the same: %s', (one, two, answer) => {
  expect(texts.equal(one, two)).toBe(answer);
  expect(texts.equal(two, one)).toBe(answer);
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
  ['a.c', 'abc', 'no'],
  ['', '', 'yes'],
])('the pattern %j fits %j: %s', (pattern, text, answer) => {
  expect(texts.fits(pattern, text)).toBe(answer);
});

test('holes are shown by their labels', () => {
  expect(texts.show(`arn:${partition}:s3:::${bucket}`)).toBe('arn:${AWS::Partition}:s3:::${Bucket}');
});

test('a text that looks like a hole is none', () => {
  expect(texts.isKnown(texts.literal(bucket))).toBe(true);
});

test.each([
  [`${bucket},x`, ',', [bucket, 'x']],
  [`${bucket}:x`, ':', [bucket, 'x']],
  [`${role}:x`, ':', undefined],
  [`${bucket}/x`, '/', undefined],
  [`${unknown},x`, ',', undefined],
])('%j is split at %j only where no hole may hold the separator', (text, separator, parts) => {
  expect(texts.split(text, separator)).toEqual(parts);
});

test('only a whole reference to a resource has a key', () => {
  expect([bucket, role, partition, unknown, `${bucket}x`].map(text => texts.resourceKey(text))).toEqual(['bucket', 'role', undefined, undefined, undefined]);
  expect([unknown, bucket, `${unknown}x`, ['x']].map(value => texts.isUnknown(value))).toEqual([true, false, false, false]);
});

test('several answers make one', () => {
  expect([anyOf(['no', 'maybe']), anyOf(['maybe', 'yes']), anyOf([]), anyOf(['no'])]).toEqual(['maybe', 'yes', 'no', 'no']);
  expect([allOf(['yes', 'maybe']), allOf(['maybe', 'no']), allOf([]), allOf(['yes'])]).toEqual(['maybe', 'no', 'yes', 'yes']);
});
