import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { exitCodes, formatted, HomelabError, together } from "../../homelab/values/error";
import { noPaint } from "../../homelab/values/paint";

const root = join(__dirname, "../..");

test("an error is shown with its fix, and its exit code is that of a failure by default", () => {
  const error = new HomelabError("It is full.", { fix: "Make room." });
  expect(error.format()).toBe("It is full.\nFix: Make room.");
  expect(error.format({ ...noPaint, green: (text) => `<${text}>` })).toBe("It is full.\n<Fix:> Make room.");
  expect([error.message, error.exitCode]).toEqual(["It is full.", exitCodes.failed]);
  expect(new HomelabError("It is full.", { exitCode: exitCodes.usage })).toMatchObject({ exitCode: exitCodes.usage });
  expect([new HomelabError("It is full."), new Error("It broke."), "thrown"].map(formatted)).toEqual([
    "It is full.",
    "It broke.",
    "thrown",
  ]);
});

test("several errors become one: each message, each fix once, and the exit code that all of them have", () => {
  const { unreachable } = exitCodes;
  const [off, away] = ["off", "away"].map(
    (name) => new HomelabError(name, { fix: "Is it on?", exitCode: unreachable }),
  );
  const full = new HomelabError("full", { fix: "Make room." });
  const all = [off, full, away].filter((each) => each !== undefined);
  const both = together(all, "Nothing was sent.");
  expect(both.format()).toBe("off\nfull\naway\nNothing was sent.\nFix: Is it on?\nFix: Make room.");
  expect(both.exitCode).toBe(exitCodes.failed);
  expect(together(all.filter((each) => each !== full)).exitCode).toBe(unreachable);
  expect(together([new HomelabError("full")])).toHaveProperty("fix", undefined);
});

test("only one file contains the word Fix:", () => {
  const rooms = ["homelab", "constructs", "stacks", "provision", "cli", "lab", "scripts", "bindings"];
  const files = rooms.flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: "utf8" }).map((file) => `${room}/${file}`),
  );
  const writers = files.filter(
    (file) =>
      file.endsWith(".ts") &&
      readFileSync(join(root, file), "utf8")
        .split("\n")
        .some((line) => line.includes("Fix:") && !/^\s*(\/\/|\/?\*)/.test(line)),
  );
  expect(writers).toEqual(["homelab/values/paint.ts"]);
});
