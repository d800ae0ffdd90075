import { Server, ServerCredentials } from "@grpc/grpc-js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import { LanguageHandshakeResponse, type RunRequest, RunResponse } from "@pulumi/pulumi/proto/language_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { promisify } from "node:util";
import { type Program, type ProgramReport, ProgramRun } from "./program-run";

/** A program's exit code after it has told the engine what was wrong. */
const TOLD = 32;

type Handler<Request, Response> = (
  call: { readonly request: Request },
  respond: (error: null, response: Response) => void,
) => void;

/**
 * A language host for one program, in place of Pulumi's own: the engine attaches to it and it runs the program as
 * Pulumi's does, in a Node process of its own that talks to the engine.
 *
 * Source: https://github.com/pulumi/pulumi, proto/pulumi/language.proto and sdk/nodejs/cmd/pulumi-language-nodejs
 */
export class LanguageHost {
  /** What the last run of the program was like; undefined before its end, and where it was killed. */
  last: ProgramReport | undefined;
  readonly #server = new Server();
  readonly #program: Program;
  #running: ProgramRun | undefined;
  #engineAddress = "";
  #port = 0;

  constructor(program: Program) {
    this.#program = program;
    // What is missing is answered with UNIMPLEMENTED, which the engine takes for: there is nothing to do.
    const service = { handshake: this.#handshake, getPluginInfo: this.#pluginInfo, run: this.#run };
    this.#server.addService(LanguageRuntimeService, service);
  }

  /** For the engine's PULUMI_DEBUG_LANGUAGES. */
  get debugLanguages(): string {
    return `nodejs:${this.#port}`;
  }

  async listen(): Promise<void> {
    const bind = promisify(this.#server.bindAsync.bind(this.#server));
    this.#port = await bind("127.0.0.1:0", ServerCredentials.createInsecure());
  }

  /** Ends the program, where it is running. */
  close(): void {
    this.#running?.end();
    this.#server.forceShutdown();
  }

  readonly #handshake: Handler<{ getEngineAddress(): string }, LanguageHandshakeResponse> = ({ request }, respond) => {
    this.#engineAddress = request.getEngineAddress();
    respond(null, new LanguageHandshakeResponse());
  };

  readonly #pluginInfo: Handler<unknown, PluginInfo> = (_call, respond) => {
    respond(null, new PluginInfo().setVersion("1.0.0"));
  };

  readonly #run: Handler<RunRequest, RunResponse> = ({ request }, respond) => {
    this.last = undefined;
    this.#running = new ProgramRun(this.#program, request, this.#engineAddress);
    void this.#running.ended.then(({ code, stderr, report }) => {
      this.last = report;
      const response = new RunResponse().setBail(code === TOLD);
      respond(null, code === 0 || code === TOLD ? response : response.setError(stderr || `exit code ${String(code)}`));
    });
  };
}
