import type { StationId } from '@ioc/shared/ids'
import type { Station } from '@ioc/shared/station'
import { SECOND } from '@ioc/shared/time'
import { createTurn } from '@ioc/shared/turn'
import type { Clock } from '../ports/clock.js'
import type { DeviceSecret, Registry } from '../ports/registry.js'
import { hashSecret, makeSecret, sameHash, type Random } from './secret.js'

export interface Devices {
  /**
   * A new secret of a station or a gateway, told once.
   *
   * The old one stops: at once, or with `overlapMs` when the new one is used for the first time, after `overlapMs` at
   * the latest. So a device keeps publishing while somebody carries the new secret to it.
   */
  issue(station: StationId, overlapMs?: number): Promise<string>
  /** The same for many, in one write; the old ones stop at once. */
  issueAll(stations: readonly StationId[]): Promise<Map<StationId, string>>
  /** From memory, since every reconnect of every device asks. */
  authenticate(username: string, password: string): StationId | null
  /** Drops the secret of a station or a gateway that was removed. */
  forget(station: StationId): void
  /**
   * A secret for each simulated station: the one in the file of an earlier start where it is still right, else a new
   * one. Takes the text of that file (null where there is none) and returns what it must hold now.
   */
  ensureSimulatedSecrets(earlier: string | null): Promise<Record<string, string>>
  close(): void
}

interface DevicesOptions {
  registry: Pick<Registry, 'secrets' | 'putSecrets'>
  stations: { list(): Station[] }
  /** The station or gateway of this id, where there is one. */
  known(id: string): StationId | null
  random: Random
  clock: Pick<Clock, 'now' | 'every'>
  /** The old secret holds no longer: connections that came in with it have to go. */
  onOldStopped(station: StationId): void
  /** That an old secret has stopped could not be kept: after a restart it holds until its overlap ends. */
  onUnkept(cause: unknown): void
}

/** Hash of nothing a device could send; compared with where there is no secret, so that both take the same time. */
const NO_HASH = '0'.repeat(64)
/** How often it is asked whether an overlap has ended. */
const LOOK_MS = 10 * SECOND

/** The credentials of the field: one secret a station or gateway, of which only the hash is kept. */
export async function createDevices(options: DevicesOptions): Promise<Devices> {
  const { registry, stations, known, random, clock, onOldStopped, onUnkept } = options
  const secrets = new Map<string, DeviceSecret>((await registry.secrets()).map((secret) => [secret.station, secret]))
  /** Those whose old secret still holds. */
  const overlapping = new Set([...secrets.values()].filter(({ old }) => old !== null).map(({ station }) => station))
  const inTurn = createTurn()
  const stopLooking = clock.every(LOOK_MS, () => {
    for (const station of overlapping) if (!oldOf(secrets.get(station))) stopOld(station)
  })

  function oldOf(secret: DeviceSecret | undefined): DeviceSecret['old'] {
    return secret?.old && secret.old.until > clock.now() ? secret.old : null
  }

  function set(secret: DeviceSecret): void {
    secrets.set(secret.station, secret)
    if (secret.old) overlapping.add(secret.station)
    else overlapping.delete(secret.station)
  }

  /** Writes what memory says when its turn comes, so that memory and disk end up the same. */
  function keep(changed: readonly StationId[]): Promise<void> {
    return inTurn(() => registry.putSecrets(changed.flatMap((station) => secrets.get(station) ?? [])))
  }

  function stopOld(station: StationId): void {
    const secret = secrets.get(station)
    overlapping.delete(station)
    if (!secret) return
    set({ ...secret, old: null })
    keep([station]).catch(onUnkept)
    onOldStopped(station)
  }

  function next(station: StationId, sha256: string, overlapMs: number): DeviceSecret {
    const before = secrets.get(station)
    const now = clock.now()
    // While the new one was never used, the device still has the one before it.
    const working = oldOf(before)?.sha256 ?? before?.sha256
    const old = overlapMs > 0 && working !== undefined ? { sha256: working, until: now + overlapMs } : null
    return { station, sha256, changedAt: now, old }
  }

  async function issueAll(to: readonly StationId[], overlapMs = 0): Promise<Map<StationId, string>> {
    const made = new Map(to.map((station) => [station, makeSecret(random)]))
    const before = to.map((station) => secrets.get(station))
    const after = [...made].map(([station, secret]) => next(station, hashSecret(secret), overlapMs))
    after.forEach(set)
    try {
      await keep(to)
    } catch (cause) {
      // Nobody was told: what held before goes on holding.
      after.forEach((secret, index) => {
        if (secrets.get(secret.station) !== secret) return
        secrets.delete(secret.station)
        if (before[index]) set(before[index])
      })
      throw cause
    }
    for (const { station, old } of after) if (old === null) onOldStopped(station)
    return made
  }

  async function issue(station: StationId, overlapMs = 0): Promise<string> {
    return (await issueAll([station], overlapMs)).get(station) as string
  }

  function authenticate(username: string, password: string): StationId | null {
    const secret = secrets.get(username)
    const hash = hashSecret(password)
    const old = oldOf(secret)
    const isNew = sameHash(secret?.sha256 ?? NO_HASH, hash)
    const isOld = sameHash(old?.sha256 ?? NO_HASH, hash)
    if (!isNew && !isOld) return null
    if (isNew && secret?.old) stopOld(secret.station)
    return known(username)
  }

  return {
    issue,
    issueAll,
    authenticate,
    forget(station) {
      secrets.delete(station)
      overlapping.delete(station)
    },
    async ensureSimulatedSecrets(earlier) {
      const told = earlierSecrets(earlier)
      const simulated = stations.list().flatMap(({ id, simulated }) => (simulated === true ? [id] : []))
      const holds = (id: StationId) => authenticate(id, told.get(id) ?? '') === id
      const made = await issueAll(simulated.filter((id) => !holds(id)))
      return Object.fromEntries(simulated.map((id) => [id, made.get(id) ?? (told.get(id) as string)]))
    },
    close: stopLooking,
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
