// Loaded into a program's process before anything else, to see from inside how long it takes and how much it needs.
// Plain JavaScript: what compiles TypeScript is part of what is measured.
const { writeSync } = require("node:fs");
const { performance } = require("node:perf_hooks");
const process = require("node:process");
const { ResourceMonitorClient } = require("@pulumi/pulumi/proto/resource_grpc_pb");

/** Where the language host reads the report, as a file descriptor. */
const REPORT = 3;

const { registerResource } = ResourceMonitorClient.prototype;
let resources = 0;
let registeredMs = 0;

ResourceMonitorClient.prototype.registerResource = function (...args) {
  resources += 1;
  // Counted from the start of the process.
  registeredMs = performance.now();
  return registerResource.apply(this, args);
};

process.on("exit", () => {
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  writeSync(REPORT, JSON.stringify({ resources, registeredMs, peakBytes }));
});
