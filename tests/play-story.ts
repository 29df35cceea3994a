import { createAlarmJournal } from '@ioc/server/adapters/memory/alarm-journal'
import { createMemoryStore } from '@ioc/server/adapters/memory/observation-store'
import { createAlarmDesk } from '@ioc/server/alarms/desk'
import { createIndexDesk } from '@ioc/server/indices/desk'
import { createAdmit } from '@ioc/server/ingest/admit'
import { createCommitQueue } from '@ioc/server/ingest/commit-queue'
import { createDeviceLimit } from '@ioc/server/ingest/device-limit'
import { createIngest } from '@ioc/server/ingest/ingest'
import { createLatest } from '@ioc/server/ingest/latest'
import { createLedger } from '@ioc/server/ingest/ledger'
import { createRecentMessages } from '@ioc/server/ingest/recent-messages'
import { followCommit, followIndex } from '@ioc/server/wiring/follow-commit'
import type { AlarmEvent } from '@ioc/shared/alarm'
import { PROPERTIES } from '@ioc/shared/properties'
import type { Rule } from '@ioc/shared/rule'
import type { Station } from '@ioc/shared/station'
import { HOUR, SECOND, startOfLocalDay } from '@ioc/shared/time'
import { observationsTopic } from '@ioc/shared/topics'
import type { FaultShares } from '@ioc/simulators/faults'
import { measure, reporterOf } from '@ioc/simulators/measure'
import { payloadOf, reportsAt } from '@ioc/simulators/report'
import { scenarioNamed } from '@ioc/simulators/scenarios/scenario-named'
import { truthOf, type TruthEntry } from '@ioc/simulators/truth/truth-of'
import { createWitness } from '@ioc/simulators/truth/witness'
import { createSite } from '@ioc/simulators/world/site'
import { createWorld } from '@ioc/simulators/world/world'
import { createManualClock } from './manual-clock.js'
import { silentEvents } from './silent-events.js'

export interface Story {
  scenario: string
  seed: number
  faults: FaultShares
  /** In how many hours it is told; its own time where left out. */
  hours?: number
  stations: readonly Station[]
  rules: readonly Rule[]
}

/**
 * Tells a story to the real intake, indices and alarm desk on a clock that is moved by hand, and answers what they said
 * of it, and what was true.
 */
export async function playStory(story: Story): Promise<{ events: AlarmEvent[]; truth: TruthEntry[] }> {
  const { seed, faults, rules } = story
  const scenario = scenarioNamed(story.scenario)
  if (!scenario) throw new Error(`no scenario ${story.scenario}`)
  const hours = story.hours ?? scenario.lastsH
  const start = startOfLocalDay(dayOf(seed)) + (scenario.startsAtH ?? 6) * HOUR
  const world = createWorld({ seed, scenario, scenarioStart: start, pace: scenario.lastsH / hours })
  const clock = createManualClock(start - 1)
  const field = openField({ rules, stations: story.stations, clock })
  await field.open()

  const intervalMs = 30 * SECOND
  const loggers = story.stations.map((station) => {
    const observer = { seed, site: createSite(station), world, worldTime: (at: number) => at }
    return {
      station,
      reporter: reporterOf(observer, faults, (at) => measure(observer, at, intervalMs)),
      witness: createWitness({ ...observer, shares: faults, intervalMs }),
    }
  })
  const end = start + hours * HOUR
  for (let beat = 0; start + beat * intervalMs < end; beat++) {
    for (const [i, { station, reporter, witness }] of loggers.entries()) {
      const at = start + beat * intervalMs + Math.floor((i * intervalMs) / loggers.length)
      clock.advance(at - clock.now())
      for (const reports of reportsAt(reporter, at, intervalMs, beat + 1)) await field.hear(station, payloadOf(reports))
      witness.see(at)
    }
  }
  clock.advance(end - clock.now())
  return { events: await field.close(), truth: truthOf(loggers.flatMap(({ witness }) => witness.testify(end))) }
}

/** The part of the server between the broker and the journal. */
function openField(options: {
  rules: readonly Rule[]
  stations: readonly Station[]
  clock: ReturnType<typeof createManualClock>
}) {
  const { rules, clock } = options
  const stations = new Map(options.stations.map((station) => [station.id, station]))
  const events = silentEvents()
  const store = createMemoryStore()
  const journal = createAlarmJournal()
  const latest = createLatest([], clock.now())
  const ledger = createLedger([])
  const alarms = createAlarmDesk({
    rules,
    stations,
    journal,
    clock,
    properties: PROPERTIES,
    events,
    onChange: () => undefined,
  })
  const indices = createIndexDesk({
    store,
    stations,
    clock,
    events,
    publish: (...index) => followIndex({ latest, alarms, clock }, ...index),
  })
  const queue = createCommitQueue({
    store,
    ledger,
    clock,
    events,
    onCommitted: (committed) => followCommit({ latest, indices, alarms }, committed),
  })
  const ingest = createIngest({
    admit: createAdmit(new Map(PROPERTIES.map((property) => [property.key as string, property]))),
    queue,
    ledger,
    messages: createRecentMessages(),
    limit: createDeviceLimit(0),
    clock,
    events,
    gateways: { speaking: () => undefined },
    readGateway: () => {
      throw new Error('there is no gateway in a story')
    },
    onCommand: () => undefined,
    onStatus: latest.setConnection,
  })

  return {
    open: () => alarms.open([], new Map()),
    hear: ({ id }: Station, payload: string) =>
      ingest.take({
        sender: id,
        topic: observationsTopic(id),
        bytes: Buffer.from(payload),
        qos: 1,
        receivedAt: clock.now(),
      }),
    async close() {
      await queue.close()
      await indices.settled()
      await indices.close()
      await alarms.close()
      return journal.events({})
    },
  }
}

/** A day of the rainy season for each seed, so that no two are told on the same weekday and under the same sky. */
function dayOf(seed: number): number {
  return Date.parse('2026-10-05T00:00:00+07:00') + (seed % 90) * 24 * HOUR
}
