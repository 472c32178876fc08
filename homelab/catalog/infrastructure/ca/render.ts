import { nameOf } from "../../../derive";
import { ca, content, portOf, type Context, type Rendered } from "../../../model";
import { template } from "../../../templates";
import { sandbox } from "../../support/systemd";

const unit = "homelab-ca.service";
const directory = "/usr/local/share/homelab-ca";

const files = {
  page: `${directory}/index.html`,
  /** The same certificate twice: operating systems expect one extension, programs the other. */
  certificates: [`${directory}/homelab-ca.crt`, `${directory}/homelab-ca.pem`],
  conf: "/etc/homelab/ca/httpd.conf",
  unit: `/etc/systemd/system/${unit}`,
} as const;

/** A page without scripts or content from other sites, and the certificate beside it. */
export function caPage({ site, get, service }: Context): Rendered {
  return {
    packages: ["busybox"],
    files: [
      {
        path: files.page,
        content: template("ca/index.html", { domain: site.domain, host: nameOf(get, service.name) }),
      },
      ...files.certificates.map((path) => ({ path, content: content`${ca.certificate}` })),
      { path: files.conf, content: conf },
      { path: files.unit, content: unitText(portOf(service.ports, "http")) },
    ],
    units: [{ name: unit, files: [files.conf, files.unit] }],
  };
}

/** The first of these types makes systems offer to install the downloaded file. */
const conf = `.crt:application/x-x509-ca-cert
.pem:application/x-pem-file
.html:text/html; charset=utf-8
`;

const unitText = (port: number): string => `[Unit]
Description=Page from which people download the private CA's certificate

[Service]
DynamicUser=yes
ExecStart=/usr/bin/busybox httpd -f -p 127.0.0.1:${port} -h ${directory} -c ${files.conf}
Restart=always
RestartSec=5
MemoryMax=16M
CapabilityBoundingSet=
ProtectSystem=strict
${sandbox}RestrictAddressFamilies=AF_INET

[Install]
WantedBy=multi-user.target
`;
