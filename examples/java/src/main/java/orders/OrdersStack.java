package orders;

import io.github.cdkmanagedflink.ApplicationCode;
import io.github.cdkmanagedflink.FlinkApplication;
import io.github.cdkmanagedflink.FlinkRuntime;
import io.github.cdkmanagedflink.LogLevel;
import io.github.cdkmanagedflink.PythonAssetOptions;
import io.github.cdkmanagedflink.VpcConfiguration;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ec2.IpAddresses;
import software.amazon.awscdk.services.ec2.SubnetConfiguration;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ec2.Vpc;
import software.constructs.Construct;

/** A Flink job in a VPC that has no way to the internet. */
public class OrdersStack extends Stack {
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

        FlinkApplication.Builder.create(this, "Job")
                .runtime(FlinkRuntime.FLINK_1_20)
                .code(ApplicationCode.fromPythonAsset("../job", PythonAssetOptions.builder().entryPoint("main.py").build()))
                .description("Counts orders by product")
                .vpcConfiguration(VpcConfiguration.builder().vpc(vpc).build())
                .parallelism(2)
                .logLevel(LogLevel.INFO)
                .propertyGroups(Map.of("Orders", Map.of("rows.per.second", "20")))
                .build();
    }
}
