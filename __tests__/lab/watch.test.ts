import { HomelabError } from "../../homelab/values/error";
import { patience, watchOver, type Watch } from "../../lab/watch";

describe("nothing runs in silence, and nothing runs for ever", () => {
  let lines: string[];
  let watch: Watch;
  beforeEach(() => {
    jest.useFakeTimers();
    lines = [];
    watch = watchOver((line) => lines.push(line));
  });
  afterEach(() => {
    watch.close();
    jest.useRealTimers();
  });

  const seconds = (count: number): void => {
    jest.advanceTimersByTime(count * 1000);
  };
  const forEver = new Promise<never>(() => undefined);
  /** Starts work that never ends. @returns a function that prints a line of it. */
  const begin = (what: string): ((line: string) => void) => {
    let hear: (line: string) => void = () => undefined;
    void watch.during(what, (onLine) => {
      hear = onLine;
      return forEver;
    });
    return hear;
  };
  /** Why the watch ended; `undefined` while it runs. */
  const reason = (): Promise<string | undefined> =>
    watch.through(Promise.resolve(undefined)).catch((error: unknown) => {
      expect(error).toBeInstanceOf(HomelabError);
      return (error as HomelabError).message;
    });

  test("after half a minute of silence the watch prints the step of each machine, and for how long it has run", () => {
    const hear = begin("operator: homelab push postgres redis traefik");
    hear("postgres | install  postgresql");
    hear("redis    | install  redis-server");
    hear("traefik  | write    /etc/hosts");
    hear("traefik: 1 file changed");
    seconds(patience.silence - 1);
    expect(lines).toEqual([]);
    seconds(1);
    expect(lines).toEqual(["still running: postgres: install postgresql (30 s); redis: install redis-server (30 s)"]);
  });

  test("a task without steps of machines is printed with its name and its last line", () => {
    begin("this machine: builds Debian for the guests")("Unpacking tar ...");
    begin("postgres: starts");
    seconds(patience.silence);
    expect(lines).toEqual([
      "still running: this machine: builds Debian for the guests (30 s), Unpacking tar ...; postgres: starts (30 s)",
    ]);
  });

  test("of many tasks the rest is counted, and ended tasks are not printed", async () => {
    await watch.during("mongodb: starts", () => Promise.resolve());
    for (let each = 1; each <= 11; each++) begin(`guest${each}: starts`);
    seconds(patience.silence);
    expect(lines[0]).toMatch(/^still running: guest1: starts \(30 s\); .*guest8: starts \(30 s\); 3 more$/);
  });

  test("a line that was just printed delays the next report", () => {
    begin("postgres: starts");
    seconds(patience.silence - 1);
    watch.say("ok    one check");
    seconds(patience.silence - 1);
    expect(lines).toEqual(["ok    one check"]);
  });

  test("after a minute without progress the watch ends, and names what was running", async () => {
    const hear = begin("operator: homelab push grafana");
    hear("grafana | install  curl");
    seconds(patience.standstill - 1);
    expect(await reason()).toBeUndefined();
    seconds(1);
    expect(await reason()).toBe("No progress for 60 s, so the lab ends. Running: grafana: install curl (60 s).");
    expect(watch.signal.aborted).toBe(true);
  });

  test("the watch ends as well when no task is running", async () => {
    seconds(patience.standstill);
    expect(await reason()).toContain("no named task");
  });

  test("a new line is progress, but a repeated line or a line of the watch itself is not", async () => {
    const hear = begin("this machine: builds Debian for the guests");
    for (const kilobytes of [100, 200, 300]) {
      hear(`another lab is building it: ${kilobytes}K`);
      seconds(patience.standstill - 1);
    }
    expect(await reason()).toBeUndefined();
    hear("another lab is building it: 300K");
    seconds(1);
    expect(await reason()).toContain("another lab is building it: 300K");
    expect(lines.filter((line) => line.startsWith("still "))).not.toEqual([]);
  });

  test("two machines that repeat their lines in turn make no progress", async () => {
    const hear = begin("operator: homelab push loki grafana");
    for (let each = 0; each < patience.standstill; each++) {
      hear("loki | wait     for its start to end");
      hear("grafana | wait     for its start to end");
      seconds(1);
    }
    expect(await reason()).toContain("loki: wait for its start to end");
  });

  test("the start and the end of a task are progress", async () => {
    for (let each = 0; each < 3; each++) {
      await watch.during("redis: redis-cli ping", () => Promise.resolve());
      seconds(patience.standstill - 1);
    }
    expect(await reason()).toBeUndefined();
  });

  test("files that grow while nothing is printed are progress, as long as they grow", async () => {
    let bytes = 0;
    watch.lookAt(() => `redis ${bytes}`);
    begin("operator: homelab push redis");
    for (; bytes < 4; bytes++) seconds(patience.standstill - 10);
    expect(await reason()).toBeUndefined();
    seconds(patience.standstill + 10);
    expect(await reason()).toContain("homelab push redis");
  });

  test("an error of a look ends the watch", async () => {
    watch.lookAt(() => {
      throw new HomelabError("redis ended unexpectedly.");
    });
    seconds(5);
    expect(await reason()).toBe("redis ended unexpectedly.");
  });

  test("no work starts after the end", async () => {
    watch.end("The relay does not stay.");
    const work = jest.fn(() => Promise.resolve());
    await expect(watch.during("redis: starts", work)).rejects.toThrow("The relay does not stay.");
    expect(work).not.toHaveBeenCalled();
  });

  test("a closed watch prints nothing more, and does not end", async () => {
    begin("postgres: starts");
    watch.close();
    seconds(10 * patience.standstill);
    expect(lines).toEqual([]);
    expect(await reason()).toBeUndefined();
  });
});
