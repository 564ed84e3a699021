import java.nio.charset.StandardCharsets;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.spi.LoginModule;
import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;
import javax.security.sasl.SaslServerFactory;

/** The broker's side of AWS_MSK_IAM: accepts what the real client library signs for a connection, without a look at the signature. */
public class MskLogin implements LoginModule {
    static {
        Security.addProvider(new MskProvider());
    }

    /** Tells Java's SASL where the server of the mechanism is. */
    public static class MskProvider extends Provider {
        public MskProvider() {
            super("MskIamDouble", "1", "AWS_MSK_IAM without signatures");
            put("SaslServerFactory.AWS_MSK_IAM", Factory.class.getName());
        }
    }

    public static class Factory implements SaslServerFactory {
        @Override
        public SaslServer createSaslServer(String mechanism, String protocol, String name, Map<String, ?> props, CallbackHandler handler) {
            return new Server();
        }

        @Override
        public String[] getMechanismNames(Map<String, ?> props) {
            return new String[] {"AWS_MSK_IAM"};
        }
    }

    /** One login: the client says everything in its first message. */
    public static class Server implements SaslServer {
        private boolean complete;

        @Override
        public byte[] evaluateResponse(byte[] response) throws SaslException {
            String payload = new String(response, StandardCharsets.UTF_8);
            if (!payload.contains("kafka-cluster:Connect") || !payload.contains("x-amz-signature")) {
                throw new SaslException("not signed for kafka-cluster:Connect: " + payload);
            }
            complete = true;
            return "{\"version\":\"2020_10_22\",\"request-id\":\"1\"}".getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String getMechanismName() {
            return "AWS_MSK_IAM";
        }

        @Override
        public boolean isComplete() {
            return complete;
        }

        @Override
        public String getAuthorizationID() {
            return "job";
        }

        @Override
        public byte[] unwrap(byte[] incoming, int offset, int length) {
            return Arrays.copyOfRange(incoming, offset, offset + length);
        }

        @Override
        public byte[] wrap(byte[] outgoing, int offset, int length) {
            return Arrays.copyOfRange(outgoing, offset, offset + length);
        }

        @Override
        public Object getNegotiatedProperty(String name) {
            return null;
        }

        @Override
        public void dispose() {
        }
    }

    @Override
    public void initialize(Subject subject, CallbackHandler handler, Map<String, ?> shared, Map<String, ?> options) {
    }

    @Override
    public boolean login() {
        return true;
    }

    @Override
    public boolean commit() {
        return true;
    }

    @Override
    public boolean abort() {
        return false;
    }

    @Override
    public boolean logout() {
        return true;
    }
}
