import { bundleFaults, bundleOf } from "../../homelab/bundle";
import { podman, type PodmanContainer } from "../../homelab/catalog/support/podman";
import { generated, type Bundle } from "../../homelab/model";
import { fileText } from "../support/bundles";

const web: PodmanContainer = {
  name: "web",
  description: "A server",
  image: "example.org/web:1",
  environment: { PORT: 80, PASSWORD: generated("web", "password", "password") },
  memory: { highMiB: 96, maxMiB: 128 },
};
/** The guest's own names, which every container copies. */
const names = { files: ["/etc/hosts", "/etc/resolv.conf"].map((path) => ({ path, content: "" })) };
const given = (...containers: readonly PodmanContainer[]): Bundle =>
  bundleOf("mine", [names, ...containers.map((container) => podman([container]))]);
const quadlet = (container: PodmanContainer): readonly string[] =>
  fileText(given(container), `/etc/containers/systemd/${container.name}.container`).split("\n");

test("several services of a guest may each have containers", () => {
  const bundle = given(web, { ...web, name: "worker" });
  expect(bundleFaults(bundle)).toEqual([]);
  expect(bundle.units.map(({ name }) => name)).toEqual(["web.service", "homelab-images.timer", "worker.service"]);
});

test("a container has no capabilities, its guest's network, and secrets that only root can read", () => {
  expect(quadlet(web)).toEqual(
    expect.arrayContaining(["DropCapability=all", "NoNewPrivileges=true", "ReadOnly=true", "Network=host"]),
  );
  expect(given(web).files.find(({ path }) => path === "/etc/homelab/web/environment")?.mode).toBe("0600");
  expect(fileText(given(web), "/etc/homelab/web/environment")).toBe("PORT=80\nPASSWORD=<plain of web/password>\n");
});

test("a health check is a program with arguments, because an image may have no shell", () => {
  expect(quadlet({ ...web, health: { command: ["ak", "healthcheck"] } })).toContain('HealthCmd=["ak","healthcheck"]');
});

test("an image is fetched when a quadlet names another one, before the container restarts", () => {
  const [step] = given(web).steps;
  expect(step?.command.slice(1)).toEqual(["pull", "example.org/web:1"]);
  expect(step?.files).toEqual(["/etc/containers/systemd/web.container"]);
});

test.each([
  ["a blank", { command: ["say", "two words"] }],
  ["a specifier of systemd", { mounts: [{ from: "/var/%i", to: "/data" }] }],
  ["a variable", { health: { command: ["test", "$HOME"] } }],
])("%s in a quadlet is refused", (_, part) => {
  expect(() => quadlet({ ...web, ...part })).toThrow("is not allowed in a quadlet");
});
