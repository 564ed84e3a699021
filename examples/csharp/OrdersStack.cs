using System.Collections.Generic;
using Amazon.CDK;
using Amazon.CDK.AWS.EC2;
using CdkManagedFlink;
using Constructs;

namespace Orders;

/// <summary>A Flink job in a VPC that has no way to the internet.</summary>
public class OrdersStack : Stack
{
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

        new FlinkApplication(this, "Job", new FlinkApplicationProps
        {
            Runtime = FlinkRuntime.FLINK_1_20,
            Code = ApplicationCode.FromPythonAsset("../job", new PythonAssetOptions { EntryPoint = "main.py" }),
            Description = "Counts orders by product",
            VpcConfiguration = new VpcConfiguration { Vpc = vpc },
            Parallelism = 2,
            LogLevel = LogLevel.INFO,
            PropertyGroups = new Dictionary<string, IDictionary<string, string>>
            {
                ["Orders"] = new Dictionary<string, string> { ["rows.per.second"] = "20" },
            },
        });
    }
}
