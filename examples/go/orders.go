package main

import (
	"os"
	"path/filepath"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskinesis"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsmsk"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsrds"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	flink "github.com/cdk-managed-flink/cdk-managed-flink-go/cdkmanagedflink"
)

const job = "../job"

// built is a file or folder of the job that its build makes, or nothing where it was not built: the application can be synthesised without.
func built(path string) *string {
	if _, err := os.Stat(filepath.Join(job, path)); err != nil {
		return nil
	}
	return jsii.String(path)
}

// NewOrdersStack makes a Flink job in a VPC that has no way to the internet: from Kafka and Kinesis to Amazon S3 and a database.
func NewOrdersStack(scope constructs.Construct, id string) awscdk.Stack {
	stack := awscdk.NewStack(scope, jsii.String(id), nil)

	vpc := awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{
		IpAddresses: awsec2.IpAddresses_Cidr(jsii.String("10.0.0.0/16")),
		MaxAzs:      jsii.Number(2),
		SubnetConfiguration: &[]*awsec2.SubnetConfiguration{{
			Name:       jsii.String("flink"),
			SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED,
			CidrMask:   jsii.Number(24),
		}},
	})

	// what the job reads and writes
	brokers := awsec2.NewSecurityGroup(stack, jsii.String("Brokers"), &awsec2.SecurityGroupProps{
		Vpc:              vpc,
		AllowAllOutbound: jsii.Bool(false),
	})
	var subnetIds []*string
	for _, subnet := range *vpc.IsolatedSubnets() {
		subnetIds = append(subnetIds, subnet.SubnetId())
	}
	kafka := awsmsk.NewCfnServerlessCluster(stack, jsii.String("Kafka"), &awsmsk.CfnServerlessClusterProps{
		ClusterName: jsii.String("orders"),
		ClientAuthentication: &awsmsk.CfnServerlessCluster_ClientAuthenticationProperty{
			Sasl: &awsmsk.CfnServerlessCluster_SaslProperty{
				Iam: &awsmsk.CfnServerlessCluster_IamProperty{Enabled: jsii.Bool(true)},
			},
		},
		VpcConfigs: &[]interface{}{&awsmsk.CfnServerlessCluster_VpcConfigProperty{
			SubnetIds:      &subnetIds,
			SecurityGroups: &[]*string{brokers.SecurityGroupId()},
		}},
	})
	clicks := awskinesis.NewStream(stack, jsii.String("Clicks"), nil)
	lake := awss3.NewBucket(stack, jsii.String("Lake"), &awss3.BucketProps{
		BlockPublicAccess: awss3.BlockPublicAccess_BLOCK_ALL(),
		EnforceSSL:        jsii.Bool(true),
		RemovalPolicy:     awscdk.RemovalPolicy_RETAIN,
	})
	database := awsrds.NewDatabaseCluster(stack, jsii.String("Database"), &awsrds.DatabaseClusterProps{
		Engine: awsrds.DatabaseClusterEngine_AuroraPostgres(&awsrds.AuroraPostgresClusterEngineProps{
			Version: awsrds.AuroraPostgresEngineVersion_VER_17_7(),
		}),
		Writer:              awsrds.ClusterInstance_ServerlessV2(jsii.String("Writer"), nil),
		Vpc:                 vpc,
		VpcSubnets:          &awsec2.SubnetSelection{SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED},
		DefaultDatabaseName: jsii.String("orders"),
		StorageEncrypted:    jsii.Bool(true),
	})

	// CloudFormation does not tell the brokers' addresses: deploy once, ask for them, and deploy again with them and with `-c start=true`
	bootstrapServers := awscdk.NewCfnParameter(stack, jsii.String("BootstrapServers"), &awscdk.CfnParameterProps{
		Description: jsii.String(`What "aws kafka get-bootstrap-brokers" shows for the cluster`),
		Default:     jsii.String("unknown.invalid:9098"),
	})

	lifecycle := flink.ApplicationLifecycle_Manual()
	if stack.Node().TryGetContext(jsii.String("start")) != nil {
		lifecycle = flink.ApplicationLifecycle_StartOnDeploy(&flink.StartOnDeployOptions{
			Restore: flink.RestoreFrom_LatestSnapshot(nil),
			Timeout: awscdk.Duration_Minutes(jsii.Number(20)),
		})
	}

	var pyFiles []*string
	if vendor := built("vendor"); vendor != nil {
		pyFiles = append(pyFiles, vendor)
	}
	flink.NewFlinkApplication(stack, jsii.String("Job"), &flink.FlinkApplicationProps{
		Runtime: flink.FlinkRuntime_FLINK_1_20(),
		Code: flink.ApplicationCode_FromPythonAsset(jsii.String(job), &flink.PythonAssetOptions{
			EntryPoint: jsii.String("main.py"),
			JarFile:    built("lib/connectors.jar"),
			PyFiles:    &pyFiles,
		}),
		Description:      jsii.String("Orders from Kafka and clicks from Kinesis, to Amazon S3 and a database"),
		VpcConfiguration: &flink.VpcConfiguration{Vpc: vpc},
		Parallelism:      jsii.Number(2),
		LogLevel:         flink.LogLevel_INFO,
		Lifecycle:        lifecycle,
		Sources: &[]flink.IFlinkConnector{
			flink.FlinkConnector_MskCluster(&flink.MskClusterConnectorOptions{
				ClusterArn:       kafka.AttrArn(),
				SecurityGroups:   &[]awsec2.ISecurityGroup{brokers},
				Authentication:   flink.MskAuthentication_Iam(),
				Topics:           jsii.Strings("orders"),
				ConsumerGroup:    jsii.String("orders-job"),
				BootstrapServers: bootstrapServers.ValueAsString(),
				PropertyGroup:    jsii.String("Orders"),
			}),
			flink.FlinkConnector_KinesisStream(clicks, &flink.KinesisStreamConnectorOptions{PropertyGroup: jsii.String("Clicks")}),
		},
		Sinks: &[]flink.IFlinkConnector{
			flink.FlinkConnector_S3Bucket(lake, &flink.S3BucketConnectorOptions{Prefix: jsii.String("clicks/"), PropertyGroup: jsii.String("Lake")}),
			flink.FlinkConnector_Database(database, &flink.DatabaseConnectorOptions{
				Secret:        database.Secret(),
				DatabaseName:  jsii.String("orders"),
				PropertyGroup: jsii.String("Database"),
			}),
		},
	})
	return stack
}

func main() {
	defer jsii.Close()
	app := awscdk.NewApp(nil)
	NewOrdersStack(app, "Orders")
	app.Synth(nil)
}
