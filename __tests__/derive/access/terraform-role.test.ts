import { views } from "../../../homelab/model";
import { pveAccess } from "../../../homelab/derive";
import { terraformNeeds, terraformPrivileges } from "../../../homelab/derive/access/terraform-role";
import { shippedHomelab, stackDocuments } from "../../support/stacks";

/** The privileges of each major version (pve-access-control), which refuses a role with any other. */
const common = [
  "Datastore.Allocate Datastore.AllocateSpace Datastore.AllocateTemplate Datastore.Audit Group.Allocate",
  "Mapping.Audit Mapping.Modify Mapping.Use Permissions.Modify Pool.Allocate Pool.Audit Realm.Allocate",
  "Realm.AllocateUser SDN.Allocate SDN.Audit SDN.Use Sys.AccessNetwork Sys.Audit Sys.Console Sys.Incoming Sys.Modify",
  "Sys.PowerMgmt Sys.Syslog User.Modify VM.Allocate VM.Audit VM.Backup VM.Clone VM.Config.CDROM VM.Config.CPU",
  "VM.Config.Cloudinit VM.Config.Disk VM.Config.HWType VM.Config.Memory VM.Config.Network VM.Config.Options VM.Console",
  "VM.Migrate VM.PowerMgmt VM.Snapshot VM.Snapshot.Rollback",
].flatMap((line) => line.split(" "));

const known = {
  8: [...common, "VM.Monitor"],
  9: [
    ...common,
    "VM.GuestAgent.Audit",
    "VM.GuestAgent.FileRead",
    "VM.GuestAgent.FileSystemMgmt",
    "VM.GuestAgent.FileWrite",
    "VM.GuestAgent.Unrestricted",
    "VM.Replicate",
  ],
} as const;

/** The built-in role of Proxmox VE for reading. */
const auditor = {
  8: ["Datastore.Audit", "Mapping.Audit", "Pool.Audit", "SDN.Audit", "Sys.Audit", "VM.Audit"],
  9: ["Datastore.Audit", "Mapping.Audit", "Pool.Audit", "SDN.Audit", "Sys.Audit", "VM.Audit", "VM.GuestAgent.Audit"],
} as const;

describe.each([8, 9] as const)("on Proxmox VE %i", (version) => {
  const privileges = terraformPrivileges(version);

  test("the role contains only privileges that this version has", () => {
    expect(privileges.filter((privilege) => !known[version].includes(privilege))).toEqual([]);
  });

  test("the role covers the roles that services get", () => {
    const operator = views(shippedHomelab())(pveAccess).roles.flatMap((role) => role.privileges);
    expect(operator).not.toEqual([]);
    expect([...auditor[version], ...operator].filter((privilege) => !privileges.includes(privilege))).toEqual([]);
  });

  test("the role can neither open consoles, write into guests, stop a host nor clone or move guests", () => {
    const needless = /Console|GuestAgent\.(File|Unrestricted)|Sys\.(PowerMgmt|Incoming|Syslog)|Clone|Migrate|Rollback/;
    expect(privileges.filter((privilege) => needless.test(privilege))).toEqual([]);
  });
});

test("the list covers every resource type of the stacks", () => {
  const documents = stackDocuments(shippedHomelab({ "ready: false": "ready: true" }));
  const types = Object.values(documents).flatMap((document) => Object.keys((document["resource"] ?? {}) as object));
  const used = new Set(types.filter((type) => type.startsWith("proxmox_")));
  const covered = new Set(terraformNeeds.flatMap(({ resources }) => resources));
  expect(used.size).toBeGreaterThan(10);
  expect([...used].filter((type) => !covered.has(type))).toEqual([]);
});
