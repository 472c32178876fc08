import type { KernelNeeds } from "../../model";

/**
 * Buffers that QUIC asks for and the kernel refuses by default.
 *
 * @see https://github.com/quic-go/quic-go/wiki/UDP-Buffer-Sizes
 */
const quic = { "net.core.rmem_max": 7_500_000, "net.core.wmem_max": 7_500_000 } as const;

/** Who speaks QUIC: HTTP/3, DNS over QUIC, a relay of the VPN. */
export const quicKernel: KernelNeeds = { sysctl: quic };

/** Root of every container is one and the same user to the kernel, whose keyrings all of them share. */
const podman = { "kernel.keys.maxkeys": 2000 } as const;

/** Containers of Podman inside a guest: layers of images, and a keyring for each service. */
export const podmanKernel: KernelNeeds = { sysctl: podman, modules: ["overlay"] };

/** A server of the VPN in containers of Podman. */
export const podmanQuicKernel: KernelNeeds = { sysctl: { ...quic, ...podman }, modules: ["overlay"] };
