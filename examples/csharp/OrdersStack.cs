using System.IO;
using System.Linq;
using Amazon.CDK;
using Amazon.CDK.AWS.EC2;
using Amazon.CDK.AWS.Kinesis;
using Amazon.CDK.AWS.MSK;
using Amazon.CDK.AWS.RDS;
using Amazon.CDK.AWS.S3;
using CdkManagedFlink;
using Constructs;

namespace Orders;

/// <summary>A Flink job in a VPC that has no way to the internet: from Kafka and Kinesis to Amazon S3 and a database.</summary>
public class OrdersStack : Stack
{
    private const string Job = "../job";

    /// <summary>A file or folder of the job that its build makes, or nothing where it was not built: the application can be synthesised without.</summary>
    private static string? Built(string path) => Path.Exists(Path.Combine(Job, path)) ? path : null;

    public OrdersStack(Construct scope, string id) : base(scope, id)
    {
        var vpc = new Vpc(this, "Vpc", new VpcProps
        {
            IpAddresses = IpAddresses.Cidr("10.0.0.0/16"),
            MaxAzs = 2,
            SubnetConfiguration = new ISubnetConfiguration[]
            {
                new SubnetConfiguration { Name = "flink", SubnetType = SubnetType.PRIVATE_ISOLATED, CidrMask = 24 },
            },
        });

        // what the job reads and writes
        var brokers = new SecurityGroup(this, "Brokers", new SecurityGroupProps { Vpc = vpc, AllowAllOutbound = false });
        var kafka = new CfnServerlessCluster(this, "Kafka", new CfnServerlessClusterProps
        {
            ClusterName = "orders",
            ClientAuthentication = new CfnServerlessCluster.ClientAuthenticationProperty
            {
                Sasl = new CfnServerlessCluster.SaslProperty
                {
                    Iam = new CfnServerlessCluster.IamProperty { Enabled = true },
                },
            },
            VpcConfigs = new[]
            {
                new CfnServerlessCluster.VpcConfigProperty
                {
                    SubnetIds = vpc.IsolatedSubnets.Select(subnet => subnet.SubnetId).ToArray(),
                    SecurityGroups = new[] { brokers.SecurityGroupId },
                },
            },
        });
        var clicks = new Stream(this, "Clicks");
        var lake = new Bucket(this, "Lake", new BucketProps
        {
            BlockPublicAccess = BlockPublicAccess.BLOCK_ALL,
            EnforceSSL = true,
            RemovalPolicy = RemovalPolicy.RETAIN,
        });
        var database = new DatabaseCluster(this, "Database", new DatabaseClusterProps
        {
            Engine = DatabaseClusterEngine.AuroraPostgres(new AuroraPostgresClusterEngineProps { Version = AuroraPostgresEngineVersion.VER_17_7 }),
            Writer = ClusterInstance.ServerlessV2("Writer"),
            Vpc = vpc,
            VpcSubnets = new SubnetSelection { SubnetType = SubnetType.PRIVATE_ISOLATED },
            DefaultDatabaseName = "orders",
            StorageEncrypted = true,
        });

        // CloudFormation does not tell the brokers' addresses: deploy once, ask for them, and deploy again with them and with `-c start=true`
        var bootstrapServers = new CfnParameter(this, "BootstrapServers", new CfnParameterProps
        {
            Description = "What \"aws kafka get-bootstrap-brokers\" shows for the cluster",
            Default = "unknown.invalid:9098",
        });

        var lifecycle = Node.TryGetContext("start") == null
            ? ApplicationLifecycle.Manual()
            : ApplicationLifecycle.StartOnDeploy(new StartOnDeployOptions
            {
                Restore = RestoreFrom.LatestSnapshot(),
                Timeout = Duration.Minutes(20),
            });

        new FlinkApplication(this, "Job", new FlinkApplicationProps
        {
            Runtime = FlinkRuntime.FLINK_1_20,
            Code = ApplicationCode.FromPythonAsset(Job, new PythonAssetOptions
            {
                EntryPoint = "main.py",
                JarFile = Built("lib/connectors.jar"),
                PyFiles = new[] { Built("vendor") }.OfType<string>().ToArray(),
            }),
            Description = "Orders from Kafka and clicks from Kinesis, to Amazon S3 and a database",
            VpcConfiguration = new VpcConfiguration { Vpc = vpc },
            Parallelism = 2,
            LogLevel = LogLevel.INFO,
            Lifecycle = lifecycle,
            Sources = new IFlinkConnector[]
            {
                FlinkConnector.MskCluster(new MskClusterConnectorOptions
                {
                    ClusterArn = kafka.AttrArn,
                    SecurityGroups = new ISecurityGroup[] { brokers },
                    Authentication = MskAuthentication.Iam(),
                    Topics = new[] { "orders" },
                    ConsumerGroup = "orders-job",
                    BootstrapServers = bootstrapServers.ValueAsString,
                    PropertyGroup = "Orders",
                }),
                FlinkConnector.KinesisStream(clicks, new KinesisStreamConnectorOptions { PropertyGroup = "Clicks" }),
            },
            Sinks = new IFlinkConnector[]
            {
                FlinkConnector.S3Bucket(lake, new S3BucketConnectorOptions { Prefix = "clicks/", PropertyGroup = "Lake" }),
                FlinkConnector.Database(database, new DatabaseConnectorOptions
                {
                    Secret = database.Secret,
                    DatabaseName = "orders",
                    PropertyGroup = "Database",
                }),
            },
        });
    }
}
