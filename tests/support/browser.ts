import { accessSync, constants, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type Event, openPipe, type Pipe } from "./browser-pipe";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/** How long a page may take before it counts as never ending, in milliseconds. */
const PATIENCE = 100_000;
/** For how long nothing may be under way before a page counts as complete. */
const QUIET = 50;

/** What a browser requests from a site by itself, once, if a page names no icon. */
const FAVICON = /^[^?]*\/favicon\.ico$/;

/** The Chromium or Chrome of CHROME_BIN, else the first on PATH. */
function findBrowser(): string | undefined {
  const { CHROME_BIN, PATH = "" } = process.env;
  if (CHROME_BIN !== undefined && CHROME_BIN !== "") return CHROME_BIN;
  const files = NAMES.flatMap((name) => PATH.split(delimiter).map((folder) => join(folder, name)));
  return files.find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * Starts a browser before the suite, and ends it after. Without one the suite's tests are pending. Where SCREENSHOTS names
 * a folder, what each test has left in the browser is a picture there. Call it inside `describe`.
 */
export function startedBrowser(): () => Browser {
  let browser: Browser | undefined;
  before(async function () {
    const command = findBrowser();
    if (command === undefined) {
      console.log("    pending: found no Chromium or Chrome on PATH; CHROME_BIN can name one");
      this.skip();
    }
    browser = await Browser.start(command);
  });
  afterEach(async function () {
    const { SCREENSHOTS } = process.env;
    if (SCREENSHOTS === undefined || browser === undefined) return;
    mkdirSync(SCREENSHOTS, { recursive: true });
    const name = this.currentTest?.fullTitle().replace(/[^\w.]+/g, "-");
    writeFileSync(join(SCREENSHOTS, `${String(name)}.png`), await browser.screenshot());
  });
  after(() => browser?.close());
  return () => browser ?? fail();
}

function fail(): never {
  throw new Error("only in a test of the suite");
}

/** The outcome of a visit. */
export interface Visit {
  /** The status of the page itself, after redirects. */
  readonly status: number | undefined;
  /** Where redirects led. */
  readonly url: string;
  /** Each answer on the way there and for the page's parts, for example `301 http://www.localhost/`. */
  readonly answers: readonly string[];
  /** All that the console shows, each with its source: `javascript`, `security`, `network`, ... */
  readonly messages: readonly string[];
}

interface Response {
  readonly url: string;
  readonly status: number;
}

/** A headless Chromium with one page. */
export class Browser {
  private constructor(
    private readonly pipe: Pipe,
    private readonly session: string,
    private readonly profile: string,
  ) {}

  static async start(command: string): Promise<Browser> {
    const profile = mkdtempSync(join(tmpdir(), "passwordless-browser-"));
    const pipe = openPipe(command, [
      "--headless",
      "--remote-debugging-pipe",
      `--user-data-dir=${profile}`,
      "--window-size=1024,768",
      // Only the pages that are requested.
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--disable-quic",
      "--disable-gpu",
      "--disable-dev-shm-usage",
      // Chromium refuses to run as root with its sandbox.
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    ]);
    const { targetId } = await pipe.send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await pipe.send("Target.attachToTarget", { targetId, flatten: true });
    for (const domain of ["Page", "Network", "Log", "Runtime"])
      await pipe.send(`${domain}.enable`, {}, String(sessionId));
    return new Browser(pipe, String(sessionId), profile);
  }

  /** Opens an address for the first time in this browser, and waits until the page and its parts are there. */
  async visit(address: string): Promise<Visit> {
    const answers: string[] = [];
    const messages: string[] = [];
    const underWay = new Set<unknown>();
    let page: Response | undefined;
    const progress = { loaded: false, last: Date.now() };
    const stop = this.pipe.listen(({ method, params, sessionId }: Event) => {
      if (sessionId !== this.session) return;
      const told = params as Told;
      const { requestId, response, redirectResponse, type, entry } = told;
      if (FAVICON.test(response?.url ?? entry?.url ?? "")) return;
      progress.last = Date.now();
      if (method === "Network.requestWillBeSent") underWay.add(requestId);
      if (method === "Network.loadingFinished" || method === "Network.loadingFailed") underWay.delete(requestId);
      for (const each of [response, redirectResponse]) if (each) answers.push(`${each.status} ${each.url}`);
      if (method === "Network.responseReceived" && type === "Document") page = response;
      if (method === "Page.loadEventFired") progress.loaded = true;
      messages.push(...messagesOf(told));
    });
    try {
      await this.#send("Network.clearBrowserCache");
      await this.#send("Log.clear");
      const { errorText } = await this.#send("Page.navigate", { url: address });
      if (errorText !== undefined) throw new Error(`${address}: ${JSON.stringify(errorText)}`);
      const end = Date.now() + PATIENCE;
      while (!progress.loaded || underWay.size > 0 || Date.now() - progress.last < QUIET) {
        if (Date.now() > end) throw new Error(`${address}: not complete after ${PATIENCE} ms`);
        await wait(10);
        // Its answer comes after all that the page has told until then, however busy the machine is.
        if (progress.loaded) await this.evaluate("0");
      }
      return { status: page?.status, url: page?.url ?? "", answers, messages };
    } finally {
      stop();
    }
  }

  /** The value of an expression in the page, awaited. */
  async evaluate(expression: string): Promise<unknown> {
    const { result, exceptionDetails } = await this.#send("Runtime.evaluate", {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails !== undefined) throw new Error(`${expression}: ${JSON.stringify(exceptionDetails)}`);
    return (result as { value?: unknown }).value;
  }

  /** What the page looks like, as PNG. */
  async screenshot(): Promise<Buffer> {
    const { data } = await this.#send("Page.captureScreenshot");
    return Buffer.from(String(data), "base64");
  }

  async close(): Promise<void> {
    await this.pipe.close();
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }

  #send(method: string, params: object = {}) {
    return this.pipe.send(method, params, this.session);
  }
}

/** What is read of the events of the domains Network, Log and Runtime. */
interface Told {
  readonly requestId?: string;
  readonly response?: Response;
  readonly redirectResponse?: Response;
  readonly type?: string;
  readonly entry?: { readonly source: string; readonly text: string; readonly url?: string };
  readonly exceptionDetails?: { readonly text: string; readonly exception?: { readonly description?: string } };
  readonly args?: readonly { readonly value?: unknown; readonly description?: string }[];
}

/** What an event adds to the console. */
function messagesOf({ type = "", entry, exceptionDetails, args }: Told): string[] {
  if (entry !== undefined) return [[`${entry.source}: ${entry.text}`, entry.url ?? []].flat().join(" ")];
  if (exceptionDetails !== undefined)
    return [`javascript: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`];
  if (args === undefined) return [];
  return [`console.${type}: ${args.map(({ value, description }) => description ?? JSON.stringify(value)).join(" ")}`];
}
