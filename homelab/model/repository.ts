/** A vendor's own APT repository, from which a service's guest gets its packages. */
export interface AptRepository {
  /** DNS label; the same everywhere, where several services share one. Names the files of source and key. */
  readonly name: string;
  /** Root of the repository over HTTPS, without a slash at its end: `https://apt.grafana.com`. */
  readonly uri: `https://${string}`;
  /** For instance `stable`, or `bookworm/mongodb-org/8.0`. */
  readonly suites: readonly string[];
  readonly components: readonly string[];
  /** Where the vendor offers the key that signs it, in ASCII armour. */
  readonly key: `https://${string}`;
}
