/** What the dashboard's image writes into its pages when it starts (netbirdio/dashboard, docker/init_react_envs.sh). */
export const dashboardEnvironment = (host: string): Readonly<Record<string, string>> => ({
  NETBIRD_MGMT_API_ENDPOINT: `https://${host}`,
  NETBIRD_MGMT_GRPC_API_ENDPOINT: `https://${host}`,
  AUTH_AUTHORITY: `https://${host}/oauth2`,
  AUTH_CLIENT_ID: "netbird-dashboard",
  AUTH_CLIENT_SECRET: "",
  AUTH_AUDIENCE: "netbird-dashboard",
  AUTH_SUPPORTED_SCOPES: "openid profile email groups",
  AUTH_REDIRECT_URI: "/nb-auth",
  AUTH_SILENT_REDIRECT_URI: "/nb-silent-auth",
  USE_AUTH0: "false",
  LETSENCRYPT_DOMAIN: "none",
  // Discovery would only supply what the policy of the pages already contains here.
  NETBIRD_OIDC_DISCOVERY: "false",
});

/** The vendor's content security policy for its pages, without the trackers and update checks of its cloud. */
const policy = [
  "default-src 'none'",
  "connect-src 'self'",
  "font-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'self'",
  "frame-src 'self'",
  "img-src 'self' data:",
  "manifest-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "base-uri 'self'",
].join("; ");

/**
 * Replaces the image's own site, which uses port 80: both containers share the guest's network, where the server has
 * that port. The image's start script tries to write its policy into the file, cannot, and continues.
 */
export const dashboardSite = (
  address: string,
  port: number,
): string => `# The pages of Netbird's dashboard, see nginx.org.
server {
    listen ${address}:${port} default_server;
    root /usr/share/nginx/html;

    add_header Cache-Control "no-store" always;
    add_header Content-Security-Policy "${policy}" always;

    location / {
        try_files $uri $uri.html $uri/ =404;
    }
    location ~ \\.wasm$ {
        default_type application/wasm;
    }
    error_page 404 /404.html;
    location = /404.html {
        internal;
    }
}
`;
