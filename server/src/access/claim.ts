import { isStationId, type StationId } from '@ioc/shared/ids'
import type { Station } from '@ioc/shared/station'
import { createTurn } from '@ioc/shared/turn'
import { coded, type ErrorCode } from '../errors.js'
import type { BatchKey, Refused } from '../ports/access.js'
import type { Clock } from '../ports/clock.js'
import { addressBlock } from './address-block.js'
import type { Audit } from './audit.js'
import type { BatchKeys } from './batch-keys.js'
import { createSignInBrake } from './sign-in-brake.js'

export interface ClaimAttempt {
  key: string
  station: string
  /** Of a new station; one that exists keeps its own. */
  name?: string | undefined
  lon?: number | undefined
  lat?: number | undefined
  address: string
}

/** What a device gets for a batch key: a secret of its own. Coded errors `claim.…` where it does not. */
export type Claim = (attempt: ClaimAttempt) => Promise<{ station: StationId; secret: string }>

interface ClaimOptions {
  keys: Pick<BatchKeys, 'find' | 'get' | 'note' | 'forget'>
  stations: { get(id: string): Station | undefined; add(station: Station): Promise<Station> }
  issue(station: StationId): Promise<string>
  audit: Pick<Audit, 'record'>
  clock: Pick<Clock, 'now'>
  onRefused(refused: Refused): void
}

/** Lets devices claim their stations, one at a time, each station once for each key. */
export function createClaim({ keys, stations, issue, audit, clock, onRefused }: ClaimOptions): Claim {
  const brake = createSignInBrake()
  const inTurn = createTurn()

  function refuse({ station, address }: ClaimAttempt, code: ErrorCode, detail: string): never {
    onRefused({ why: 'claim', who: station, address, detail: code })
    throw coded(code, detail)
  }

  /** A right key never waits for wrong ones from the same address. */
  function keyOf(attempt: ClaimAttempt): BatchKey {
    const key = keys.find(attempt.key)
    if (key) return key
    const waitMs = brake.take(addressBlock(attempt.address), 'claim', clock.now())
    if (waitMs === null) return refuse(attempt, 'claim.wrong', 'there is no such batch key')
    return refuse(attempt, 'rate.exceeded', `too many attempts, try again in ${Math.ceil(waitMs / 1_000)} s`)
  }

  /** The station to be made for the claim; null where there is one already. */
  function newStation(key: BatchKey, attempt: ClaimAttempt): Station | null {
    const { station: id, name, lon, lat } = attempt
    const known = stations.get(id)
    const earlier = key.claims.some(({ station }) => station === id)
    if (key.stations) {
      if (known && key.stations.includes(known.id)) return null
      return refuse(attempt, 'claim.station', 'the batch key is not for this station')
    }
    if (!key.new?.prefix || !isStationId(id) || !id.startsWith(key.new.prefix)) {
      return refuse(attempt, 'claim.station', 'the batch key is not for stations of this name')
    }
    if (earlier && known) return null
    if (known) return refuse(attempt, 'claim.station', 'the station was not made with this batch key')
    if (!earlier && key.claims.length >= key.new.max) return refuse(attempt, 'claim.exhausted', 'nothing is left of it')
    if (lon === undefined || lat === undefined) {
      const faults = [lon === undefined ? 'lon' : null, lat === undefined ? 'lat' : null].flatMap((field) =>
        field ? [{ at: `body.${field}`, message: 'a new station needs a place' }] : [],
      )
      throw coded('request.bad', 'a new station needs a place', { faults })
    }
    const { kind, area, agency, reportIntervalS } = key.new
    return { id, name: name ?? id, kind, lon, lat, area, agency, reportIntervalS }
  }

  async function take(id: string, attempt: ClaimAttempt): Promise<{ station: StationId; secret: string }> {
    const key = keys.get(id)
    if (!key) return refuse(attempt, 'claim.wrong', 'there is no such batch key')
    if (key.expiresAt <= clock.now()) return refuse(attempt, 'claim.expired', 'the batch key is over')
    const before = key.claims.find(({ station }) => station === attempt.station)
    if (before && !before.freed) return refuse(attempt, 'claim.taken', 'the station was claimed already')
    const fresh = newStation(key, attempt)
    const station = attempt.station as StationId
    const { address } = attempt
    // First of all noted: after a crash it is better claimed without a secret than twice.
    await keys.note(id, { station, at: clock.now(), address, freed: false })
    try {
      if (fresh) await stations.add(fresh)
      const secret = await issue(station)
      await audit.record({ who: `batch-key:${key.name}`, action: 'station.claim', subject: station, detail: address })
      return { station, secret }
    } catch (cause) {
      // A station that was made is here to stay: the next attempt finds it claimed, and free to be claimed.
      if (fresh && stations.get(station)) await keys.note(id, { station, at: clock.now(), address, freed: true })
      else await (before ? keys.note(id, before) : keys.forget(id, station))
      throw cause
    }
  }

  return async (attempt) => {
    const { id } = keyOf(attempt)
    return inTurn(() => take(id, attempt))
  }
}
