/** The first address of a range and the number of bits that all of its addresses have in common. */
function parse(range: string): { first: number; bits: number } | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(range);
  if (match === null) return undefined;
  const [a, b, c, d, bits] = match.slice(1).map(Number);
  return { first: ((a * 256 + b) * 256 + c) * 256 + d, bits };
}

/** Whether one range of IPv4 addresses lies within another; what is no range lies in nothing. */
export function contains(outer: string, inner: string): boolean {
  const [one, other] = [parse(outer), parse(inner)];
  if (one === undefined || other === undefined || other.bits < one.bits) return false;
  const size = 2 ** (32 - one.bits);
  return Math.floor(one.first / size) === Math.floor(other.first / size);
}
