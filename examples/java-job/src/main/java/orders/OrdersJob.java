package orders;

import com.amazonaws.services.kinesisanalytics.runtime.KinesisAnalyticsRuntime;
import java.io.IOException;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SimpleStringEncoder;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.OnCheckpointRollingPolicy;

/** Copies orders from Kafka to Amazon S3, as they are. */
public final class OrdersJob {
    private OrdersJob() {
    }

    /** The property groups of the application; the variable is for a run on your own machine. */
    private static Map<String, Properties> propertyGroups() throws IOException {
        String file = System.getenv("APPLICATION_PROPERTIES_FILE");
        return file == null ? KinesisAnalyticsRuntime.getApplicationProperties() : KinesisAnalyticsRuntime.getApplicationProperties(file);
    }

    private static KafkaSource<String> source(Properties orders) {
        return KafkaSource.<String>builder()
                .setBootstrapServers(orders.getProperty("bootstrap.servers"))
                .setTopics(orders.getProperty("topic"))
                .setGroupId(orders.getProperty("group.id"))
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setValueOnlyDeserializer(new SimpleStringSchema())
                .setProperty("security.protocol", "SASL_SSL")
                .setProperty("sasl.mechanism", "AWS_MSK_IAM")
                .setProperty("sasl.jaas.config", "software.amazon.msk.auth.iam.IAMLoginModule required;")
                .setProperty("sasl.client.callback.handler.class", "software.amazon.msk.auth.iam.IAMClientCallbackHandler")
                .build();
    }

    /** An object appears with each checkpoint. */
    private static FileSink<String> sink(Properties lake) {
        Path path = new Path("s3a://" + lake.getProperty("bucket.name") + "/" + lake.getProperty("bucket.path"));
        return FileSink.forRowFormat(path, new SimpleStringEncoder<String>())
                .withRollingPolicy(OnCheckpointRollingPolicy.build())
                .build();
    }

    public static void main(String[] args) throws Exception {
        Map<String, Properties> groups = propertyGroups();
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.fromSource(source(groups.get("Orders")), WatermarkStrategy.noWatermarks(), "orders").sinkTo(sink(groups.get("Lake"))).name("lake");
        env.execute("orders");
    }
}
