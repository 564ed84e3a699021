package orders;

import software.amazon.awscdk.App;

public final class OrdersApp {
    private OrdersApp() {
    }

    public static void main(final String[] args) {
        App app = new App();
        new OrdersStack(app, "Orders");
        app.synth();
    }
}
