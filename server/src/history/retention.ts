import { DEFAULT_RETENTION, keepFault, keepOf, type Keep, type Retention } from '@ioc/shared/retention'
import { coded, type Fault } from '../errors.js'
import type { Registry } from '../ports/registry.js'

export interface RetentionDesk {
  get(): Retention
  /** Throws `request.bad` with every fault. */
  replace(retention: Retention): Promise<Retention>
  keepOf(property: string): Keep
}

/** How long the province keeps what, as its people decided. */
export async function createRetention({
  registry,
  properties,
}: {
  registry: Pick<Registry, 'retention' | 'putRetention'>
  properties: ReadonlyMap<string, unknown>
}): Promise<RetentionDesk> {
  let retention = (await registry.retention()) ?? DEFAULT_RETENTION

  function faultsOf(wanted: Retention): Fault[] {
    const unknown = Object.keys(wanted.properties).filter((key) => !properties.has(key))
    const faults = unknown.map((key) => ({ at: `properties.${key}`, message: `there is no property "${key}"` }))
    for (const key of [null, ...Object.keys(wanted.properties)]) {
      const message = keepFault(keepOf(wanted, key ?? ''))
      if (message) faults.push({ at: key === null ? '' : `properties.${key}`, message })
    }
    return faults
  }

  return {
    get: () => retention,
    keepOf: (property) => keepOf(retention, property),
    async replace(wanted) {
      const faults = faultsOf(wanted)
      if (faults[0]) throw coded('request.bad', faults[0].message, { faults })
      await registry.putRetention(wanted)
      retention = wanted
      return retention
    },
  }
}
