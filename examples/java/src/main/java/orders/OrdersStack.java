package orders;

import io.github.cdkmanagedflink.ApplicationCode;
import io.github.cdkmanagedflink.ApplicationLifecycle;
import io.github.cdkmanagedflink.DatabaseConnectorOptions;
import io.github.cdkmanagedflink.FlinkApplication;
import io.github.cdkmanagedflink.FlinkConnector;
import io.github.cdkmanagedflink.FlinkRuntime;
import io.github.cdkmanagedflink.KinesisStreamConnectorOptions;
import io.github.cdkmanagedflink.LogLevel;
import io.github.cdkmanagedflink.MskAuthentication;
import io.github.cdkmanagedflink.MskClusterConnectorOptions;
import io.github.cdkmanagedflink.PythonAssetOptions;
import io.github.cdkmanagedflink.RestoreFrom;
import io.github.cdkmanagedflink.S3BucketConnectorOptions;
import io.github.cdkmanagedflink.StartOnDeployOptions;
import io.github.cdkmanagedflink.VpcConfiguration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awscdk.CfnParameter;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ec2.ISubnet;
import software.amazon.awscdk.services.ec2.IpAddresses;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.SubnetConfiguration;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.kinesis.Stream;
import software.amazon.awscdk.services.msk.CfnServerlessCluster;
import software.amazon.awscdk.services.rds.AuroraPostgresClusterEngineProps;
import software.amazon.awscdk.services.rds.AuroraPostgresEngineVersion;
import software.amazon.awscdk.services.rds.ClusterInstance;
import software.amazon.awscdk.services.rds.DatabaseCluster;
import software.amazon.awscdk.services.rds.DatabaseClusterEngine;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.constructs.Construct;

/** A Flink job in a VPC that has no way to the internet: from Kafka and Kinesis to Amazon S3 and a database. */
public class OrdersStack extends Stack {
    private static final String JOB = "../job";

    /** A file or folder of the job that its build makes, or nothing where it was not built: the application can be synthesised without. */
    private static String built(final String path) {
        return Files.exists(Path.of(JOB, path)) ? path : null;
    }

    public OrdersStack(final Construct scope, final String id) {
        super(scope, id);

        Vpc vpc = Vpc.Builder.create(this, "Vpc")
                .ipAddresses(IpAddresses.cidr("10.0.0.0/16"))
                .maxAzs(2)
                .subnetConfiguration(List.of(SubnetConfiguration.builder()
                        .name("flink")
                        .subnetType(SubnetType.PRIVATE_ISOLATED)
                        .cidrMask(24)
                        .build()))
                .build();

        // what the job reads and writes
        SecurityGroup brokers = SecurityGroup.Builder.create(this, "Brokers").vpc(vpc).allowAllOutbound(false).build();
        CfnServerlessCluster kafka = CfnServerlessCluster.Builder.create(this, "Kafka")
                .clusterName("orders")
                .clientAuthentication(CfnServerlessCluster.ClientAuthenticationProperty.builder()
                        .sasl(CfnServerlessCluster.SaslProperty.builder()
                                .iam(CfnServerlessCluster.IamProperty.builder().enabled(true).build())
                                .build())
                        .build())
                .vpcConfigs(List.of(CfnServerlessCluster.VpcConfigProperty.builder()
                        .subnetIds(vpc.getIsolatedSubnets().stream().map(ISubnet::getSubnetId).collect(Collectors.toList()))
                        .securityGroups(List.of(brokers.getSecurityGroupId()))
                        .build()))
                .build();
        Stream clicks = new Stream(this, "Clicks");
        Bucket lake = Bucket.Builder.create(this, "Lake")
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .enforceSsl(true)
                .removalPolicy(RemovalPolicy.RETAIN)
                .build();
        DatabaseCluster database = DatabaseCluster.Builder.create(this, "Database")
                .engine(DatabaseClusterEngine.auroraPostgres(AuroraPostgresClusterEngineProps.builder()
                        .version(AuroraPostgresEngineVersion.VER_17_7)
                        .build()))
                .writer(ClusterInstance.serverlessV2("Writer"))
                .vpc(vpc)
                .vpcSubnets(SubnetSelection.builder().subnetType(SubnetType.PRIVATE_ISOLATED).build())
                .defaultDatabaseName("orders")
                .storageEncrypted(true)
                .build();

        // CloudFormation does not tell the brokers' addresses: deploy once, ask for them, and deploy again with them and with `-c start=true`
        CfnParameter bootstrapServers = CfnParameter.Builder.create(this, "BootstrapServers")
                .description("What \"aws kafka get-bootstrap-brokers\" shows for the cluster")
                .defaultValue("unknown.invalid:9098")
                .build();

        ApplicationLifecycle lifecycle = getNode().tryGetContext("start") == null
                ? ApplicationLifecycle.manual()
                : ApplicationLifecycle.startOnDeploy(StartOnDeployOptions.builder()
                        .restore(RestoreFrom.latestSnapshot())
                        .timeout(Duration.minutes(20))
                        .build());

        FlinkApplication.Builder.create(this, "Job")
                .runtime(FlinkRuntime.FLINK_1_20)
                .code(ApplicationCode.fromPythonAsset(JOB, PythonAssetOptions.builder()
                        .entryPoint("main.py")
                        .jarFile(built("lib/connectors.jar"))
                        .pyFiles(Optional.ofNullable(built("vendor")).map(List::of).orElse(List.of()))
                        .build()))
                .description("Orders from Kafka and clicks from Kinesis, to Amazon S3 and a database")
                .vpcConfiguration(VpcConfiguration.builder().vpc(vpc).build())
                .parallelism(2)
                .logLevel(LogLevel.INFO)
                .lifecycle(lifecycle)
                .sources(List.of(
                        FlinkConnector.mskCluster(MskClusterConnectorOptions.builder()
                                .clusterArn(kafka.getAttrArn())
                                .securityGroups(List.of(brokers))
                                .authentication(MskAuthentication.iam())
                                .topics(List.of("orders"))
                                .consumerGroup("orders-job")
                                .bootstrapServers(bootstrapServers.getValueAsString())
                                .propertyGroup("Orders")
                                .build()),
                        FlinkConnector.kinesisStream(clicks, KinesisStreamConnectorOptions.builder().propertyGroup("Clicks").build())))
                .sinks(List.of(
                        FlinkConnector.s3Bucket(lake, S3BucketConnectorOptions.builder().prefix("clicks/").propertyGroup("Lake").build()),
                        FlinkConnector.database(database, DatabaseConnectorOptions.builder()
                                .secret(database.getSecret())
                                .databaseName("orders")
                                .propertyGroup("Database")
                                .build())))
                .build();
    }
}
