import { jobQueueContract } from "../../ports/job-queue.contract.ts";
import { createInProcessJobQueue } from "./job-queue.ts";

jobQueueContract("one process", createInProcessJobQueue);
