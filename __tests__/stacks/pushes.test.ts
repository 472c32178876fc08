import { isManaged } from "../../homelab/model";
import { bundles } from "../../homelab/bundle";
import { views } from "../../homelab/model";
import { resourcesOf, shippedHomelab, stackDocuments } from "../support/stacks";

const lab = shippedHomelab();
const resources = new Map(Object.values(stackDocuments(lab)).flatMap(resourcesOf));
const given = [...views(lab)(bundles).keys()];
const guests = [...lab.machines.values()].filter(isManaged).filter(({ name }) => given.includes(name));
const pushOf = (name: string) => resources.get(`null_resource.push_${name}`);

test("each guest gets its bundle when it exists and its firewall is on, and again when it is replaced", () => {
  expect(guests.length).toBeGreaterThan(10);
  for (const { name, kind } of guests) {
    const address = `proxmox_virtual_environment_${kind === "lxc" ? "container" : "vm"}.${name}`;
    expect(pushOf(name)).toMatchObject({
      depends_on: expect.arrayContaining([address, `proxmox_virtual_environment_firewall_options.${name}`]) as unknown,
      triggers: { guest: `\${${address}.id}`, manifest: expect.any(String) as unknown },
    });
  }
});

test("within a stack, providers are pushed before their clients", () => {
  expect(pushOf("loki")?.["depends_on"]).toContain("null_resource.push_grafana");
});

test("Terraform finds no interpolation and no template in a file", () => {
  const texts = guests.flatMap(({ name }) =>
    Object.entries((pushOf(name)?.["triggers"] ?? {}) as Record<string, string>),
  );
  const files = texts.filter(([key]) => key !== "guest");
  expect(files.filter(([, text]) => /(^|[^$%])[$%]\{/.test(text))).toEqual([]);
});
