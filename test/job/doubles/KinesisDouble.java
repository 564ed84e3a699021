package doubles;

import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.source.RichSourceFunction;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.format.DecodingFormat;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.SourceFunctionProvider;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.factories.DeserializationFormatFactory;
import org.apache.flink.table.factories.DynamicTableFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;

/**
 * Stands for the Kinesis connector 5.x where it cannot be had: the same name and the options of the example with their values, but the
 * records are the lines of the file that the environment variable KINESIS_DOUBLE names.
 */
public class KinesisDouble implements DynamicTableSourceFactory {
    /** The values that the connector takes. */
    public enum Position {
        LATEST, TRIM_HORIZON, AT_TIMESTAMP
    }

    private static final ConfigOption<String> ARN = ConfigOptions.key("stream.arn").stringType().noDefaultValue();
    private static final ConfigOption<String> REGION = ConfigOptions.key("aws.region").stringType().noDefaultValue();
    private static final ConfigOption<Position> POSITION =
            ConfigOptions.key("source.init.position").enumType(Position.class).defaultValue(Position.LATEST);

    @Override
    public String factoryIdentifier() {
        return "kinesis";
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of(ARN, REGION, FactoryUtil.FORMAT);
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of(POSITION);
    }

    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
        DecodingFormat<DeserializationSchema<RowData>> format =
                helper.discoverDecodingFormat(DeserializationFormatFactory.class, FactoryUtil.FORMAT);
        helper.validate();
        String arn = helper.getOptions().get(ARN);
        if (!arn.matches("arn:[a-z-]+:kinesis:" + helper.getOptions().get(REGION) + ":[0-9]{12}:stream/.+")) {
            throw new IllegalArgumentException("stream.arn is not the ARN of a stream in aws.region: " + arn);
        }
        return new Table(format, context, helper.getOptions().get(POSITION) == Position.TRIM_HORIZON);
    }

    private static class Table implements ScanTableSource {
        private final DecodingFormat<DeserializationSchema<RowData>> format;
        private final DynamicTableFactory.Context context;
        private final boolean fromStart;

        Table(DecodingFormat<DeserializationSchema<RowData>> format, DynamicTableFactory.Context context, boolean fromStart) {
            this.format = format;
            this.context = context;
            this.fromStart = fromStart;
        }

        @Override
        public ChangelogMode getChangelogMode() {
            return ChangelogMode.insertOnly();
        }

        @Override
        public ScanRuntimeProvider getScanRuntimeProvider(ScanContext scan) {
            return SourceFunctionProvider.of(new Lines(format.createRuntimeDecoder(scan, context.getPhysicalRowDataType()), fromStart), false);
        }

        @Override
        public DynamicTableSource copy() {
            return new Table(format, context, fromStart);
        }

        @Override
        public String asSummaryString() {
            return "lines of a file";
        }
    }

    /** Reads on where the last checkpoint was. */
    private static class Lines extends RichSourceFunction<RowData> implements CheckpointedFunction {
        private final DeserializationSchema<RowData> schema;
        private final boolean fromStart;
        private transient ListState<Long> state;
        private long position = -1;
        private volatile boolean running = true;

        Lines(DeserializationSchema<RowData> schema, boolean fromStart) {
            this.schema = schema;
            this.fromStart = fromStart;
        }

        @Override
        public void initializeState(FunctionInitializationContext context) throws Exception {
            state = context.getOperatorStateStore().getListState(new ListStateDescriptor<>("position", Types.LONG));
            for (Long restored : state.get()) {
                position = restored;
            }
        }

        @Override
        public void snapshotState(FunctionSnapshotContext context) throws Exception {
            state.update(java.util.List.of(position));
        }

        @Override
        public void run(SourceContext<RowData> out) throws Exception {
            schema.open(null);
            try (RandomAccessFile file = new RandomAccessFile(System.getenv("KINESIS_DOUBLE"), "r")) {
                if (position < 0) {
                    position = fromStart ? 0 : file.length();
                }
                file.seek(position);
                while (running) {
                    String line = file.readLine();
                    if (line == null) {
                        Thread.sleep(100);
                        continue;
                    }
                    synchronized (out.getCheckpointLock()) {
                        RowData row = schema.deserialize(line.getBytes(StandardCharsets.ISO_8859_1));
                        if (row != null) {
                            out.collect(row);
                        }
                        position = file.getFilePointer();
                    }
                }
            }
        }

        @Override
        public void cancel() {
            running = false;
        }
    }
}
