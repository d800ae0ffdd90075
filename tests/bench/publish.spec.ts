import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { publish } from "../../bench/publish";
import type { Release } from "../../bench/publish/releases";
import { reportOf } from "../../bench/publish/report";
import type { Requests } from "../../bench/publish/requests";
import type { Report } from "../../bench/section";

describe("the part of the benchmark about publishing", function () {
  this.timeout(180_000);

  describe("in its quick mode", () => {
    let report: Report;
    const said: string[] = [];

    before(async () => {
      const { signal } = new AbortController();
      report = await publish.run({ quick: true, say: (line) => void said.push(line), signal });
    });

    it("counts what publishing really asks, and what a plain sync does", () => {
      const rows = report.text.split("\n").filter((line) => /^\| \d/.test(line));
      assert.deepEqual(
        rows.map((row) => row.slice(2, -2).split(" | ")),
        [
          ["10", "first", "12 / 10", "6 / 6", "3 / 1", "0 / 0", "2 / 1", "1.42", "17 / 0", "1 / 1"],
          ["10", "unchanged", "6 / 10", "0 / 6", "3 / 1", "0 / 0", "2 / 1", "0.92", "18 / 0", "1 / 1"],
          ["10", "one page changed", "6 / 10", "0 / 6", "3 / 1", "0 / 0", "2 / 1", "0.92", "19 / 0", "1 / 1"],
          ["100", "first", "102 / 100", "60 / 60", "3 / 1", "0 / 0", "2 / 1", "1.05", "107 / 0", "1 / 1"],
          ["100", "unchanged", "42 / 100", "0 / 60", "3 / 1", "0 / 0", "2 / 1", "0.46", "108 / 0", "1 / 1"],
          ["100", "one page changed", "42 / 100", "0 / 60", "3 / 1", "0 / 0", "2 / 1", "0.46", "109 / 0", "1 / 1"],
        ],
      );
    });

    it("meets its targets", () => {
      assert.equal(report.targets.length, 3);
      for (const { what, got, met } of report.targets) assert.ok(met, `${what}: ${got}`);
    });

    it("times our own scripts", () => {
      const [, all, ...each] =
        /100 files, ([\d.]+) seconds .*: ([\d.]+), ([\d.]+), ([\d.]+)\)/.exec(report.text)?.map(Number) ?? [];
      assert.ok(each.length === 3 && each.every((seconds) => seconds > 0), report.text);
      assert.ok(Math.abs((all ?? 0) - each.reduce((total, seconds) => total + seconds, 0)) < 0.3);
    });

    it("says where it is", () => {
      assert.deepEqual(said.slice(0, 4), [
        "10 files: first",
        "10 files: unchanged",
        "10 files: one page changed",
        "100 files: first",
      ]);
    });
  });

  for (const [when, begun] of [
    ["before it has begun", 0],
    ["in its second release", 2],
  ] as const) {
    it(`stops where it is told to ${when}, and leaves no file behind`, async () => {
      const stop = new AbortController();
      const reason = new Error("stopped");
      const before = leftOver();
      let made: string[] = [];
      let releases = 0;
      const say = (): void => {
        made = leftOver().filter((name) => !before.includes(name));
        if (++releases === begun) stop.abort(reason);
      };
      if (begun === 0) stop.abort(reason);
      await assert.rejects(publish.run({ quick: true, say, signal: stop.signal }), reason);
      assert.equal(releases, begun);
      assert.equal(made.length, begun === 0 ? 0 : 1);
      assert.deepEqual(
        made.filter((name) => leftOver().includes(name)),
        [],
      );
    });
  }

  describe("the report", () => {
    const requests: Requests = { put: 6, putAssets: 0, list: 3, delete: 1, cloudfront: 2, paths: 1 };
    const release = (kind: Release["kind"], ours: Partial<Requests> = {}): Release => ({
      files: 1000,
      kind,
      ours: { ...requests, ...ours },
      visits: 17,
      plain: requests,
      seconds: {},
    });
    const met = (...releases: Release[]) => reportOf(releases).targets.map((target) => target.met);
    const [first, unchanged] = [release("first", { putAssets: 600 }), release("unchanged")];
    const changed = release("one page changed");

    it("meets its targets where nothing is needless", () => {
      assert.deepEqual(met(first, unchanged, changed), [true, true, true]);
    });

    it("misses them where one size uploads assets again, or invalidates path by path", () => {
      const misses = { putAssets: 1 };
      assert.deepEqual(met(first, unchanged, release("unchanged", misses), changed), [false, true, true]);
      assert.deepEqual(met(first, unchanged, changed, release("one page changed", misses)), [true, false, true]);
      assert.deepEqual(met(release("first", { paths: 4 }), unchanged, changed), [true, true, false]);
    });

    it("misses a target of which nothing was measured", () => {
      assert.deepEqual(met(first), [false, false, true]);
    });

    it("shows what it got where it misses", () => {
      const { targets } = reportOf([release("unchanged"), release("unchanged", { putAssets: 6000 })]);
      assert.equal(targets[0]?.got, "0, 6,000");
    });
  });
});

function leftOver(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith("bench-publish-"));
}
