/** Names, routes, certificates and sign-on. */
export { calledNames, signOnNames } from "./called-names";
export { certificates, type Certificate } from "./certificates";
export { dns, machineLabel, type Dns, type DnsRecord } from "./dns";
export {
  proxyRoutes,
  redirectOf,
  signOnRouters,
  signOnService,
  type ProxyRouter,
  type ProxyTransport,
} from "./traefik";
export { resolversOf } from "./resolvers";
export { fqdn, nameOf, routes, routeUrl, type Route } from "./routes";
export { routerTodo } from "./home-router";
export {
  clientSecretOf,
  directoryAccounts,
  oidcSettings,
  signOnClients,
  signOnUrl,
  type OidcSettings,
  type SignOnClient,
} from "./sign-on";
export { tiles } from "./tiles";
