/** A vendor's APT repository, from which the machine of a service installs packages. */
export interface AptRepository {
  /** DNS label, the same in every service that uses the repository. The files of source and key have this name. */
  readonly name: string;
  /** Root of the repository, without a slash at its end: `https://apt.grafana.com`. */
  readonly uri: `https://${string}`;
  /** For instance `stable`, or `bookworm/mongodb-org/8.0`. */
  readonly suites: readonly string[];
  readonly components: readonly string[];
  /** URL of the vendor's key that signs the repository, in ASCII armour. */
  readonly key: `https://${string}`;
}
