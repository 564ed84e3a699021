import { Stage } from './scenario';

/** What check.py tells of the stacks of an app. */
export interface Report {
  /** The statuses of the applications by name. */
  readonly applications: Record<string, string>;
  /** The services that their VPCs, and those of the stacks, have endpoints for, sorted. */
  readonly endpoints: string[];
  /** Type and physical id by stack and logical id. */
  readonly resources: Record<string, [type: string, id: string]>;
  readonly faults: string[];
}

/** What users have lost when its physical id is another one. */
const KEPT = [
  'AWS::EC2::SecurityGroup',
  'AWS::EC2::VPCEndpoint',
  'AWS::IAM::Role',
  'AWS::KinesisAnalyticsV2::Application',
  'AWS::Logs::LogGroup',
];

/** What of a report is not as the stage says; nothing when all is well. */
export function differences(stage: Stage, report: Report, before: Report | undefined): string[] {
  return [
    ...count(stage, report),
    ...services(stage, report),
    ...replaced(stage, report, before),
    ...faults(stage, report),
  ];
}

function count({ applications }: Stage, report: Report): string[] {
  const names = Object.keys(report.applications);
  if (names.length === applications) return [];
  return [`${applications} applications expected, but there are: ${names.join(', ')}`];
}

function services({ endpoints }: Stage, report: Report): string[] {
  const expected = [...endpoints].sort().join(', ');
  const found = report.endpoints.join(', ');
  return expected === found ? [] : [`endpoints expected for ${expected}, but there are some for ${found}`];
}

function replaced({ replaces = [] }: Stage, report: Report, before: Report | undefined): string[] {
  return Object.entries(before?.resources ?? {}).flatMap(([name, [type, id]]) => {
    const now = report.resources[name]?.[1];
    if (now === undefined || now === id || !KEPT.includes(type) || replaces.includes(type)) return [];
    return [`${name} was replaced: it was ${id} and is ${now}`];
  });
}

function faults({ lacks = [], isForeign = false }: Stage, report: Report): string[] {
  if (isForeign) return [];
  const missing = report.faults.map(fault => /neither an endpoint for (\w+) nor a way/.exec(fault)?.[1]);
  const unexpected = report.faults.filter((_, index) => !lacks.includes(missing[index] ?? ''));
  const reached = lacks.filter(service => !missing.includes(service));
  return [...unexpected, ...reached.map(service => `${service} is expected to be out of reach for now, and is not`)];
}
