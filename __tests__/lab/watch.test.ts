import { HomelabError } from "../../homelab/values/error";
import { patience, watchOver, type Watch } from "../../lab/watch";

describe("nothing goes on in silence, and nothing for ever", () => {
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
  /** Something that never ends by itself, and what it says. */
  const begin = (what: string): ((line: string) => void) => {
    let hear: (line: string) => void = () => undefined;
    void watch.during(what, (onLine) => {
      hear = onLine;
      return forEver;
    });
    return hear;
  };
  /** Why it ended; `undefined` when it goes on. */
  const reason = (): Promise<string | undefined> =>
    watch.through(Promise.resolve(undefined)).catch((error: unknown) => {
      expect(error).toBeInstanceOf(HomelabError);
      return (error as HomelabError).message;
    });

  test("after half a minute of silence it is told which machine is at which step, and for how long", () => {
    const hear = begin("operator: homelab push postgres redis traefik");
    hear("postgres | install  postgresql");
    hear("redis    | install  redis-server");
    hear("traefik  | write    /etc/hosts");
    hear("traefik: 1 file changed");
    seconds(patience.silence - 1);
    expect(lines).toEqual([]);
    seconds(1);
    expect(lines).toEqual(["still postgres: install postgresql (30 s); redis: install redis-server (30 s)"]);
  });

  test("before a push names machines, and for whatever else goes on, its own name and its last line are told", () => {
    begin("this machine: makes Debian for the guests")("Unpacking tar ...");
    begin("postgres: starts");
    seconds(patience.silence);
    expect(lines).toEqual([
      "still this machine: makes Debian for the guests (30 s), Unpacking tar ...; postgres: starts (30 s)",
    ]);
  });

  test("many at once are counted, and what has ended is not told", async () => {
    await watch.during("mongodb: starts", () => Promise.resolve());
    for (let each = 1; each <= 11; each++) begin(`guest${each}: starts`);
    seconds(patience.silence);
    expect(lines[0]).toMatch(/^still guest1: starts \(30 s\); .*guest8: starts \(30 s\); 3 more$/);
  });

  test("whoever has just heard something is not told again", () => {
    begin("postgres: starts");
    seconds(patience.silence - 1);
    watch.say("ok    one check");
    seconds(patience.silence - 1);
    expect(lines).toEqual(["ok    one check"]);
  });

  test("after a minute in which nothing came of it, it ends, and says of what", async () => {
    const hear = begin("operator: homelab push grafana");
    hear("grafana | install  curl");
    seconds(patience.standstill - 1);
    expect(await reason()).toBeUndefined();
    seconds(1);
    expect(await reason()).toBe(
      "Nothing has come of it for 60 s, so the lab ends. What went on: grafana: install curl (60 s).",
    );
    expect(watch.signal.aborted).toBe(true);
  });

  test("with nothing that it knows of, it ends as well", async () => {
    seconds(patience.standstill);
    expect(await reason()).toContain("nothing that has a name");
  });

  test("a new line is progress; the same one again is not, nor is what the watch itself tells", async () => {
    const hear = begin("this machine: makes Debian for the guests");
    for (const kilobytes of [100, 200, 300]) {
      hear(`another lab makes it: ${kilobytes}K`);
      seconds(patience.standstill - 1);
    }
    expect(await reason()).toBeUndefined();
    hear("another lab makes it: 300K");
    seconds(1);
    expect(await reason()).toContain("another lab makes it: 300K");
    expect(lines.filter((line) => line.startsWith("still "))).not.toEqual([]);
  });

  test("of two machines that say the same in turn, neither gets on", async () => {
    const hear = begin("operator: homelab push loki grafana");
    for (let each = 0; each < patience.standstill; each++) {
      hear("loki | wait     for its start to end");
      hear("grafana | wait     for its start to end");
      seconds(1);
    }
    expect(await reason()).toContain("loki: wait for its start to end");
  });

  test("beginnings and ends are progress", async () => {
    for (let each = 0; each < 3; each++) {
      await watch.during("redis: redis-cli ping", () => Promise.resolve());
      seconds(patience.standstill - 1);
    }
    expect(await reason()).toBeUndefined();
  });

  test("what grows without a word is progress, as long as it grows", async () => {
    let bytes = 0;
    watch.lookAt(() => `redis ${bytes}`);
    begin("operator: homelab push redis");
    for (; bytes < 4; bytes++) seconds(patience.standstill - 10);
    expect(await reason()).toBeUndefined();
    seconds(patience.standstill + 10);
    expect(await reason()).toContain("homelab push redis");
  });

  test("what a look complains of ends it", async () => {
    watch.lookAt(() => {
      throw new HomelabError("redis has ended by itself.");
    });
    seconds(5);
    expect(await reason()).toBe("redis has ended by itself.");
  });

  test("after the end nothing is begun any more", async () => {
    watch.end("The relay does not stay.");
    const work = jest.fn(() => Promise.resolve());
    await expect(watch.during("redis: starts", work)).rejects.toThrow("The relay does not stay.");
    expect(work).not.toHaveBeenCalled();
  });

  test("whoever has closed it hears no more of it", async () => {
    begin("postgres: starts");
    watch.close();
    seconds(10 * patience.standstill);
    expect(lines).toEqual([]);
    expect(await reason()).toBeUndefined();
  });
});
