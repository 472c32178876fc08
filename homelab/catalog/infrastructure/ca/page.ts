/** How a system comes to trust a certificate. */
const ways: readonly (readonly [system: string, steps: string])[] = [
  [
    "Windows",
    "Open the file, <em>Install Certificate</em>, <em>Local Machine</em>, and choose the store <em>Trusted Root Certification Authorities</em>.",
  ],
  [
    "macOS",
    "Open the file: it comes into the keychain. Open it there, and under <em>Trust</em> choose <em>Always Trust</em>.",
  ],
  [
    "iPhone, iPad",
    "Load the file in Safari. Then Settings, <em>Profile Downloaded</em>, <em>Install</em>; and Settings, General, About, <em>Certificate Trust Settings</em>: switch it on.",
  ],
  [
    "Android",
    "Load the file. Settings, Security, Encryption &amp; credentials, <em>Install a certificate</em>, <em>CA certificate</em>.",
  ],
  [
    "Debian, Ubuntu",
    "<code>sudo cp homelab-ca.crt /usr/local/share/ca-certificates/ &amp;&amp; sudo update-ca-certificates</code>",
  ],
  ["Fedora", "<code>sudo trust anchor homelab-ca.pem</code>"],
  [
    "Firefox",
    "It asks Windows, macOS and Android. On Linux: Settings, Certificates, <em>View Certificates</em>, <em>Authorities</em>, <em>Import</em>.",
  ],
  [
    "Chromium on Linux",
    "Settings, Privacy and security, Security, <em>Manage certificates</em>, <em>Custom</em>, <em>Trusted certificates</em>, <em>Import</em>.",
  ],
];

/** The page for people: no script, nothing from elsewhere. */
export const page = (domain: string, host: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Certificates of ${domain}</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 42rem; margin: 2rem auto; padding: 0 1rem; color-scheme: light dark; }
dt { font-weight: bold; margin-top: 1rem; }
dd { margin: 0; }
code { overflow-wrap: anywhere; }
</style>
</head>
<body>
<h1>Certificates of ${domain}</h1>
<p>Services of this homelab prove themselves by certificates of its own authority. A device believes them once it has the
authority's certificate:</p>
<p><a href="homelab-ca.crt">homelab-ca.crt</a> (for devices), <a href="homelab-ca.pem">homelab-ca.pem</a> (the same, for programs)</p>
<p>This page came without encryption, so somebody on the way could have changed it. Before you trust the certificate, ask
whoever runs the homelab for its SHA-256 fingerprint, and compare it with the one that your device shows, or that this prints:
<code>openssl x509 -in homelab-ca.pem -noout -fingerprint -sha256</code></p>
<dl>
${ways.map(([system, steps]) => `<dt>${system}</dt>\n<dd>${steps}</dd>`).join("\n")}
</dl>
<p>It worked when <a href="https://${host}/">https://${host}</a> opens without a warning.</p>
</body>
</html>
`;
