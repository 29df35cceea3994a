import { datastreamId } from '@ioc/shared/ids'
import type { Suspicion } from '@ioc/shared/anomaly'
import type { SuspicionStore } from '../../ports/suspicion-store.js'

/** Suspicions that are forgotten with the process: for tests. */
export function createMemorySuspicionStore(): SuspicionStore {
  const kept = new Map<string, Suspicion>()

  return {
    async put(suspicion) {
      const { station, property, from } = suspicion
      kept.set(`${datastreamId(station, property)} ${from}`, structuredClone(suspicion))
    },
    async after(at) {
      const found = [...kept.values()].filter(({ to }) => to === null || to > at)
      return structuredClone(found.sort((a, b) => a.from - b.from))
    },
    async forget(before) {
      for (const [key, { to }] of kept) if (to !== null && to <= before) kept.delete(key)
    },
  }
}
