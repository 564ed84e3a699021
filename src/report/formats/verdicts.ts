import type { Report } from '../report';
import type { Verdict } from '../verdict';

/** How many applications and connections there are, and how many of each verdict. */
export function verdictsInWords({ applications, paths }: Report): string {
  const count = (verdict: Verdict) => paths.filter(path => path.verdict === verdict).length;
  return `${counted(applications.length, 'application')}, ${counted(paths.length, 'connection')}: `
    + `${count('reachable')} reachable, ${count('blocked')} blocked, ${count('unknown')} not known.`;
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}
