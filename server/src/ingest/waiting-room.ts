import type { Packet } from '../ports/packet.js'

/** Those who wait until there is room to read their message. */
export interface WaitingRoom {
  isFull(qos: Packet['qos']): boolean
  /** Resolves, in turn, once there is room at this QoS. */
  enter(qos: Packet['qos']): Promise<void>
  /** Lets in as many as there is room for. */
  letIn(): void
  isEmpty(): boolean
}

/** With so many places taken by what waits for the disk, the field is held back: what it sends stays unread. */
const FULL = 200_000
/** What comes at QoS 0 may take no more than half of them: a flood of it never holds back QoS 1. */
const FULL_AT_QOS_0 = FULL / 2
/** So many places a message are reckoned with when those that wait for room are let in: all at once would be a flood. */
const PLACES_A_MESSAGE = 4

function boundAt(qos: Packet['qos']): number {
  return qos === 0 ? FULL_AT_QOS_0 : FULL
}

/** `placesTaken` says how much waits for the disk. */
export function createWaitingRoom(placesTaken: () => number): WaitingRoom {
  /** At QoS 0, and above it. */
  const waiting: [(() => void)[], (() => void)[]] = [[], []]
  const isFull = (qos: Packet['qos']) => placesTaken() > boundAt(qos)

  return {
    isFull,
    enter(qos) {
      if (!isFull(qos)) return Promise.resolve()
      return new Promise((resume) => waiting[qos === 0 ? 0 : 1].push(resume))
    },
    letIn() {
      for (const qos of [1, 0] as const) {
        const fitting = Math.ceil(Math.max(0, boundAt(qos) - placesTaken()) / PLACES_A_MESSAGE)
        for (const resume of waiting[qos].splice(0, fitting)) resume()
      }
    },
    isEmpty: () => waiting[0].length === 0 && waiting[1].length === 0,
  }
}
