import type { RefusalReason } from '@ioc/shared/refusal'
import type { StationId } from '@ioc/shared/ids'
import type { DeviceDoor, DeviceEntry, DeviceVisit } from '../ports/access.js'
import type { Clock } from '../ports/clock.js'
import { addressBlock } from './address-block.js'
import { createAttemptLimit } from './attempt-limit.js'
import { createDeviceBrake } from './device-brake.js'

interface DeviceDoorOptions {
  /** Whose credentials these are; null: nobody's. */
  authenticate(username: string, password: string): StationId | null
  /** The station or gateway of this id, where there is one. */
  known(id: string): StationId | null
  clock: Pick<Clock, 'now'>
}

/**
 * Decides who of the field comes in: by a certificate of our authority, or by name and secret.
 *
 * A certificate that is shown must be right, whatever secret comes with it: a device whose certificate has expired is
 * to be seen, not to be let in by another way.
 */
export function createDeviceDoor({ authenticate, known, clock }: DeviceDoorOptions): DeviceDoor {
  const attempts = createAttemptLimit()
  const brake = createDeviceBrake()

  function refuse(visit: DeviceVisit, why: RefusalReason, detail = ''): DeviceEntry {
    return { why, detail, waitMs: brake.failed(addressBlock(visit.address), visit.username, clock.now()) }
  }

  function byCertificate(visit: DeviceVisit, certificate: NonNullable<DeviceVisit['certificate']>): DeviceEntry {
    if ('fault' in certificate) return refuse(visit, 'certificate', certificate.fault)
    const { name } = certificate
    if (visit.username !== '' && visit.username !== name) return refuse(visit, 'certificate', `names ${name}`)
    const sender = known(name)
    return sender ? { sender } : refuse({ ...visit, username: name }, 'station.unknown', 'named by a certificate')
  }

  function bySecret(visit: DeviceVisit): DeviceEntry {
    const { username, password, address } = visit
    const sender = authenticate(username, password)
    if (!sender) return refuse(visit, known(username) ? 'secret.wrong' : 'station.unknown')
    brake.succeeded(addressBlock(address), username)
    return { sender }
  }

  return {
    knock: (address) => attempts(addressBlock(address), clock.now()),
    enter: (visit) => (visit.certificate ? byCertificate(visit, visit.certificate) : bySecret(visit)),
  }
}
