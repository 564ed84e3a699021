import { KafkaRecord } from './peers';

const PRODUCTS = ['coffee', 'mate', 'tea'];
const CENTS = 125;
const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Times as producers write them, all in UTC. */
const FORMATS: ((time: Date) => string)[] = [
  time => time.toISOString(),
  time => time.toISOString().replace('Z', ''),
  time => time.toISOString().replace('.000Z', 'Z'),
  time => time.toISOString().replace('T', ' ').replace('Z', ''),
];

/** What stops a job that does not expect it. */
const UNREADABLE = [
  'no JSON',
  '{}',
  '[]',
  '{"product":"tea","amount":1.25,"at_time":"yesterday"}',
  '{"product":"tea","amount":1.25}',
  '{"product":"tea","amount":"much","at_time":"2026-01-01T00:00:00Z"}',
];

/** Orders of some minutes, one a second, and what has to come of them. */
export class Orders {
  private readonly start: number;
  private readonly values: string[] = [];
  private next = 0;

  constructor(now = Date.now()) {
    this.start = now - (now % MINUTE) - 60 * MINUTE;
  }

  /** The next orders, in turn for each partition, with unreadable records and orders without a product between them. */
  public take(count: number, partitions: number): KafkaRecord[] {
    const records: KafkaRecord[] = UNREADABLE.map((value, index) => [index % partitions, value]);
    for (const end = this.next + count; this.next < end; this.next++) {
      records.push([this.next % partitions, this.order(this.next)]);
    }
    records.push([0, JSON.stringify({ amount: 1, at_time: this.time(this.next - 1).toISOString() })]);
    return this.remember(records);
  }

  /** An order so much later that all windows before it are closed, for each partition. */
  public closing(partitions: number): KafkaRecord[] {
    const at_time = new Date(this.start + (this.next + 120) * SECOND).toISOString();
    return this.remember(
      Array.from({ length: partitions }, (_, partition) => [
        partition,
        JSON.stringify({ product: 'last', amount: 1, at_time }),
      ]),
    );
  }

  /** The values of all records. */
  public get sent(): string[] {
    return [...this.values].sort();
  }

  /** The rows of all orders that were taken. */
  public get totals(): string[] {
    const totals = new Map<string, number>();
    for (let index = 0; index < this.next; index++) {
      const time = this.time(index).getTime();
      const end = new Date(time - (time % MINUTE) + MINUTE).toISOString().replace('T', ' ').replace('.000Z', '');
      const row = `${end}|${PRODUCTS[index % PRODUCTS.length]}`;
      totals.set(row, (totals.get(row) ?? 0) + 1);
    }
    return [...totals].map(([row, count]) => `${row}|${count}|${((count * CENTS) / 100).toFixed(2)}`).sort();
  }

  private remember(records: KafkaRecord[]): KafkaRecord[] {
    this.values.push(...records.map(([, value]) => value));
    return records;
  }

  private time(index: number): Date {
    return new Date(this.start + index * SECOND);
  }

  private order(index: number): string {
    const at_time = FORMATS[index % FORMATS.length](this.time(index));
    return JSON.stringify({ product: PRODUCTS[index % PRODUCTS.length], amount: CENTS / 100, at_time });
  }
}

/** Clicks of visitors, each of whom comes once, with unreadable records between them. */
export class Clicks {
  private next = 0;

  public take(count: number): string[] {
    const from = this.next;
    this.next += count;
    const clicks = Array.from({ length: count }, (_, index) =>
      JSON.stringify({
        page: `/${(from + index) % 7}`,
        visitor: `visitor-${from + index}`,
        at_time: new Date().toISOString(),
      }),
    );
    return ['no JSON', ...clicks];
  }

  /** All visitors until now. */
  public get visitors(): string[] {
    return Array.from({ length: this.next }, (_, index) => `visitor-${index}`).sort();
  }
}
