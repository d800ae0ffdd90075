/** How often a long step reports that it is still at work. */
const everyMs = 10_000;

/** Says at once, and then every ten seconds, how far a long step has come and how long it has taken. */
export function startTicker(say: (line: string) => void, progress: () => string): { stop(): void } {
  const started = Date.now();
  const report = (): void => {
    const seconds = Math.round((Date.now() - started) / 1000);
    say(seconds === 0 ? `${progress()} ...` : `${progress()} (${seconds} s)`);
  };
  report();
  const timer = setInterval(report, everyMs);
  return {
    stop: () => {
      clearInterval(timer);
    },
  };
}
