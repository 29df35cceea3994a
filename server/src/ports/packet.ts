import type { StationId } from '@ioc/shared/ids'
import type { EpochMs } from '@ioc/shared/time'

/** A message as the field sent it. */
export interface Packet {
  /** Who sent it: the station whose credentials opened the connection, or a gateway, whose id is never a station's. */
  sender: StationId
  topic: string
  bytes: Buffer
  qos: 0 | 1 | 2
  receivedAt: EpochMs
}

/** What the sender's connection deserves, once the message is on disk. */
export type Verdict = 'acknowledge' | 'disconnect'
export type TakePacket = (packet: Packet) => Promise<Verdict>
