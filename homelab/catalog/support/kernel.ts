import type { KernelNeeds } from "../../model";

/**
 * Socket buffers of the size that QUIC requests and the kernel's defaults refuse.
 *
 * @see https://github.com/quic-go/quic-go/wiki/UDP-Buffer-Sizes
 */
const quic = { "net.core.rmem_max": 7_500_000, "net.core.wmem_max": 7_500_000 } as const;

/** For services that use QUIC: HTTP/3, DNS over QUIC, the VPN's relay. */
export const quicKernel: KernelNeeds = { sysctl: quic };

/** To the kernel, root is the same user in every container, so all containers share one quota of keys. */
const podman = { "kernel.keys.maxkeys": 2000 } as const;

/** For Podman containers in a guest: overlay for image layers, and enough keys for a keyring per service. */
export const podmanKernel: KernelNeeds = { sysctl: podman, modules: ["overlay"] };

/** For the VPN's server, which runs in Podman containers. */
export const podmanQuicKernel: KernelNeeds = { sysctl: { ...quic, ...podman }, modules: ["overlay"] };
