// Imported first by the commands that use development packages: without these it says so, instead of a stack trace.
try {
  require.resolve("prettier");
  require.resolve("@aws-sdk/client-sts");
} catch {
  process.stderr.write("error: this command needs the development packages, too: npm ci, without --omit=dev\n");
  process.exit(1);
}
