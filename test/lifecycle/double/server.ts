import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { Api, dashboardPage, Dropped } from './api';
import { World } from './world';
import { Json } from '../framework';

const SERVER_ERRORS = /^(InternalFailure|ServiceUnavailable)$/;

/** The service over HTTP on loopback, in the protocols that the SDK speaks. */
export class DoubleServer {
  public static async listen(): Promise<DoubleServer> {
    const double = new DoubleServer();
    await new Promise<void>(resolve => double.server.listen(0, '127.0.0.1', resolve));
    return double;
  }

  public readonly api = new Api(new World(), () => this.url);
  private readonly server: Server = createServer((request, response) => { void this.answer(request, response); });

  public get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(resolve => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    if (request.url!.startsWith('/flinkdashboard')) return this.answerDashboard(request, response);
    const target = request.headers['x-amz-target'] as string | undefined;
    const form = target === undefined ? Object.fromEntries(new URLSearchParams(body)) : undefined;
    const call = target?.split('.')[1] ?? form!.Action;
    try {
      const given = form === undefined ? JSON.parse(body) as Json : inputOf(form);
      const answer = this.api.call(target?.split('.')[0] ?? 'query', call, given, body);
      if (form !== undefined) response.setHeader('content-type', 'text/xml').end(xmlOf(call, answer));
      else response.setHeader('content-type', 'application/x-amz-json-1.1').end(JSON.stringify(answer));
    } catch (error) {
      if (error instanceof Dropped) request.socket.destroy();
      else refuse(response, error as Error, form !== undefined);
    }
  }

  private answerDashboard(request: IncomingMessage, response: ServerResponse): void {
    const { world } = this.api;
    if (world.dashboard === 'unreachable') return void request.socket.destroy();
    const url = new URL(request.url!, this.url);
    const [, , name, ...path] = url.pathname.split('/');
    const signedIn = request.headers.cookie === 'session=1';
    if (world.dashboard === 'cookies' && !signedIn) {
      const signsIn = path.length === 0;
      if (signsIn) {
        response.setHeader(
          'set-cookie', 'session=1; Path=/; HttpOnly',
        ).setHeader('location', `/flinkdashboard/${name}/`);
      }
      return void response.writeHead(signsIn ? 302 : 403).end('<html></html>');
    }
    response.setHeader('content-type', 'application/json').end(
      JSON.stringify(dashboardPage(world, name, path.join('/'))),
    );
  }
}

/** The query protocol as far as it is used: one filter with one value. */
function inputOf(form: Record<string, string>): Json {
  return form.Action === 'DescribeNetworkInterfaces'
    ? { Filters: [{ Name: form['Filter.1.Name'], Values: [form['Filter.1.Value.1']] }] }
    : form;
}

function xmlOf(call: string, answer: Json): string {
  if (call === 'DescribeNetworkInterfaces') {
    const items = (answer.NetworkInterfaces as { NetworkInterfaceId: string }[])
      .map(({ NetworkInterfaceId: id }) => `<item><networkInterfaceId>${id}</networkInterfaceId></item>`);
    return '<DescribeNetworkInterfacesResponse '
      + `xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><networkInterfaceSet>${items.join('')}</networkInterfaceSet></DescribeNetworkInterfacesResponse>`;
  }
  const content = Object.entries(answer).map(([key, value]) => {
    const member = Array.isArray(value) ? `<member>${elements(value[0] as Json)}</member>` : elements(value as Json);
    return `<${key}>${member}</${key}>`;
  });
  return `<${call}Response `
    + `xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><${call}Result>${content.join('')}</${call}Result></${call}Response>`;
}

function elements(values: Json): string {
  return Object.entries(values).map(([key, value]) => `<${key}>${String(value)}</${key}>`).join('');
}

function refuse(response: ServerResponse, { name, message }: Error, isQuery: boolean): void {
  response.statusCode = SERVER_ERRORS.test(name) ? 500 : 400;
  if (isQuery) {
    response.end(
      `<ErrorResponse><Error><Type>Sender</Type><Code>${name}</Code><Message>${message}</Message></Error></ErrorResponse>`,
    );
  } else {
    response.setHeader(
      'content-type', 'application/x-amz-json-1.1',
    ).setHeader('x-amzn-errortype', name).end(JSON.stringify({ __type: name, message }));
  }
}
