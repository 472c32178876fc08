import { secretPlaces } from "../../homelab/bundle";
import {
  calledNames,
  certificates,
  directoryAccounts,
  dockerHosts,
  pushOrder,
  signOnClients,
  terraformAccess,
  terraformNeeds,
  tiles,
} from "../../homelab/derive";
import { secretName, views, type Get, type Homelab } from "../../homelab/model";
import { groupBy } from "../../homelab/values/group-by";
import { yamlText } from "./yaml";

/** What follows from the homelab without being in any file of a machine or in a stack, as data. */
export const viewFiles = (lab: Homelab): readonly (readonly [path: string, text: string])[] => {
  const get = views(lab);
  return [
    ...Object.entries(readable).map(([name, show]) => [`views/${name}.yaml`, yamlText(show(get))] as const),
    ...secretFiles(get),
    ...[...lab.services.values()].map(
      ({ name, operations }) => [`views/operations/${name}.yaml`, yamlText(operations)] as const,
    ),
  ];
};

/** The secrets of each item of the vault, with who reads them and on which machines. */
const secretFiles = (get: Get): readonly (readonly [path: string, text: string])[] =>
  [...groupBy([...get(secretPlaces).values()], ({ secret }) => secret.item)].map(([item, all]) => [
    `views/secrets/${item}.yaml`,
    yamlText(
      Object.fromEntries(
        all.map(({ secret: { item: _, field, ...secret }, readers, ...places }) => [
          field,
          { ...secret, readers: readers.map(({ name, machine }) => `${name} on ${machine}`), ...places },
        ]),
      ),
    ),
  ]);

/** Guests, instances and services stand there by name, secrets as `item/field`. */
const readable: Readonly<Record<string, (get: Get) => unknown>> = {
  "called-names": (get) =>
    Object.fromEntries(
      [...get(calledNames)].map(([{ name }, called]) => [
        name,
        called.map(({ address, name: fqdn }) => `${address} ${fqdn}`),
      ]),
    ),
  certificates: (get) =>
    get(certificates).map(({ guest, leaf, ...rest }) => ({
      guest: guest.name,
      certificate: secretName(leaf.certificate),
      key: secretName(leaf.key),
      ...rest,
    })),
  "container-secrets": (get) =>
    Object.fromEntries(
      get(dockerHosts).flatMap(({ containers }) =>
        containers
          .filter(({ container: { secrets = {} } }) => Object.keys(secrets).length > 0)
          .map(({ container: { name, secrets = {}, secretsUid = 0 } }) => [
            name,
            {
              owner: secretsUid,
              files: Object.fromEntries(Object.entries(secrets).map(([file, secret]) => [file, secretName(secret)])),
            },
          ]),
      ),
    ),
  "push-order": (get) => Object.fromEntries(get(pushOrder)),
  "sign-on": (get) => ({
    clients: get(signOnClients).map(({ instance, routes, ...rest }) => ({
      instance: instance.id,
      ...rest,
      fqdns: routes.flatMap(({ fqdns }) => fqdns),
    })),
    accounts: get(directoryAccounts).map(({ username, password }) => `${username} ${secretName(password)}`),
  }),
  "terraform-role": () => ({ ...terraformAccess, needs: terraformNeeds }),
  tiles: (get) => get(tiles),
};
