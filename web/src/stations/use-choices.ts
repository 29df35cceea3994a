import { computed } from 'vue'
import type { Row } from './row.js'
import { usePropertyName } from './use-property-name.js'

/** What a chart of a station can show, with its name: what it measures or is there to measure, and its indices. */
export function useChoices(row: () => Row) {
  const nameOf = usePropertyName()
  return computed(() => {
    const { latest, station } = row()
    const measured = new Set<string>([...Object.keys(latest?.values ?? {}), ...(station.properties ?? [])])
    const hasDays = latest?.indices['vn_aqi'] !== undefined
    const indices = new Set([...Object.keys(latest?.indices ?? {}), ...(hasDays ? ['vn_aqi_day'] : [])])
    return [...measured, ...indices].map((key) => ({ key, name: nameOf(key) }))
  })
}
