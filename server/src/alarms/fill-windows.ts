import type { EpochMs } from '@ioc/shared/time'
import type { Events } from '../events.js'
import type { ObservationStore } from '../ports/observation-store.js'
import type { Watch } from './watch.js'

interface FillWindowsOptions {
  watches: readonly Watch[]
  buckets: ObservationStore['buckets']
  now: EpochMs
  /** Nobody needs them any more. */
  signal: AbortSignal
  events: Pick<Events, 'warning'>
}

/**
 * Fills the windows of rules that look back with what the store knows, one datastream after the other.
 *
 * Meanwhile values go on coming; a window that is not full yet says nothing or goes on from what it has seen. Never
 * rejects: what the store does not give makes a window that fills by itself.
 */
export async function fillWindows({ watches, buckets, now, signal: over, events }: FillWindowsOptions): Promise<void> {
  for (const { signal, station, property, held } of watches) {
    if (over.aborted) return
    if (!signal?.window || signal.window.filled || property === null) continue
    const { span, fill } = signal.window
    signal.window.filled = true
    const from = now - span.slots * span.slotMs
    const query = { station, properties: [property], from, to: now + 1, everyMs: span.slotMs, fn: 'mean' } as const
    try {
      fill.refill(await buckets(query), held?.at ?? from)
    } catch (cause) {
      events.warning(`the last values of ${station}/${property} were not read: ${String(cause)}`)
    }
  }
}
