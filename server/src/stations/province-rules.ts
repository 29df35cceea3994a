import { isIndexKey } from '@ioc/shared/properties'
import { ruleSchema, type Rule } from '@ioc/shared/rule'
import type { Station } from '@ioc/shared/station'
import type { Fault } from '../errors.js'
import { listFrom } from './province-list.js'
import type { ReadJson } from './province.js'
import type { Known } from './station-faults.js'

/** The rules of the seed; all they name must exist. */
export function rulesFrom(read: ReadJson, known: Known & { stations: readonly Station[] }, faults: Fault[]): Rule[] {
  const file = 'rules.json'
  const entries = listFrom(read, { file, schema: ruleSchema, idOf: ({ id }) => id, idField: 'id' }, faults)
  const areas = new Set(known.areas.map(({ id }) => id))
  const stations = new Set<string>(known.stations.map(({ id }) => id))
  const properties = new Set<string>(known.properties.map(({ key }) => key))
  for (const { value, at } of entries) {
    if (value.kind === 'threshold' && !properties.has(value.property) && !isIndexKey(value.property)) {
      faults.push({ at: `${at}.property`, message: `there is no property "${value.property}"` })
    }
    for (const [index, area] of (value.stations?.areas ?? []).entries()) {
      if (!areas.has(area)) faults.push({ at: `${at}.stations.areas[${index}]`, message: `there is no area "${area}"` })
    }
    for (const [index, id] of (value.stations?.ids ?? []).entries()) {
      if (!stations.has(id)) faults.push({ at: `${at}.stations.ids[${index}]`, message: `there is no station "${id}"` })
    }
  }
  return entries.map(({ value }) => value)
}
