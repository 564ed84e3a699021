import { AlarmStatusWidget, IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { FlinkAlarms } from './flink-alarms';
import { COLUMNS } from './flink-widgets';

/** What one widget shows at most. */
const MAX_ALARMS = 100;

/**
 * The states of alarms, in as many widgets beside each other as they need. Sources that are added later have alarms
 * too: they are counted when the template is written.
 */
export class AlarmStates implements IWidget {
  public readonly width = COLUMNS;
  public readonly height = 3;
  private place = { x: 0, y: 0 };

  constructor(private readonly alarms: FlinkAlarms[]) {}

  public position(x: number, y: number): void {
    this.place = { x, y };
  }

  public toJson(): object[] {
    const all = this.alarms.flatMap(one => one.alarms);
    const count = Math.ceil(all.length / MAX_ALARMS);
    const width = Math.floor(this.width / count);
    return Array.from({ length: count }, (_, index) => {
      const alarms = all.slice(index * MAX_ALARMS, (index + 1) * MAX_ALARMS);
      const widget = new AlarmStatusWidget({ width, height: this.height, title: 'Alarms', alarms });
      widget.position(this.place.x + index * width, this.place.y);
      return widget.toJson() as object[];
    }).flat();
  }
}
