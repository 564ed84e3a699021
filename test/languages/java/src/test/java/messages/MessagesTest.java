package messages;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.cdkmanagedflink.ApplicationCode;
import io.github.cdkmanagedflink.FlinkApplication;
import io.github.cdkmanagedflink.FlinkRuntime;
import io.github.cdkmanagedflink.PythonAssetOptions;
import io.github.cdkmanagedflink.VpcConfiguration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.ec2.VpcAttributes;

/** What a mistake looks like in Java: the first line of the exception is the whole message. */
class MessagesTest {
    private final Stack stack = new Stack(new App(), "Stack");

    private FlinkApplication.Builder application(final IVpc vpc) {
        return FlinkApplication.Builder.create(stack, "Job")
                .runtime(FlinkRuntime.FLINK_1_20)
                .code(ApplicationCode.fromPythonAsset("../job", PythonAssetOptions.builder().entryPoint("main.py").build()))
                .vpcConfiguration(VpcConfiguration.builder().vpc(vpc).build());
    }

    private static void assertFails(final Executable mistake, final String pattern) {
        String message = assertThrows(RuntimeException.class, mistake).getMessage();
        String firstLine = message.split("\n", 2)[0];
        assertTrue(firstLine.matches(pattern), message);
    }

    @Test
    void sqlRuntime() {
        assertFails(() -> FlinkRuntime.of("SQL-1_0"),
                "Error: runtime is \"SQL-1_0\", but SQL applications cannot have a VPC configuration, .*write a Flink runtime such as `FlinkRuntime\\.FLINK_1_20`.*");
    }

    @Test
    void importedVpcWithoutAChoice() {
        IVpc vpc = Vpc.fromVpcAttributes(stack, "Imported", VpcAttributes.builder()
                .vpcId("vpc-0123456789abcdef0")
                .availabilityZones(List.of("eu-west-1a", "eu-west-1b"))
                .privateSubnetIds(List.of("subnet-1", "subnet-2"))
                .build());
        assertFails(() -> application(vpc).build(),
                "vpcConfiguration\\.endpoints is missing, and the VPC Stack/Imported is imported, "
                        + ".*VpcEndpoints\\.create.*VpcEndpoints\\.existing.*VpcEndpoints\\.none.* \\[at Stack/Job\\]");
    }

    @Test
    void wrongName() {
        assertFails(() -> application(new Vpc(stack, "Vpc")).applicationName("my orders").build(),
                "applicationName is \"my orders\", but must be 1 to 128 of the characters .* \\[at Stack/Job\\]");
    }
}
