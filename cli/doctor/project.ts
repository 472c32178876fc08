import { join } from "node:path";
import { fail, ok, warn, type Check, type Context } from "./check";
import { isInRange } from "./versions";

/** Checks of the checkout itself. */

const node: Check = {
  name: "Node.js",
  run({ system, root }) {
    const { engines } = JSON.parse(system.read(join(root, "package.json")) ?? "{}") as {
      readonly engines: { readonly node: string };
    };
    const { nodeVersion } = system;
    return isInRange(nodeVersion, engines.node)
      ? ok(`${nodeVersion}.`)
      : fail(
          `${nodeVersion} is not supported (${engines.node}).`,
          "Install a current LTS release, for example the one in .nvmrc.",
        );
  },
};

const git: Check = {
  name: "git",
  async run({ system, root }) {
    const { code, output } = await system.execute("git", ["-C", root, "status", "--porcelain"]);
    if (code === undefined) return warn("git is not installed, so changes cannot be reviewed.", "Install git.");
    if (code !== 0) return warn("This directory is not a git repository.", "Run git init here, or clone the project.");
    const changes = output.split("\n").filter((line) => line !== "").length;
    return changes === 0
      ? ok("Everything is committed.")
      : warn(`${changes} changed or new files are not committed.`, "Review them with git diff, and commit.");
  },
};

interface Lock {
  readonly packages: Readonly<Record<string, Locked>>;
}

interface Locked {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly devOptional?: boolean;
  readonly peer?: boolean;
}

/** npm lists the packages that it installed in node_modules/.package-lock.json. */
function missingPackages({ system, root }: Context): readonly Locked[] | undefined {
  const [wanted, installed] = ["package-lock.json", "node_modules/.package-lock.json"].map((file) => {
    const text = system.read(join(root, file));
    return text === undefined ? undefined : (JSON.parse(text) as Lock).packages;
  });
  if (wanted === undefined || installed === undefined) return undefined;
  return Object.entries(wanted)
    .filter(([path, { optional, devOptional }]) => path !== "" && !optional && !devOptional)
    .filter(([path, { version }]) => installed[path]?.version !== version)
    .map(([, locked]) => locked);
}

const packages: Check = {
  name: "npm packages",
  run(context) {
    const missing = missingPackages(context);
    if (missing === undefined) return fail("No package is installed.", "Run npm ci.");
    if (missing.length === 0) return ok("All packages are installed in the versions of package-lock.json.");
    return missing.every(({ dev }) => dev)
      ? warn(
          `${missing.length} development packages are missing or old.`,
          "Run npm ci; tests and provider bindings need them.",
        )
      : fail(`${missing.length} packages are missing or old.`, "Run npm ci.");
  },
};

const bindings: Check = {
  name: "Provider bindings",
  run({ system }) {
    const problem = system.bindingsProblem();
    return problem === undefined
      ? ok("They match schemas/.")
      : fail(problem.replace(/ Run .*/, ""), "Run npm run get.");
  },
};

export const projectChecks: readonly Check[] = [node, git, packages, bindings];
