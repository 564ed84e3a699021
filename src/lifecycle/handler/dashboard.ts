import { errorText, isBusy, isTransient, Service } from './service';

/** What the tasks of a job do: whether all of them run, or why that is not known. */
export type TaskReport =
  | { readonly tasks: 'running' }
  | { readonly tasks: 'not-running'; readonly detail: string; readonly exception?: string }
  | { readonly tasks: 'unknown'; readonly detail: string };

interface Vertex {
  readonly name?: string;
  readonly status?: string;
}

const GOOD = new Set(['RUNNING', 'FINISHED']);
const MAX_REDIRECTS = 3;

/**
 * Asks the REST interface of Flink, behind the dashboard, for the states of the tasks. A job in a restart loop has the
 * status RUNNING at the service. How the dashboard authorizes such requests is not documented, so whatever does not
 * work there means that nothing is known.
 */
export async function lookAtTasks(service: Service, applicationName: string): Promise<TaskReport> {
  try {
    return await reportOf(new Dashboard(service, await urlOf(service, applicationName)));
  } catch (error) {
    if (error instanceof NotNow) throw error.reason;
    return { tasks: 'unknown', detail: `the Flink dashboard could not be read (${errorText(error)})` };
  }
}

/** The service could not be asked for the URL, but may be a little later. */
class NotNow extends Error {
  constructor(public readonly reason: unknown) {
    super();
  }
}

async function urlOf(service: Service, applicationName: string): Promise<string> {
  try {
    return await service.dashboardUrl(applicationName);
  } catch (error) {
    throw isTransient(error) || isBusy(error) ? new NotNow(error) : error;
  }
}

async function reportOf(dashboard: Dashboard): Promise<TaskReport> {
  const { jobs = [] } = await dashboard.get('jobs') as { jobs?: { id: string; status?: string }[] };
  const job = jobs.find(({ status = '' }) => GOOD.has(status)) ?? jobs[0];
  if (job === undefined) return { tasks: 'not-running', detail: 'there is no Flink job yet' };
  const { state = '', vertices = [] } = await dashboard.get(`jobs/${job.id}`) as {
    state?: string; vertices?: Vertex[];
  };
  const waiting = vertices.filter(({ status = '' }) => !GOOD.has(status));
  if (GOOD.has(state) && waiting.length === 0) return { tasks: 'running' };
  const [first] = waiting;
  const detail = first === undefined
    ? `the Flink job is ${state}`
    : `the task ${first.name ?? ''} is ${first.status ?? ''} and the Flink job ${state}`;
  return { tasks: 'not-running', detail, exception: await rootException(dashboard, job.id) };
}

async function rootException(dashboard: Dashboard, job: string): Promise<string | undefined> {
  try {
    const { 'root-exception': text } = await dashboard.get(`jobs/${job}/exceptions`) as { 'root-exception'?: string };
    return text;
  } catch {
    return undefined;
  }
}

/** The dashboard, with the token of its URL or, where that does not do, with the cookies that it gives. */
class Dashboard {
  private cookies?: string;

  constructor(private readonly service: Service, private readonly authorizedUrl: string) {}

  public async get(path: string): Promise<unknown> {
    const url = this.urlOf(path);
    const direct = await this.service.fetch(url, this.cookies);
    const answer = parsed(direct);
    if (answer !== undefined) return answer;
    this.cookies ??= await this.signIn();
    const again = await this.service.fetch(url, this.cookies);
    const second = parsed(again);
    if (second === undefined) throw new Error(`HTTP status ${again.status} for /${path}`);
    return second;
  }

  /** Opens the page that the URL leads to, and keeps the cookies on the way. */
  private async signIn(): Promise<string> {
    let url = this.authorizedUrl;
    let cookies = '';
    for (let count = 0; count <= MAX_REDIRECTS; count++) {
      const answer = await this.service.fetch(url, cookies);
      cookies = [cookies, answer.cookies].filter(text => text !== '').join('; ');
      if (answer.location === undefined) break;
      url = new URL(answer.location, url).toString();
    }
    return cookies;
  }

  private urlOf(path: string): string {
    const url = new URL(this.authorizedUrl);
    url.pathname = `${url.pathname.replace(/\/$/, '')}/${path}`;
    return url.toString();
  }
}

function parsed({ status, body }: { status: number; body: string }): unknown {
  if (status !== 200) return undefined;
  try {
    const value: unknown = JSON.parse(body);
    return value;
  } catch {
    return undefined;
  }
}
