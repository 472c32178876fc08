export type { BackendProps } from "./backend";
export { BackupJob, type BackupJobProps } from "./backup-job";
export {
  ClusterFirewall,
  type ClusterFirewallProps,
  type FirewallAlias,
  type FirewallGroup,
  type FirewallSet,
} from "./cluster-firewall";
export type {
  ContainerSettings,
  DockerHealth,
  DockerMount,
  DockerNetworkMembership,
  DockerPort,
} from "./container-settings";
export {
  DirectoryDatastore,
  NfsDatastore,
  type BackupRetention,
  type DatastoreContent,
  type DirectoryDatastoreProps,
  type NfsDatastoreProps,
} from "./datastore";
export { DockerApp, type DockerAppProps } from "./docker-app";
export { DockerNetwork, DockerVolume, type DockerNetworkProps, type DockerVolumeProps } from "./docker-network";
export type { FirewallLogLevel, FirewallPolicy, FirewallRule } from "./firewall-rule";
export type { GuestDns, GuestNetwork, GuestProps, GuestStartup } from "./guest";
export { GuestFirewall, type GuestFirewallProps } from "./guest-firewall";
export { GuestImage, imageFileId, type GuestImageProps } from "./guest-image";
export { GuestPool, PoolMembership, type GuestPoolProps, type PoolMembershipProps } from "./guest-pool";
export { HomelabStack, type DockerConnection, type HomelabStackProps, type ProxmoxConnection } from "./homelab-stack";
export { HostNetwork, type HostNetworkProps, type HostVlan } from "./host-network";
export { LxcGuest, type LxcGuestProps, type LxcMountPoint } from "./lxc-guest";
export { NodeFirewall, type NodeFirewallProps } from "./node-firewall";
export {
  PveAcl,
  PveGroup,
  PveRole,
  PveUser,
  type PveAclProps,
  type PveGroupProps,
  type PveRoleProps,
  type PveUserProps,
} from "./pve-access";
export { Snippet, type SnippetProps } from "./snippet";
export type { VmCloudInit, VmDisk, VmPciDevice } from "./vm-config";
export { VmGuest, type VmGuestProps } from "./vm-guest";
