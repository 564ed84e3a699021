import { shortName, showPaths } from './names';
import { Assumption, Change, Hop } from './stations';
import { Target } from './targets';
import { Verdict } from './verdict';
import { Via, wayTo } from './way';
import { ApplicationFacts } from '../rules/facts/application-facts';
import { RuleContext } from '../rules/rule';

/** The way from an application to a target, with all that has to change at once where it is blocked. */
export interface PathReport {
  readonly from: string;
  readonly to: string;
  readonly targetKind: Target['kind'];
  readonly targetKey: string;
  readonly protocol: 'tcp';
  readonly port: string;
  readonly via: Via;
  readonly verdict: Verdict;
  readonly hops: readonly Hop[];
  readonly changes: readonly Change[];
  readonly assumptions: readonly Assumption[];
  readonly reasons: readonly string[];
}

/** Judges the way from an application to a target: every station of it, also behind one that is closed. */
export function judgePath(context: RuleContext, application: ApplicationFacts, target: Target): PathReport {
  const { via, stations } = wayTo(context, application, target);
  const results = stations.map(({ hop }) => hop.result);
  return {
    from: shortName(context.model, application.resource),
    to: target.name,
    targetKind: target.kind,
    targetKey: showPaths(context.model, target.key),
    protocol: 'tcp',
    port: portName(context, target),
    via,
    verdict: worst(results),
    hops: stations.map(({ hop }) => hop),
    changes: stations.flatMap(({ change }) => change ?? []),
    assumptions: stations.flatMap(({ assumption }) => assumption ?? []),
    reasons: target.reasons,
  };
}

/** A port that is only known at deployment is that of the target. */
function portName({ model }: RuleContext, { port }: Target): string {
  return model.resolver.strings.isFullyResolved(port) ? port : 'its port';
}

/** What does not reach a target for certain, as a sentence with all changes that are needed, or with what to verify. */
export function sentenceOf(path: PathReport): string {
  const { from, to, port, verdict } = path;
  if (verdict === 'unknown') return `It is not known whether ${from} reaches ${to} on ${port}. ${adviceOf(path)}`;
  return `${from} cannot reach ${to} on ${port}: ${adviceOf(path)}`;
}

/** What to change where the way is blocked, and what to verify where it is not known. */
export function adviceOf({ changes, assumptions, verdict }: PathReport): string {
  const verify = assumptions.map(({ say }) => say);
  if (verdict !== 'blocked') return verify.join(' ');
  const needed = changes.length === 1
    ? changes.map(({ say }) => say)
    : [`${changes.length} changes needed.`, ...changes.map(({ say }, index) => `${index + 1}. ${say}`)];
  return [...needed, ...verify].join(' ');
}

/** What leads to a target, in a word or two. */
export function wayName({ via, hops }: PathReport): string {
  switch (via) {
    case 'egress': return hops.find(({ kind }) => kind === 'route')!.name;
    case 'none': return 'no endpoint';
    default: return via;
  }
}

/** The least favourable verdict. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('blocked')) return 'blocked';
  return verdicts.includes('unknown') ? 'unknown' : 'reachable';
}
