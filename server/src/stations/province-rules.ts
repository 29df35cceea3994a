import { ruleSchema, type Rule } from '@ioc/shared/rule'
import { ruleFaults } from '@ioc/shared/rule-faults'
import type { Station } from '@ioc/shared/station'
import type { Fault } from '../errors.js'
import { listFrom } from './province-list.js'
import type { ReadJson } from './province.js'
import type { Known } from './station-faults.js'

/** The rules of the seed; all they name must exist. */
export function rulesFrom(read: ReadJson, known: Known & { stations: readonly Station[] }, faults: Fault[]): Rule[] {
  const file = 'rules.json'
  const entries = listFrom(read, { file, schema: ruleSchema, idOf: ({ id }) => id, idField: 'id' }, faults)
  const rules = entries.map(({ value }) => value)
  for (const { value, at } of entries) {
    for (const fault of ruleFaults(value, { ...known, rules })) {
      faults.push({ at: `${at}.${fault.at}`, message: fault.message })
    }
  }
  return rules
}
