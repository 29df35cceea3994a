import type { StationId } from '@ioc/shared/ids'
import type { Station } from '@ioc/shared/station'
import type { Clock, DeviceSecret, Registry } from '../ports.js'
import { hashSecret, makeSecret, sameHash, type Random } from './secret.js'

export interface Devices {
  /** A new secret of a station or a gateway, told once; the old one stops. */
  issue(station: StationId): Promise<string>
  /** From memory, since every reconnect of every device asks. */
  authenticate(username: string, password: string): StationId | null
  /** Drops the secret of a station or a gateway that was removed. */
  forget(station: StationId): void
  /**
   * A secret for each simulated station: the one in the file of an earlier start where it is still right, else a new
   * one. Takes the text of that file (null where there is none) and returns what it must hold now.
   */
  ensureSimulatedSecrets(earlier: string | null): Promise<Record<string, string>>
}

interface DevicesOptions {
  registry: Pick<Registry, 'secrets' | 'putSecret'>
  stations: { list(): Station[] }
  /** The station or gateway of this id, where there is one. */
  known(id: string): StationId | null
  random: Random
  clock: Pick<Clock, 'now'>
  /** Called once a new secret holds: connections that came in with the old one have to go. */
  onIssued(station: StationId): void
}

/** Hash of nothing a device could send; compared with where there is no secret, so that both take the same time. */
const NO_HASH = '0'.repeat(64)

/** The credentials of the field: one secret a station or gateway, of which only the hash is kept. */
export async function createDevices({
  registry,
  stations,
  known,
  random,
  clock,
  onIssued,
}: DevicesOptions): Promise<Devices> {
  const secrets = new Map<string, DeviceSecret>((await registry.secrets()).map((secret) => [secret.station, secret]))

  async function issue(station: StationId): Promise<string> {
    const secret = makeSecret(random)
    const kept: DeviceSecret = { station, sha256: hashSecret(secret), changedAt: clock.now() }
    await registry.putSecret(kept)
    secrets.set(station, kept)
    onIssued(station)
    return secret
  }

  function authenticate(username: string, password: string): StationId | null {
    const hash = secrets.get(username)?.sha256 ?? NO_HASH
    return sameHash(hash, hashSecret(password)) ? known(username) : null
  }

  return {
    issue,
    authenticate,
    forget: (station) => void secrets.delete(station),
    async ensureSimulatedSecrets(earlier) {
      const told = earlierSecrets(earlier)
      const now: Record<string, string> = {}
      for (const { id, simulated } of stations.list()) {
        if (simulated !== true) continue
        const before = told.get(id)
        now[id] = before !== undefined && authenticate(id, before) === id ? before : await issue(id)
      }
      return now
    },
  }
}

/** A file that was cut short or edited is the same as none: its stations get new secrets. */
function earlierSecrets(text: string | null): Map<string, string> {
  try {
    const entries = Object.entries(JSON.parse(text ?? '{}') as object)
    return new Map(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
  } catch {
    return new Map()
  }
}
