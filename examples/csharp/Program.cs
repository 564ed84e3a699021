using Amazon.CDK;
using Orders;

var app = new App();
new OrdersStack(app, "Orders");
app.Synth();
