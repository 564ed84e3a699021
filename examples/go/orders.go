package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	flink "github.com/cdk-managed-flink/cdk-managed-flink-go/cdkmanagedflink"
)

// NewOrdersStack makes a Flink job in a VPC that has no way to the internet.
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

	flink.NewFlinkApplication(stack, jsii.String("Job"), &flink.FlinkApplicationProps{
		Runtime:          flink.FlinkRuntime_FLINK_1_20(),
		Code:             flink.ApplicationCode_FromPythonAsset(jsii.String("../job"), &flink.PythonAssetOptions{EntryPoint: jsii.String("main.py")}),
		Description:      jsii.String("Counts orders by product"),
		VpcConfiguration: &flink.VpcConfiguration{Vpc: vpc},
		Parallelism:      jsii.Number(2),
		LogLevel:         flink.LogLevel_INFO,
		PropertyGroups:   &map[string]*map[string]*string{"Orders": {"rows.per.second": jsii.String("20")}},
	})
	return stack
}

func main() {
	defer jsii.Close()
	app := awscdk.NewApp(nil)
	NewOrdersStack(app, "Orders")
	app.Synth(nil)
}
