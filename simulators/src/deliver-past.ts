import { observationsTopic } from '@ioc/shared/topics'
import type { Message } from './link.js'
import type { Past } from './past.js'
import type { Site } from './world/site.js'

/** One station's past on its way to the broker. */
interface Delivery {
  /** Call once, when the first live report has left. */
  begin(): void
  /** This message was acknowledged, or is lost: if it is ours, the next one may go. */
  settled(message: Message): void
  /** The connection is gone: what is under way waits for the next one and holds up nobody meanwhile. */
  interrupted(): void
  stop(): void
}

interface DeliveryOptions {
  site: Site
  past: Past
  now: () => number
  send(message: Message): void
  /** So many readings of the past are to come. */
  begun(readings: number): void
  /** So many of them are through. */
  delivered(readings: number): void
}

/**
 * Delivers a past oldest first, each message once the one before it is settled, so that a live report never waits
 * behind more than one of them. A station queues up anew for every message, so that all of them take turns.
 */
export function createDelivery({ site, past, now, send, begun, delivered }: DeliveryOptions): Delivery {
  const topic = observationsTopic(site.station.id)
  const batches = past.batches(site)
  let next = 0
  let underWay: Message | null = null
  let leave: (() => void) | null = null
  let stopped = false

  function deliverNext() {
    const times = batches[next++]
    if (!times) return
    past.gate.enter((leaveGate) => {
      if (stopped) return leaveGate()
      leave = leaveGate
      underWay = { topic, payload: past.payload(site, times), measuredAt: now(), reports: times.length }
      send(underWay)
    })
  }

  return {
    begin() {
      begun(batches.reduce((sum, times) => sum + times.length, 0))
      deliverNext()
    },
    settled(message) {
      if (message !== underWay) return
      delivered(message.reports)
      const leaveGate = leave
      underWay = null
      leave = null
      deliverNext()
      leaveGate?.()
    },
    interrupted: () => leave?.(),
    stop() {
      stopped = true
      leave?.()
    },
  }
}
