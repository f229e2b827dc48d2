// hocuspocus as it comes, without extensions: HOST and PORT in the environment. Keeps everything in memory.
import { Server } from "@hocuspocus/server";

const server = new Server({ address: process.env.HOST, port: Number(process.env.PORT), quiet: true });
await server.listen();
