import { isIndexKey, PROPERTIES, propertySchema, type ObservedProperty } from '@ioc/shared/properties'
import type { Fault } from '../errors.js'
import { listFrom } from './province-list.js'
import type { ReadJson } from './province.js'

/** The product's properties and those that the province adds; an existing key may not be redefined. */
export function propertiesFrom(read: ReadJson, faults: Fault[]): ObservedProperty[] {
  const file = 'properties.json'
  const own = listFrom(read, { file, schema: propertySchema, idOf: ({ key }) => key, idField: 'key' }, faults)
  for (const { value, at } of own) {
    if (isIndexKey(value.key) || PROPERTIES.some(({ key }) => key === value.key)) {
      faults.push({ at: `${at}.key`, message: `"${value.key}" is one of the product's own` })
    }
    if (value.min > value.max) faults.push({ at: `${at}.min`, message: 'must not be above max' })
  }
  return [...PROPERTIES, ...own.map(({ value }) => value as ObservedProperty)]
}
