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

/** A message as it came, whatever became of it. */
export interface RecentMessage {
  /** Higher than that of every message before it, since the server started. */
  id: number
  at: EpochMs
  topic: string
  /** How long it was; the payload may be its beginning alone. */
  bytes: number
  payload: Buffer
  /** How many observations of this sender or station were taken from it, and how many refused. */
  taken: number
  refused: number
}
