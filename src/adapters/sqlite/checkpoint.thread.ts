import { DatabaseSync } from "node:sqlite";
import { parentPort, workerData } from "node:worker_threads";

/** A thread's program: at each message it copies what stands in the log into the database's own file, and answers once that is synced. */
const port = parentPort;
if (port === null) throw new Error("This file is a worker thread's program; start it with new Worker()");
const database = new DatabaseSync(String(workerData), { timeout: 0 });
database.exec("PRAGMA synchronous = NORMAL; PRAGMA checkpoint_fullfsync = ON");
// PASSIVE waits for nobody, and nobody for it.
const checkpoint = database.prepare("PRAGMA wal_checkpoint(PASSIVE)");

port.on("message", (what: "copy" | "close") => {
  if (what === "copy") port.postMessage(checkpoint.get());
  else {
    database.close();
    port.close();
  }
});
