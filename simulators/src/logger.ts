import { observationsTopic, statusTopic } from '@ioc/shared/topics'
import { createDelivery } from './deliver-past.js'
import type { FaultShares } from './faults.js'
import type { Gate } from './gate.js'
import { openLink, type Link, type LinkEvents, type Message } from './link.js'
import { measure, reporterOf } from './measure.js'
import type { Past } from './past.js'
import { payloadOf, reportsAt } from './report.js'
import { uniform } from './world/chance.js'
import type { Site } from './world/site.js'
import type { World } from './world/world.js'

export type LoggerEvents = LinkEvents & {
  published(messages: number): void
  /** So many readings of its past are to come. */
  pastBegun(readings: number): void
  /** So many of them are through. */
  pastDelivered(readings: number): void
}

interface LoggerOptions {
  site: Site
  world: World
  seed: number
  faults: FaultShares
  /** Milliseconds from report to report. */
  periodMs: number
  /** 0 to 1: where in the period this station stands. */
  phase: number
  url: string
  secret: string | undefined
  gate: Gate
  now: () => number
  worldTime: (at: number) => number
  /** Null: it remembers nothing from before its first report. */
  past: Past | null
  events: LoggerEvents
}

const KEEP = 1_000

/**
 * A data logger in the field: reports at once when it is first connected, then on its own beat for good, whether there
 * is a connection or not. What could not be sent it sends later, with its own times.
 *
 * Its past, if it has one, goes beside the live reports and holds none of them up.
 *
 * Two short beats lead from the first report to its place in the period, so that the stations are spread over it.
 */
export function openLogger(options: LoggerOptions): Link {
  const { site, past, now, periodMs, events } = options
  const topic = observationsTopic(site.station.id)
  let timer: NodeJS.Timeout | null = null
  let lastAt: number | null = null
  let due = 0
  let seq = 0
  let beats = 0
  let toGridMs = 0

  function report() {
    const at = now()
    const intervalMs = lastAt === null || at <= lastAt ? periodMs : at - lastAt
    lastAt = at
    const reporter = reporterOf(options, options.faults, (then) => measure(options, then, intervalMs))
    for (const reports of reportsAt(reporter, at, intervalMs, ++seq)) {
      send({ topic, payload: payloadOf(reports), measuredAt: at, reports: reports.length })
    }
  }

  function send(message: Message) {
    link.send(message)
    events.published(1)
  }

  function beat() {
    report()
    due += beats++ < 2 ? toGridMs / 2 : periodMs
    const behind = now() - due
    if (behind > periodMs) due = now()
    timer = setTimeout(beat, Math.max(0, due - now()))
  }

  const delivery =
    past && createDelivery({ site, past, now, send, begun: events.pastBegun, delivered: events.pastDelivered })

  const link = openLink({
    url: options.url,
    clientId: site.station.id,
    username: options.secret === undefined ? undefined : site.station.id,
    password: options.secret,
    statusTopic: statusTopic(site.station.id),
    keep: KEEP,
    gate: options.gate,
    jitter: uniform(options.seed, site.key, 17),
    events: {
      ...events,
      connected() {
        events.connected()
        if (lastAt !== null) return
        due = now()
        toGridMs = periodMs + wait(options.phase * periodMs - due, periodMs)
        beat()
        delivery?.begin()
      },
      acknowledged(message) {
        events.acknowledged(message)
        delivery?.settled(message)
      },
      lost(message) {
        events.lost(message)
        delivery?.settled(message)
      },
      refused(reason) {
        events.refused(reason)
        delivery?.interrupted()
      },
      down(reason) {
        events.down(reason)
        delivery?.interrupted()
      },
    },
  })

  return {
    ...link,
    close() {
      if (timer) clearTimeout(timer)
      delivery?.stop()
      return link.close()
    },
  }
}

/** What is left of a period after whole ones are taken away, also of a negative time. */
function wait(ms: number, periodMs: number): number {
  return ((ms % periodMs) + periodMs) % periodMs
}
