/*
 * The body of a dashboard as CloudWatch documents it:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
type Check = (value: unknown) => boolean;
type Members = Record<string, Check>;

const text: Check = value => typeof value === 'string' && value !== '';
const flag: Check = value => typeof value === 'boolean';
const number: Check = value => typeof value === 'number' && Number.isFinite(value);
const whole = (min: number, max: number): Check => value => Number.isInteger(value) && Number(value) >= min && Number(value) <= max;
const oneOf = (...values: string[]): Check => value => values.includes(value as string);
const matching = (pattern: RegExp): Check => value => typeof value === 'string' && pattern.test(value);
const listOf = (item: Check, min: number, max: number): Check => value =>
  Array.isArray(value) && value.length >= min && value.length <= max && value.every(item);
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const object = (members: Members, ...required: string[]): Check => value =>
  isObject(value) && required.every(key => key in value) && Object.entries(value).every(([key, member]) => members[key]?.(member) === true);

const period: Check = value => [1, 5, 10, 30].includes(Number(value)) || (whole(60, 86_400)(value) && Number(value) % 60 === 0);
const stat = matching(/^(SampleCount|Average|Sum|Minimum|Maximum|IQM|p\d{1,2}(\.\d+)?|(tm|wm|tc|ts|pr|TM|WM|TC|TS|PR)\S+)$/);
const color = matching(/^#[0-9a-fA-F]{6}$/);
const region = text;

const RENDERING = object({
  color, expression: text, id: matching(/^[a-z]\w{0,254}$/), label: text, period, region, stat, visible: flag, yAxis: oneOf('left', 'right'), accountId: text,
});

/** Either a search or an expression, or namespace, name, up to 30 dimensions in pairs, and how they are shown. */
const METRIC: Check = value => {
  if (!Array.isArray(value)) return false;
  const parts: unknown[] = [...value as unknown[]];
  const rendering = isObject(parts.at(-1)) ? parts.pop() : {};
  if (!RENDERING(rendering)) return false;
  if (parts.length === 0) return text((rendering as { expression?: unknown }).expression);
  return parts.length >= 2 && parts.length % 2 === 0 && parts.length <= 62 && parts.every(text);
};

const HORIZONTAL = object({ value: number, label: text, color, fill: oneOf('above', 'below'), visible: flag, yAxis: oneOf('left', 'right') }, 'value');
const AXIS = object({ label: text, min: number, max: number, showUnits: flag });
const PROPERTIES: Record<string, Check> = {
  metric: object({
    accountId: text,
    annotations: object({ horizontal: listOf(HORIZONTAL, 0, 100) }),
    legend: object({ position: oneOf('right', 'bottom', 'hidden') }, 'position'),
    liveData: flag,
    metrics: listOf(METRIC, 1, 500),
    period,
    region,
    stacked: flag,
    stat,
    title: text,
    view: oneOf('timeSeries', 'singleValue', 'gauge', 'bar', 'pie', 'table'),
    yAxis: object({ left: AXIS, right: AXIS }),
  }, 'region', 'metrics'),
  text: object({ markdown: text, background: oneOf('transparent', 'solid') }, 'markdown'),
  log: object({
    accountId: text, query: text, region, stacked: flag, title: text, view: oneOf('table', 'timeSeries', 'bar', 'pie'),
  }, 'query', 'region'),
  alarm: object({
    alarms: listOf(text, 1, 100), sortBy: oneOf('default', 'stateUpdatedTimestamp', 'timestamp'), states: listOf(text, 1, 3), title: text,
  }, 'alarms'),
};

/** What is wrong with a body, by its widgets. */
export function problemsOfBody(body: unknown): string[] {
  if (!object({ widgets: Array.isArray, start: text, end: text, periodOverride: oneOf('auto', 'inherit') }, 'widgets')(body)) return ['body'];
  const { widgets } = body as { widgets: unknown[] };
  if (widgets.length > 500) return [`${widgets.length} widgets`];
  return widgets.flatMap((widget, index) => {
    const { type, properties } = widget as { type: string; properties: unknown };
    const place = { x: whole(0, 23), y: whole(0, Infinity), width: whole(1, 24), height: whole(1, 1000) };
    const isPlaced = object({ ...place, type: oneOf(...Object.keys(PROPERTIES)), properties: isObject }, 'type', 'properties')(widget);
    return isPlaced && PROPERTIES[type](properties) ? [] : [`widget ${index}: ${JSON.stringify(widget)}`];
  });
}
