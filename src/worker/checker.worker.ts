/** The checker's thread. */
import { expose } from "comlink";
import { checkSession } from "./check_session.ts";

expose(checkSession(() => performance.now()));
