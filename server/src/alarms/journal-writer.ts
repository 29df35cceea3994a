import type { Alarm, AlarmEvent } from '@ioc/shared/alarm'
import { SECOND } from '@ioc/shared/time'
import type { Events } from '../events.js'
import type { AlarmJournal } from '../ports/alarm-journal.js'
import type { Clock } from '../ports/clock.js'

const RETRY_MS = SECOND

export interface JournalWriter {
  /** Goes on counting where the journal stopped. */
  startAfter(seq: number): void
  /** Takes the next event; it is numbered here and written with all that came in the same moment. */
  record(event: Omit<AlarmEvent, 'seq'>): void
  /** Takes a condition to remember (null: to forget); it is written with the next event or the next `flush`. */
  remember(key: string, state: string | null): void
  flush(): void
  /** The alarms of events that are not durable yet, in order. */
  unwritten(): Alarm[]
  /** Resolves once everything taken so far is durable, however much comes after it. */
  settled(): Promise<void>
  /** Writes what is left; gives up on what the journal then still refuses. */
  close(): Promise<void>
}

interface JournalWriterOptions {
  journal: AlarmJournal
  clock: Clock
  /** The alarms whose events have become durable, each as it now stands in the journal, and those events in order. */
  onDurable: (alarms: Alarm[], events: readonly AlarmEvent[]) => void
  events: Pick<Events, 'alarmChanged' | 'journalFailed'>
}

/**
 * Writes the journal in order, in batches, one at a time.
 *
 * What the journal refuses is kept and tried again every second: an alarm is late then, never lost.
 */
export function createJournalWriter({ journal, clock, onDurable, events }: JournalWriterOptions): JournalWriter {
  let seq = 0
  let queue: AlarmEvent[] = []
  let batch: AlarmEvent[] = []
  let conditions = new Map<string, string | null>()
  let writing: Promise<void> | null = null
  let closing = false
  let wake: (() => void) | null = null
  /** How much was taken, and how much of that is written or given up. */
  let taken = 0
  let done = 0
  let waiting: { for: number; resolve: () => void }[] = []

  function flush(): void {
    if (isEmpty()) return
    writing ??= Promise.resolve()
      .then(drain)
      .finally(() => {
        writing = null
        flush()
      })
  }

  function isEmpty(): boolean {
    return queue.length === 0 && conditions.size === 0
  }

  async function drain(): Promise<void> {
    while (!isEmpty()) {
      batch = queue
      const saved = conditions
      const upTo = taken
      queue = []
      conditions = new Map()
      const isWritten = await write(saved)
      const written = batch
      batch = []
      if (isWritten) tell(written)
      done = upTo
      for (const each of waiting) if (each.for <= done) each.resolve()
      waiting = waiting.filter((each) => each.for > done)
    }
  }

  async function write(saved: Map<string, string | null>): Promise<boolean> {
    const states = [...saved].map(([key, state]) => ({ key, state }))
    for (;;) {
      try {
        await journal.append(batch, states)
        return true
      } catch (cause) {
        events.journalFailed(cause)
        if (closing) return false
        await pause()
      }
    }
  }

  function pause(): Promise<void> {
    return new Promise((resume) => {
      const cancel = clock.after(RETRY_MS, resume)
      wake = () => {
        cancel()
        resume()
      }
    })
  }

  function tell(written: readonly AlarmEvent[]): void {
    const last = new Map<string, Alarm>()
    for (const { alarm, type } of written) {
      last.set(alarm.id, alarm)
      if (type !== 'commented') {
        events.alarmChanged({ alarm: alarm.id, rule: alarm.rule, station: alarm.station, state: alarm.state })
      }
    }
    if (last.size > 0) onDurable([...last.values()], written)
  }

  function settled(): Promise<void> {
    flush()
    if (done >= taken) return Promise.resolve()
    return new Promise((resolve) => waiting.push({ for: taken, resolve }))
  }

  return {
    startAfter(last) {
      seq = last
    },
    record(event) {
      seq += 1
      taken += 1
      queue.push({ ...event, seq })
      flush()
    },
    remember(key, state) {
      taken += 1
      conditions.set(key, state)
    },
    flush,
    unwritten: () => [...batch, ...queue].map((event) => event.alarm),
    settled,
    async close() {
      closing = true
      wake?.()
      await settled()
    },
  }
}
