// Receives webhooks as a stranger would: the reference library of Standard Webhooks verifies, that of CloudEvents reads.
// First it says on which port it listens, then a line of JSON for each message. Its arguments: the secret, and a port.
import { createServer } from "node:http";
import { HTTP } from "cloudevents";
import { Webhook } from "standardwebhooks";

const webhook = new Webhook(process.argv[2]);

function judged(headers, body) {
  try {
    webhook.verify(body, headers);
    const event = HTTP.toEvent({ headers, body });
    event.validate();
    return { id: event.id, type: event.type, source: event.source, subject: event.subject, time: event.time };
  } catch (fault) {
    return { refused: fault.message };
  }
}

const server = createServer((request, response) => {
  const parts = [];
  request.on("data", (part) => parts.push(part));
  request.on("end", () => {
    const said = judged(request.headers, Buffer.concat(parts).toString("utf8"));
    console.log(JSON.stringify(said));
    response.writeHead(said.refused ? 401 : 204).end();
  });
});

server.listen(Number(process.argv[3] ?? 0), "127.0.0.1", () => console.log(server.address().port));
