import { awkward } from "../../lab/checks/faults";
import { missing, type Prerequisite } from "../../lab/prerequisites";
import { junitXml, reportText } from "../../lab/report";
import { tallyOf } from "../../lab/tally";

describe("counting checks", () => {
  test("a complaint or an error fails a check, anything else passes; each check is reported as it ends", async () => {
    const lines: string[] = [];
    const tally = tallyOf((line) => lines.push(line));
    await tally.check("network", "one", () => Promise.resolve(undefined));
    await tally.check("network", "two", () => Promise.resolve("tcp 22 is open\ntcp 80 is open"));
    await tally.check("faults", "three", () => Promise.reject(new Error("The world has ended.")));
    expect(lines).toEqual([
      "ok    network: one",
      "FAIL  network: two\n      | tcp 22 is open\n      | tcp 80 is open",
      "FAIL  faults: three\n      | The world has ended.",
    ]);
    const text = reportText({ cases: tally.cases, figures: [], left: [{ name: "KVM", why: "there is none" }] });
    expect(text).toMatch(/network +1 +1/);
    expect(text).toContain("  KVM: there is none");
    expect(text.split("\n").at(-1)).toBe("1 passed, 2 failed");
  });

  test("JUnit's XML keeps the text of a failure, whatever characters it contains", () => {
    const cases = [{ suite: "a & b", name: "  <one>", seconds: 1.5, failure: 'said "no"\u0001\n' }];
    expect(junitXml({ cases, figures: [], left: [] })).toContain(
      '<testcase classname="a &amp; b" name="&lt;one&gt;" time="1.500"><failure>said &quot;no&quot;?\n</failure></testcase>',
    );
  });
});

describe("what the lab needs", () => {
  const need = (name: string, isThere: boolean): Prerequisite => ({ name, why: "", fix: "", isThere: () => isThere });

  test("everything that is missing is reported at once", async () => {
    const machine = [need("Linux", true), need("root", true)];
    const programs = [need("nft", false), need("ip", true), need("sshd", false)];
    expect((await missing([machine, programs])).map(({ name }) => name)).toEqual(["nft", "sshd"]);
  });

  test("nothing else is tested without root, and the kernel is not tested without the programs for it", async () => {
    const kernel: Prerequisite = { ...need("bridges", false), isThere: () => Promise.reject(new Error("no unshare")) };
    const root = need("root", false);
    expect(await missing([[need("Linux", true), root], [need("nft", false)]])).toEqual([root]);
    const unshare = need("unshare", false);
    expect(await missing([[need("root", true)], [unshare], [kernel]])).toEqual([unshare]);
  });
});

test("the test secret contains every awkward character, and has the full size", () => {
  expect(Buffer.byteLength(awkward)).toBeGreaterThanOrEqual(4096);
  for (const part of ["'", '"', "\\", "$HOME", "%s", "\n", "\r\n", "ü", "🔑"]) expect(awkward).toContain(part);
});
