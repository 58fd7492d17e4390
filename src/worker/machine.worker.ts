/** The machine's thread. */
import { expose } from "comlink";
import { machineRuns } from "./runs.ts";

expose(machineRuns());
