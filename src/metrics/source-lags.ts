import { IConstruct } from 'constructs';
import { FlinkConnectorLag } from '../connectors/connector';
import { identityOf } from '../core/identity';

/** How the lag of a source shows in the metrics. */
export type SourceLag = FlinkConnectorLag;

/** Called with the lag of a source, and with an id that stays the same whatever the order of the sources is. */
type LagCallback = (lag: SourceLag, id: string) => void;

/** The lags of the sources of an application: of those that are there, and of those that are added later. */
export class SourceLags {
  private readonly lags = new Map<string, SourceLag>();
  private readonly callbacks: LagCallback[] = [];

  constructor(private readonly scope: IConstruct) {}

  /** Adds the lags of sources. Two sources that show in the same metric are one. */
  public add(...lags: SourceLag[]): void {
    for (const lag of lags) {
      const id = this.idOf(lag);
      if (this.lags.has(id)) continue;
      this.lags.set(id, lag);
      this.callbacks.forEach(callback => callback(lag, id));
    }
  }

  /** Calls back for each lag, now and later. */
  public forEach(callback: LagCallback): void {
    this.lags.forEach(callback);
    this.callbacks.push(callback);
  }

  private idOf({ metricName, dimensionsMap = {} }: SourceLag): string {
    const values = Object.entries(dimensionsMap).sort().map(([, value]) => identityOf(this.scope, value));
    return [metricName, ...values].join('-');
  }
}
