// Loaded into a process before anything else: writes how much memory it needed at most, in bytes, into PEAK_FILE.
import { writeFileSync } from "node:fs";
import process from "node:process";

process.on("exit", () => {
  writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS * 1024));
});
